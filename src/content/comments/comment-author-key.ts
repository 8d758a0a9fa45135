// The keys by which two comments of one person are recognised: keyed digests of e-mail addresses, which are never stored themselves. The secret
// stays in the database, so that nobody else can compute the key of an address.
import { createHmac } from "node:crypto";
import type { EntityManager } from "typeorm";
import { secretWithin } from "../../identity/auth/instance-secrets.js";

/** Enough that no two addresses have the same, 22 characters in base64url. */
const KEY_BYTES = 16;
const KEY = /^[\w-]{22}$/;

export const isAuthorKey = (key: string): boolean => KEY.test(key);

/** A function from e-mail addresses to keys, as the transaction has the secret. */
export async function authorKeysIn(tx: EntityManager): Promise<(email: string) => string> {
  const secret = await secretWithin(tx, "comment authors");
  return (email) => {
    const address = email.normalize("NFC").trim().toLowerCase();
    return createHmac("sha256", secret).update(address).digest().subarray(0, KEY_BYTES).toString("base64url");
  };
}
