// The secrets of sessions and of links: 256 random bits, of which only the hash is stored (see api-token-secret for why it is a fast one).
import { createHash, randomBytes } from "node:crypto";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

export interface SessionSecret {
  secret: string;
  digest: Buffer;
}

export function newSessionSecret(): SessionSecret {
  const secret = randomBytes(32).toString("base64url");
  return { secret, digest: digestOf(secret) };
}

/** The digest of a secret, or null if the text does not have the format of one. */
export const digestOfSecret = (text: string): Buffer | null => (SECRET.test(text) ? digestOf(text) : null);

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret, "utf8").digest();
