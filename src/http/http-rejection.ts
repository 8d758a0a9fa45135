// Errors by which the HTTP layer rejects a request before GraphQL is executed. An error carries everything that its response needs, so
// that any check can throw it and one place writes the JSON.
import type { HttpErrorCode, HttpStatusOf } from "../platform/graphql/error-codes.js";

export class HttpError<Code extends HttpErrorCode = HttpErrorCode> extends Error {
  constructor(
    readonly status: HttpStatusOf<Code>,
    readonly code: Code,
    message: string,
    /** Name and value alternating, as `ServerResponse.writeHead` takes them. */
    readonly headers: readonly string[] = [],
  ) {
    super(message);
    this.name = "HttpError";
  }
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, "BAD_REQUEST", message);
}

export function unsupportedMediaType(message: string, headers?: readonly string[]): HttpError {
  return new HttpError(415, "UNSUPPORTED_MEDIA_TYPE", message, headers);
}

export function methodNotAllowed(method: string, allow: string): HttpError {
  return new HttpError(405, "METHOD_NOT_ALLOWED", `Expected one of the methods ${allow}, got ${method}.`, [
    "allow",
    allow,
  ]);
}

export function notFound(): HttpError {
  return new HttpError(404, "NOT_FOUND", "Expected a path of this service, got an unknown one.");
}
