// Limits the size of a response. No estimate can do that before execution, because texts are of any length.
import { CodedError, type GraphqlErrorCode } from "../graphql/error-codes.js";

const CODE: GraphqlErrorCode = "RESPONSE_TOO_LARGE";
const LIMIT = "responseBytes";

/** Raised before texts are read that no response could hold. */
export class ResponseTooLargeError extends CodedError {
  override readonly name = "ResponseTooLargeError";

  constructor(limitBytes: number) {
    const message = `A response may have at most ${limitBytes} bytes, and its texts alone have more. Request shorter pages.`;
    super(CODE, message, { limit: LIMIT, allowed: limitBytes });
  }
}

/** The body of a response, or an error in its place if it is too large. The effects of a mutation remain. */
export function withinSize(body: string, limitBytes: number): string {
  // A UTF-16 code unit takes at most three bytes in UTF-8, so short bodies need no counting.
  if (body.length * 3 <= limitBytes) return body;
  const bytes = Buffer.byteLength(body);
  if (bytes <= limitBytes) return body;
  const message = `A response may have at most ${limitBytes} bytes; this one would have ${bytes}. Request shorter pages or fewer fields.`;
  const extensions = { code: CODE, limit: LIMIT, allowed: limitBytes, actual: bytes };
  return `${JSON.stringify({ errors: [{ message, extensions }], data: null })}\n`;
}
