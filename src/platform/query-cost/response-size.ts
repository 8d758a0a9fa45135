// Bounds the length of an answer, which no estimate can tell: texts are as long as they are.
import { GraphQLError } from "graphql";

/** Texts that no answer could hold are not even read. */
export class ResponseTooLargeError extends GraphQLError {
  override readonly name = "AnswerTooLargeError";

  constructor(limitBytes: number) {
    super(`An answer may have at most ${limitBytes} bytes, and the texts alone have more. Ask for shorter pages.`, {
      extensions: { code: "RESPONSE_TOO_LARGE", limit: "responseBytes", allowed: limitBytes },
    });
  }
}

/** The body of an answer, or the error of its size in its place; what was written by then stays written. */
export function withinSize(body: string, limitBytes: number): string {
  // A UTF-16 unit has at most three bytes in UTF-8: short answers need no counting.
  if (body.length * 3 <= limitBytes) return body;
  const bytes = Buffer.byteLength(body);
  if (bytes <= limitBytes) return body;
  const message = `An answer may have at most ${limitBytes} bytes; this one would have ${bytes}. Ask for shorter pages or fewer fields.`;
  const fault = { limit: "responseBytes", allowed: limitBytes, actual: bytes };
  return `${JSON.stringify({ errors: [{ message, extensions: { code: "RESPONSE_TOO_LARGE", ...fault } }], data: null })}\n`;
}
