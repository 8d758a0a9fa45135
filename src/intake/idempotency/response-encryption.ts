// Keeps answers readable only for whoever sent the request: an answer may hold a secret that is shown once, such as a new
// token, and must not lie in the database in clear. The key of the request is the key of the seal, and is itself stored
// only as a hash. AES-256-GCM (NIST SP 800-38D) with a key by HKDF-SHA256 (RFC 5869).
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is stored in place of the key. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

export function encryptResponse(body: string, key: string, caller: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, sealKey(key, caller), nonce);
  const text = Buffer.concat([cipher.update(body, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws where the seal was made with another key or has been changed. */
export function decryptResponse(sealed: Buffer, key: string, caller: string): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, sealKey(key, caller), nonce);
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

function sealKey(key: string, caller: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, caller, "colophon idempotent answer", 32));
}
