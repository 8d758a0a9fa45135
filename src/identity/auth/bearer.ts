// Reads the Authorization header (RFC 6750, section 2.1). A request without it is anonymous. Anything but one well-formed token is
// rejected.
import { BadCredentialError } from "../access/authentication-error.js";

/** Enough for a token with many claims. Longer values are rejected before they are parsed. */
export const MAX_CREDENTIAL_LENGTH = 6 * 1_024;

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** `values` must be all headers of the name: Node's `headers.authorization` contains only the first. */
export function bearerToken(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  if (values.length > 1) throw new BadCredentialError("the request has several Authorization headers");
  const [value = ""] = values;
  if (value.length > MAX_CREDENTIAL_LENGTH) throw new BadCredentialError("the Authorization header is too long");
  const token = BEARER.exec(value)?.[1];
  if (token === undefined) throw new BadCredentialError("the Authorization header is not Bearer followed by a token");
  return token;
}
