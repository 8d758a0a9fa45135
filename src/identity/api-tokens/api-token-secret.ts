// The secret of an API token: its format, and the digest that is stored instead of it.
import { createHash, randomBytes, randomInt } from "node:crypto";

const PREFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const PREFIX_LENGTH = 8;
/** 256 bits in base64url are 43 characters. */
const SECRET_BYTES = 32;
const API_TOKEN = /^colophon_[a-z2-9]{8}_[A-Za-z0-9_-]{43}$/;

export interface NewSecret {
  secret: string;
  /** Shown with the token, so that people can tell tokens apart. */
  prefix: string;
  digest: Buffer;
}

export function newSecret(): NewSecret {
  const prefix = Array.from({ length: PREFIX_LENGTH }, () => PREFIX_ALPHABET[randomInt(PREFIX_ALPHABET.length)]).join(
    "",
  );
  const secret = `colophon_${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { secret, prefix, digest: digestOf(secret) };
}

export function isApiToken(credential: string): boolean {
  return credential.startsWith("colophon_");
}

/** The digest of a token's secret, or null if the credential does not have the format of one. */
export function digestOfCredential(credential: string): Buffer | null {
  return API_TOKEN.test(credential) ? digestOf(credential) : null;
}

/**
 * A fast hash without a salt is sufficient: slow hashes and salts protect passwords, which can be guessed, but 256 random bits cannot.
 * Without a salt, a token is found by its digest with one index lookup.
 */
function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}
