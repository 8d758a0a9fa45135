// Replies as values, and the only code that writes them to a socket. Headers are flat lists, which `writeHead` takes as they are: an
// object costs about 4 µs more for the same seven headers.
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { wasNeverInvited } from "./head/expectation.js";
import type { HttpError } from "./http-rejection.js";
import {
  beginHead,
  endWithHead,
  isPlainExchange,
  isSupported,
  linesOf,
  type PreparedHeaderEnds,
} from "./response-cache/prepared-headers.js";

export interface Reply {
  status: number;
  /** Name and value alternating; without `content-length`, which `send` adds. */
  headers: readonly string[];
  body: string | Buffer;
  /** Sent instead of `body`; null where only its length is of interest, as for HEAD. Without `content-length` too. */
  stream?: { bytes: Readable | null; byteSize: number };
  /** Writes the body instead, for as long as it likes. */
  live?: LiveBody;
  /** All headers as text, including those of every response, for a reply that is sent often. */
  preparedHead?: string;
}

export interface LiveBody {
  /** The headers have been written. */
  begin(response: ServerResponse): void;
  /** The client has left before. */
  abandon(): void;
}

export interface SendOptions {
  /** Only of characters that are valid in a header. */
  requestId: string;
  /** Was just read from `performance.now()`. */
  now: number;
  headEnds: PreparedHeaderEnds;
  /** True during shutdown: the response closes the connection. */
  isLast: boolean;
  /** An unread body up to this size is discarded to keep the connection; a longer one closes it. */
  bodyLimitBytes: number;
}

const EVERYWHERE: readonly string[] = ["x-content-type-options", "nosniff", "referrer-policy", "no-referrer"];
/** A response in JSON is not a page: a browser that displays it must not load or frame anything. */
const JSON_HEADERS: readonly string[] = ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"];
/** An upload that is too long is read for so long and so many more bytes, so that its sender receives the error. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 4 * 1_024 * 1_024;
/** Characters from which encoding a text is cheaper than counting its bytes first. */
const LONG_TEXT = 8_192;

export function jsonReply(status: number, value: unknown, headers: readonly string[] = []): Reply {
  return textReply(status, JSON.stringify(value), [
    "content-type",
    "application/json; charset=utf-8",
    "cache-control",
    "no-store",
    ...headers,
  ]);
}

/** A reply with serialised JSON. The caller sets content type and cache policy. */
export function textReply(status: number, body: string | Buffer, headers: readonly string[]): Reply {
  return { status, headers: [...JSON_HEADERS, ...headers], body };
}

/** Errors outside GraphQL have the shape of GraphQL errors, so that clients read both by the same code. */
export function errorReply({ status, code, message, headers }: HttpError): Reply {
  return jsonReply(status, { errors: [{ message, extensions: { code } }] }, headers);
}

/** The same reply with prepared headers, for a reply that is sent often. */
export function preparedReply(reply: Reply): Reply {
  return isSupported ? { ...reply, preparedHead: beginHead(reply.status, constantHeaders(reply)) } : reply;
}

export function withHeaders(reply: Reply, further: readonly string[]): Reply {
  const headers = [...reply.headers, ...further];
  return reply.preparedHead === undefined
    ? { ...reply, headers }
    : { ...reply, headers, preparedHead: reply.preparedHead + linesOf(further) };
}

/** A long text is encoded once here; as a string, Node would count its bytes and then encode it again. */
function bytesIfLong(body: string | Buffer): string | Buffer {
  return typeof body === "string" && body.length > LONG_TEXT ? Buffer.from(body) : body;
}

/** All headers except those that differ each time. */
function constantHeaders({ status, headers, body, stream }: Reply): string[] {
  // These have no body, and so no length of one.
  if (status === 204 || status === 304) return [...EVERYWHERE, ...headers];
  return [...EVERYWHERE, "content-length", String(stream?.byteSize ?? Buffer.byteLength(body)), ...headers];
}

export function send(request: IncomingMessage, response: ServerResponse, reply: Reply, options: SendOptions): void {
  // The request's socket, because a pipelined response has none until the responses before it are sent.
  if (response.destroyed || !request.socket.writable) {
    reply.stream?.bytes?.destroy();
    reply.live?.abandon();
    return;
  }
  const { requestId, isLast, headEnds, now } = options;
  const { status, preparedHead, live } = reply;
  if (live !== undefined) {
    response.writeHead(status, [...EVERYWHERE, ...JSON_HEADERS, ...reply.headers, "x-request-id", requestId]);
    live.begin(response);
    return;
  }
  const body = bytesIfLong(reply.body);
  const isTooLong = hasLongUnreadBody(request, options.bodyLimitBytes);
  if (preparedHead !== undefined && !isLast && !isTooLong && isPlainExchange(request, response)) {
    endWithHead(response, status, `${preparedHead}x-request-id: ${requestId}\r\n${headEnds.at(now)}`, body);
    return;
  }
  const head = constantHeaders({ ...reply, body });
  head.push("x-request-id", requestId);
  if (isLast || isTooLong) head.push("connection", "close");
  response.writeHead(status, head);
  if (reply.stream !== undefined) {
    sendStream(request, response, reply.stream.bytes);
    return;
  }
  if (!isTooLong) {
    response.end(body);
    return;
  }
  response.write(body);
  linger(request, response);
}

/** If the bytes end early, so does the connection, and the client notices by the length. */
function sendStream({ method }: IncomingMessage, response: ServerResponse, bytes: Readable | null): void {
  if (bytes === null || method === "HEAD") {
    bytes?.destroy();
    response.end();
    return;
  }
  pipeline(bytes, response, () => undefined);
}

/** Also a body that may never arrive: both close the connection. */
function hasLongUnreadBody(request: IncomingMessage, limitBytes: number): boolean {
  if (request.complete) return false;
  const length = request.headers["content-length"];
  if (length === undefined) return request.headers["transfer-encoding"] !== undefined;
  return Number(length) > (wasNeverInvited(request) ? 0 : limitBytes);
}

/**
 * Closing a socket with unread bytes resets it, and the reset can arrive before the response. So the complete response is written, the
 * upload is read for a moment longer, and only then the socket is closed.
 */
function linger(request: IncomingMessage, response: ServerResponse): void {
  let discarded = 0;
  const finish = () => {
    clearTimeout(timer);
    request.off("data", discard);
    request.pause();
    response.end(() => request.socket.destroy());
  };
  const discard = (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > LINGER_BYTES) finish();
  };
  const timer = setTimeout(finish, LINGER_MS);
  request.once("end", finish).once("error", finish).on("data", discard).resume();
}
