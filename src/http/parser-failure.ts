// Responds to bytes that Node's HTTP parser rejects, for which there is a socket but no request object. By default Node sends no body;
// every other error of the service is JSON.
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpErrorCode, HttpStatusOf } from "../platform/graphql/error-codes.js";

type Failure = {
  [Code in HttpErrorCode]: { status: HttpStatusOf<Code>; code: Code; message: string };
}[HttpErrorCode];

const MALFORMED: Failure = { status: 400, code: "BAD_REQUEST", message: "Expected a well-formed HTTP/1.1 request." };
const FAILURES: ReadonlyMap<unknown, Failure> = new Map<unknown, Failure>([
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    { status: 408, code: "REQUEST_TIMEOUT", message: "Expected the complete request within the time limit." },
  ],
  [
    "HPE_HEADER_OVERFLOW",
    { status: 431, code: "REQUEST_HEADER_FIELDS_TOO_LARGE", message: "Expected at most 16 KiB of headers." },
  ],
  [
    "HPE_CHUNK_EXTENSIONS_OVERFLOW",
    { status: 413, code: "PAYLOAD_TOO_LARGE", message: "Expected no chunk extensions." },
  ],
]);

/** `isResponding` tells whether the request has been responded to by its head; there must be no second response. */
export function replyToUnreadable(error: Error, socket: Duplex, isResponding: boolean): void {
  const reason = "code" in error ? error.code : undefined;
  if (reason === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  if (isResponding) {
    socket.end(() => socket.destroy());
    return;
  }
  const { status, code, message } = FAILURES.get(reason) ?? MALFORMED;
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "connection: close",
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
