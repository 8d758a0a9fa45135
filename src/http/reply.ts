// What a handler answers, as a value, and the one place that writes it to a socket. Headers are flat lists because
// `writeHead` takes them as they are: an object costs about 4 us more for the same seven headers.
import type { IncomingMessage, ServerResponse } from "node:http";
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
  /** Name and value alternating; without `content-length`, which is counted here. */
  headers: readonly string[];
  body: string | Buffer;
  /** Of one that is given often: all its headers as text, with those that every answer has. */
  ready?: string;
}

export interface SendOptions {
  /** Of characters that a header may hold. */
  requestId: string;
  /** By `performance.now()`, at most a moment ago. */
  now: number;
  headEnds: PreparedHeaderEnds;
  /** True while the server shuts down: the client is told to take its next request elsewhere. */
  isLast: boolean;
  /** An unread body up to this size is read and thrown away to keep the connection; a longer one ends it. */
  bodyLimitBytes: number;
}

const EVERYWHERE: readonly string[] = ["x-content-type-options", "nosniff", "referrer-policy", "no-referrer"];
/** Nothing answered as JSON is ever a document, so a browser that is made to show it may load and frame nothing. */
const JSON_HEADERS: readonly string[] = ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"];
/** How long, and for how many further bytes, an over-long upload is read so that its sender sees the refusal. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 4 * 1_024 * 1_024;

export function jsonReply(status: number, value: unknown, headers: readonly string[] = []): Reply {
  return textReply(status, JSON.stringify(value), [
    "content-type",
    "application/json; charset=utf-8",
    "cache-control",
    "no-store",
    ...headers,
  ]);
}

/** A JSON text that is already serialised; the caller names its content type and cache policy. */
export function textReply(status: number, body: string | Buffer, headers: readonly string[]): Reply {
  return { status, headers: [...JSON_HEADERS, ...headers], body };
}

/** The error shape of GraphQL for faults outside GraphQL, so that a client needs one way of reading errors. */
export function errorReply({ status, code, message, headers }: HttpError): Reply {
  return jsonReply(status, { errors: [{ message, extensions: { code } }] }, headers);
}

/** The same reply, to be given often. */
export function readyReply(reply: Reply): Reply {
  return isSupported ? { ...reply, ready: beginHead(reply.status, wholeHeaders(reply)) } : reply;
}

export function withHeaders(reply: Reply, further: readonly string[]): Reply {
  const headers = [...reply.headers, ...further];
  return reply.ready === undefined
    ? { ...reply, headers }
    : { ...reply, headers, ready: reply.ready + linesOf(further) };
}

/** All headers but those that differ from one time to the next. */
function wholeHeaders({ status, headers, body }: Reply): string[] {
  // These have no body by definition, and a length would be a lie about one.
  if (status === 204 || status === 304) return [...EVERYWHERE, ...headers];
  return [...EVERYWHERE, "content-length", String(Buffer.byteLength(body)), ...headers];
}

export function send(request: IncomingMessage, response: ServerResponse, reply: Reply, options: SendOptions): void {
  // The request's socket: a pipelined response has none until the answers before it are out.
  if (response.destroyed || !request.socket.writable) return;
  const { requestId, isLast, headEnds, now } = options;
  const { status, body, ready } = reply;
  const isTooLong = hasLongUnreadBody(request, options.bodyLimitBytes);
  if (ready !== undefined && !isLast && !isTooLong && isPlainExchange(request, response)) {
    endWithHead(response, status, `${ready}x-request-id: ${requestId}\r\n${headEnds.at(now)}`, body);
    return;
  }
  const head = wholeHeaders(reply);
  head.push("x-request-id", requestId);
  if (isLast || isTooLong) head.push("connection", "close");
  response.writeHead(status, head);
  if (!isTooLong) {
    response.end(body);
    return;
  }
  response.write(body);
  linger(request, response);
}

function hasLongUnreadBody(request: IncomingMessage, limitBytes: number): boolean {
  if (request.complete) return false;
  const length = request.headers["content-length"];
  if (length === undefined) return request.headers["transfer-encoding"] !== undefined;
  return Number(length) > limitBytes;
}

/**
 * Closing a socket that still holds unread bytes resets it, and the reset can overtake the answer. So the answer is
 * written whole, the upload is read for a moment longer, and only then does the socket close.
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
