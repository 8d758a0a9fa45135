// The secret of an API token: what it looks like and what is stored of it.
import { createHash, randomBytes, randomInt } from "node:crypto";

const PREFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const PREFIX_LENGTH = 8;
/** 256 bits in base64url are 43 characters. */
const SECRET_BYTES = 32;
const API_TOKEN = /^colophon_[a-z2-9]{8}_[A-Za-z0-9_-]{43}$/;

export interface NewSecret {
  secret: string;
  /** Told with the token ever after, so that a person can say which one is which. */
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

/** Null for what cannot be the secret of a token. */
export function digestOfCredential(credential: string): Buffer | null {
  return API_TOKEN.test(credential) ? digestOf(credential) : null;
}

/**
 * A fast hash is right here: slow ones make guessing passwords dear, and nobody guesses 256 random bits. It needs no salt
 * for the same reason, so a token is found by its hash with one look into an index.
 */
function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}
