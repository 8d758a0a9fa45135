// Reads the Authorization header (RFC 6750, section 2.1). Absent is anonymous; anything else that is not one well-formed
// token is a bad credential.
import { BadCredentialError } from "../access/authentication-error.js";

/** Room for a token with many claims; every longer one is refused before anything is worked out from it. */
export const MAX_CREDENTIAL_LENGTH = 6 * 1_024;

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** `values` are all headers of the name: Node's `headers.authorization` silently keeps only the first. */
export function bearerToken(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  if (values.length > 1) throw new BadCredentialError("several Authorization headers");
  const [value = ""] = values;
  if (value.length > MAX_CREDENTIAL_LENGTH) throw new BadCredentialError("the Authorization header is too long");
  const token = BEARER.exec(value)?.[1];
  if (token === undefined) throw new BadCredentialError("the Authorization header is not Bearer with a token");
  return token;
}
