// Sends one request to a host that the guard allows. The connection is made to the addresses that were checked, the body of the response is
// bounded, and redirects are left to the caller, who has them checked like any other URL.
import { type ClientRequest, type IncomingMessage, request as sendHttp } from "node:http";
import { request as sendHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { Transform, type TransformCallback } from "node:stream";
import { codeOf, messageOf } from "../../lib/error-facts.js";
import { type OutboundGuard, OutboundRefusedError, type OutboundTarget } from "./outbound-guard.js";

export interface OutboundRequest {
  method?: "GET" | "POST";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Whether `http:` is allowed beside `https:`. */
  allowsHttp: boolean;
  /** Of the response, after which it is cut off with an error. */
  maxBytes: number;
  limits?: Partial<OutboundLimits>;
  /** Ends the request before its time; it then fails like one that was cut off. */
  signal?: AbortSignal;
}

export interface OutboundLimits {
  /** Until the status and the headers of the response are there. */
  responseMs: number;
  /** Without a byte. */
  idleMs: number;
  /** Until the last byte. */
  totalMs: number;
}

export interface OutboundResponse {
  status: number;
  /** In lower case. */
  headers: IncomingMessage["headers"];
  /** Ends with an OutboundFailedError if it is cut off, too long or too slow. It must be read or destroyed. */
  body: Transform;
}

/** The request was sent, or could not be sent, and no whole response came back. */
export class OutboundFailedError extends Error {
  override readonly name: string = "OutboundFailedError";
}

/** Another attempt would fail in the same way. */
export class OutboundTooLongError extends OutboundFailedError {
  override readonly name = "OutboundTooLongError";
}

export const OUTBOUND_LIMITS: OutboundLimits = { responseMs: 20_000, idleMs: 15_000, totalMs: 120_000 };

const USER_AGENT = "Colophon";

/** Throws an OutboundRefusedError before anything is sent, or an OutboundFailedError. */
export async function sendOutbound(
  guard: OutboundGuard,
  url: URL,
  options: OutboundRequest,
): Promise<OutboundResponse> {
  const limits = { ...OUTBOUND_LIMITS, ...options.limits };
  const ends = performance.now() + limits.totalMs;
  const target = await targetOf(guard, url, options, limits);
  const request = open(target, options);
  const response = await responseOf(request, limits, options.body);
  const declared = Number(response.headers["content-length"] ?? 0);
  if (declared > options.maxBytes) {
    request.destroy();
    throw tooLong(options.maxBytes);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: boundedBody(response, request, options.maxBytes, { ...limits, totalMs: ends - performance.now() }),
  };
}

async function targetOf(
  guard: OutboundGuard,
  url: URL,
  { allowsHttp }: OutboundRequest,
  { responseMs }: OutboundLimits,
): Promise<OutboundTarget> {
  const { promise: expired, stop } = expiry(responseMs);
  try {
    return await Promise.race([guard.check(url, { allowsHttp }), expired]);
  } catch (error) {
    if (error instanceof OutboundRefusedError || error instanceof OutboundFailedError) throw error;
    throw new OutboundFailedError(`The host ${url.hostname} is not known (${codeOf(error) || messageOf(error)}).`);
  } finally {
    stop();
  }
}

function expiry(milliseconds: number): { promise: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut(milliseconds)), milliseconds);
  });
  return { promise, stop: () => clearTimeout(timer) };
}

function open(
  { url, addresses }: OutboundTarget,
  { method = "GET", headers, body, signal }: OutboundRequest,
): ClientRequest {
  // The resolver is not asked again, so that it cannot give another address than the one that was checked.
  const lookup: LookupFunction = (_, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
  const send = url.protocol === "https:" ? sendHttps : sendHttp;
  return send(url, {
    method,
    lookup,
    agent: false,
    ...(signal !== undefined && { signal }),
    headers: {
      "user-agent": USER_AGENT,
      "accept-encoding": "identity",
      ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
  });
}

function responseOf(
  request: ClientRequest,
  { responseMs }: OutboundLimits,
  body: string | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(timedOut(responseMs)), responseMs);
    request.once("response", (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(failed(error));
    });
    request.end(body);
  });
}

function boundedBody(
  response: IncomingMessage,
  request: ClientRequest,
  maxBytes: number,
  { idleMs, totalMs }: OutboundLimits,
): Transform {
  let bytes = 0;
  const body = new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      bytes += chunk.length;
      done(bytes > maxBytes ? tooLong(maxBytes) : null, chunk);
    },
  });
  const total = setTimeout(() => body.destroy(timedOut(totalMs)), totalMs);
  request.setTimeout(idleMs, () => body.destroy(timedOut(idleMs)));
  response.on("error", () => body.destroy(new OutboundFailedError("The response was cut off.")));
  // A failure before the caller reads is kept by the stream, and must not end the process.
  body.on("error", () => undefined);
  body.once("close", () => {
    clearTimeout(total);
    request.destroy();
  });
  response.pipe(body);
  return body;
}

const failed = (error: Error): OutboundFailedError =>
  error instanceof OutboundFailedError
    ? error
    : new OutboundFailedError(`No whole response was received (${codeOf(error) || messageOf(error)}).`);

const timedOut = (milliseconds: number): OutboundFailedError =>
  new OutboundFailedError(`The host did not respond within ${Math.round(milliseconds) / 1_000} s.`);

const tooLong = (maxBytes: number): OutboundTooLongError =>
  new OutboundTooLongError(`The response has more than ${maxBytes} bytes.`);
