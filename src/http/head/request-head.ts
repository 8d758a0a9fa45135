// Rejects requests by what their heads demand of the server, before anything else is done for them.
import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpError } from "../http-rejection.js";
import { awaitInvitation, CONTINUE } from "./expectation.js";

/** Far beyond what clients and proxies send. */
const MAX_HEADER_LINES = 1_000;

/** Null for nearly every request, so that this stays cheap. */
export function rejectionOfHead(request: IncomingMessage, response: ServerResponse): HttpError | null {
  const { rawHeaders, headers } = request;
  if (rawHeaders.length > 2 * MAX_HEADER_LINES) {
    const message = `Expected at most ${MAX_HEADER_LINES} header lines, got ${rawHeaders.length / 2}.`;
    return new HttpError(431, "REQUEST_HEADER_FIELDS_TOO_LARGE", message);
  }
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && coding.trim().toLowerCase() !== "chunked") {
    return new HttpError(501, "NOT_IMPLEMENTED", `Expected no transfer coding but chunked, got ${coding}.`);
  }
  const { expect } = headers;
  // The header means nothing in older versions of HTTP.
  if (expect === undefined || request.httpVersion !== "1.1") return null;
  if (expect.trim().toLowerCase() !== CONTINUE) {
    return new HttpError(417, "EXPECTATION_FAILED", `Expected no expectation but ${CONTINUE}, got ${expect}.`);
  }
  awaitInvitation(request, response);
  return null;
}
