// Encrypts stored responses, because a response may hold a secret that is shown only once, such as a new token. The encryption key is
// derived from the idempotency key, which is stored only as a hash, so only the sender of the request can read the response.
// AES-256-GCM (NIST SP 800-38D) with a key derived by HKDF-SHA256 (RFC 5869).
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** This hash is stored instead of the key. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

export function encryptResponse(body: string, key: string, caller: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, encryptionKey(key, caller), nonce);
  const text = Buffer.concat([cipher.update(body, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws if the response was encrypted with another key or was modified. */
export function decryptResponse(encrypted: Buffer, key: string, caller: string): string {
  const nonce = encrypted.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, encryptionKey(key, caller), nonce);
  decipher.setAuthTag(encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

function encryptionKey(key: string, caller: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, caller, "colophon idempotent answer", 32));
}
