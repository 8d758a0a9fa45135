// One request from its arrival to its last byte: gives it an id, has it answered, and tells the log. This is the whole
// of what every request pays outside its handler, so it stays small.
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import type { Logger } from "pino";
import { codeOf } from "../lib/error-facts.js";
import { HttpError } from "./http-rejection.js";
import type { HttpTimings } from "./http-timings.js";
import { errorReply, type Reply, send } from "./reply.js";
import { putBack, readShortBody } from "./request-body.js";
import type { CacheFastPath } from "./response-cache/cache-fast-path.js";
import { PreparedHeaderEnds } from "./response-cache/prepared-headers.js";
import type { Router } from "./router.js";
import { DEFAULT_TIMEOUTS } from "./timeouts.js";

export interface RequestListenerOptions {
  router: Router;
  /** Asked first, where there is one. */
  cacheFastPath?: CacheFastPath | null;
  log: Logger;
  bodyLimitBytes: number;
  /** Of the port, if not the default: what clients are told. */
  keepAliveMs?: number | undefined;
  isDraining(): boolean;
  timings: HttpTimings;
}

/** What a proxy may hand on as an id; anything else could forge lines in a log. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  startedAt: number;
}

export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { router, cacheFastPath = null, log, bodyLimitBytes, isDraining, timings } = options;

  const headEnds = new PreparedHeaderEnds(options.keepAliveMs ?? DEFAULT_TIMEOUTS.keepAliveMs);

  const finish = (exchange: Exchange, reply: Reply, now = performance.now()): void => {
    const { request, response, requestId, startedAt } = exchange;
    send(request, response, reply, { requestId, isLast: isDraining(), bodyLimitBytes, headEnds, now });
    const milliseconds = now - startedAt;
    timings.observe(request.url ?? "", reply.status, milliseconds);
    if (!log.isLevelEnabled("debug")) return;
    const durationMs = Math.round(milliseconds);
    // Without the query string: it may hold variables that are nobody else's business.
    const path = request.url?.split("?", 1)[0];
    log.debug({ requestId, method: request.method, path, status: reply.status, durationMs }, "answered a request");
  };

  const goLongWay = async (exchange: Exchange): Promise<void> => {
    const { request, requestId } = exchange;
    // The header is overwritten, so that whoever reads the request later finds the one id and needs no other channel.
    request.headers["x-request-id"] = requestId;
    finish(exchange, await router(request).catch((error: unknown) => replyToFailure(error, log, requestId)));
  };

  const find = (path: CacheFastPath, request: IncomingMessage, body: Buffer | null, now: number): Reply | null => {
    try {
      return path.find(request, request.headers, body, now);
    } catch {
      // The long way will come to the same, and knows whom to tell.
      return null;
    }
  };

  return (request, response) => {
    const startedAt = performance.now();
    const { headers } = request;
    const exchange: Exchange = { startedAt, request, response, requestId: identify(headers) };
    const way = cacheFastPath === null ? "none" : cacheFastPath.wayOf(request, headers);
    if (cacheFastPath === null || way === "none") {
      void goLongWay(exchange);
      return;
    }
    if (way === "head") {
      const reply = find(cacheFastPath, request, null, startedAt);
      if (reply === null) void goLongWay(exchange);
      else finish(exchange, reply);
      return;
    }
    readShortBody(request, (body) => {
      const now = performance.now();
      const reply = body === null ? null : find(cacheFastPath, request, body, now);
      if (reply !== null) {
        finish(exchange, reply, now);
        return;
      }
      // Who left before the body was whole is told of on the long way.
      if (body !== null) putBack(request, body);
      void goLongWay(exchange);
    });
  };
}

function identify({ "x-request-id": given }: IncomingHttpHeaders): string {
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

function replyToFailure(error: unknown, log: Logger, requestId: string): Reply {
  if (error instanceof HttpError) return errorReply(error);
  if (isDisconnection(error)) {
    log.debug({ requestId }, "a client left before its request was whole");
    return errorReply(new HttpError(400, "BAD_REQUEST", "Expected a whole request."));
  }
  log.error({ err: error, requestId }, "a request failed outside GraphQL");
  return errorReply(new HttpError(500, "INTERNAL_SERVER_ERROR", `Internal server error (${requestId}).`));
}

function isDisconnection(error: unknown): boolean {
  return codeOf(error) === "ECONNRESET";
}
