// Facts about a request that one step of its handling has found and later steps need, passed along in a value so that each is
// found once: the body is read once, the account and the raw request are looked up once.

import type { Payer } from "../rate-limit/payer.js";
import type { CacheableRequest } from "../response-cache/endpoint-cache.js";

export interface RequestFacts {
  /** The complete body; null if it has not been read. */
  body: Buffer | null;
  /** Pays for the request; null if the client is not limited, absent if it has not been looked up. */
  payer?: Payer | null;
  /** The request of an anonymous client, which the response cache does not hold by its raw bytes; null if unknown. */
  cacheMiss: CacheableRequest | null;
}

export const NO_FACTS: RequestFacts = { body: null, cacheMiss: null };
