// Handles one request from its arrival to its last byte: gives it an id, obtains a reply, and logs it. Every request pays for this
// code, so it stays small.
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import type { Logger } from "pino";
import { codeOf } from "../lib/error-facts.js";
import { NO_FACTS, type RequestFacts } from "./graphql/request-facts.js";
import { rejectionOfHead } from "./head/request-head.js";
import { HttpError } from "./http-rejection.js";
import type { HttpTimings } from "./http-timings.js";
import { errorReply, type Reply, send } from "./reply.js";
import { readShortBody } from "./request-body.js";
import type { CacheFastPath } from "./response-cache/cache-fast-path.js";
import { PreparedHeaderEnds } from "./response-cache/prepared-headers.js";
import type { Router } from "./router.js";
import type { PageFastPath } from "./site/page-fast-path.js";
import { DEFAULT_TIMEOUTS } from "./timeouts.js";

export interface RequestListenerOptions {
  router: Router;
  /** Tried before the router, if there is one. */
  cacheFastPath?: CacheFastPath | null;
  /** Tried for everything that is not for the other one, if there is one. */
  pageFastPath?: PageFastPath | null;
  log: Logger;
  bodyLimitBytes: number;
  /** The keep-alive timeout of the port, which responses state, if not the default. */
  keepAliveMs?: number | undefined;
  isDraining(): boolean;
  timings: HttpTimings;
}

/** The ids that a proxy may pass on; any other text could forge lines in a log. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  startedAt: number;
}

export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { router, cacheFastPath = null, pageFastPath = null, log, bodyLimitBytes, isDraining, timings } = options;

  const headEnds = new PreparedHeaderEnds(options.keepAliveMs ?? DEFAULT_TIMEOUTS.keepAliveMs);

  const finish = (exchange: Exchange, reply: Reply, now = performance.now()): void => {
    const { request, response, requestId, startedAt } = exchange;
    send(request, response, reply, { requestId, isLast: isDraining(), bodyLimitBytes, headEnds, now });
    const milliseconds = now - startedAt;
    timings.observe(request.url ?? "", reply.status, milliseconds);
    if (!log.isLevelEnabled("debug")) return;
    const durationMs = Math.round(milliseconds);
    // Without the query string, which may hold private variables.
    const path = request.url?.split("?", 1)[0];
    log.debug({ requestId, method: request.method, path, status: reply.status, durationMs }, "Request completed.");
  };

  const route = async (exchange: Exchange, facts: RequestFacts): Promise<void> => {
    const { request, requestId } = exchange;
    // Overwritten, so that all later code reads the one id from the request itself.
    request.headers["x-request-id"] = requestId;
    finish(exchange, await router(request, facts).catch((error: unknown) => replyToFailure(error, log, requestId)));
  };

  const findCached = (fastPath: CacheFastPath, request: IncomingMessage, body: Buffer | null, now: number) => {
    try {
      return fastPath.find(request, request.headers, body, now);
    } catch {
      // The router will fail in the same way, and reports it.
      return { body, cacheMiss: null };
    }
  };

  const findPage = (fastPath: PageFastPath, request: IncomingMessage, now: number) => {
    try {
      return fastPath.find(request, now);
    } catch {
      return null;
    }
  };

  return (request, response) => {
    const startedAt = performance.now();
    const { headers } = request;
    const exchange: Exchange = { startedAt, request, response, requestId: requestIdOf(headers) };
    const rejection = rejectionOfHead(request, response);
    if (rejection !== null) {
      finish(exchange, errorReply(rejection));
      return;
    }
    const step = cacheFastPath === null ? "none" : cacheFastPath.stepOf(request, headers);
    if (cacheFastPath === null || step === "none") {
      const page = pageFastPath === null ? null : findPage(pageFastPath, request, startedAt);
      if (page !== null) finish(exchange, page);
      else void route(exchange, NO_FACTS);
      return;
    }
    if (step === "head") {
      const found = findCached(cacheFastPath, request, null, startedAt);
      if ("status" in found) finish(exchange, found);
      else void route(exchange, found);
      return;
    }
    readShortBody(request, (body) => {
      // A client that left before its body was complete is reported by the router.
      if (body === null) {
        void route(exchange, NO_FACTS);
        return;
      }
      const now = performance.now();
      const found = findCached(cacheFastPath, request, body, now);
      if ("status" in found) finish(exchange, found, now);
      else void route(exchange, found);
    });
  };
}

function requestIdOf({ "x-request-id": given }: IncomingHttpHeaders): string {
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

function replyToFailure(error: unknown, log: Logger, requestId: string): Reply {
  if (error instanceof HttpError) return errorReply(error);
  if (isDisconnection(error)) {
    log.debug({ requestId }, "The client disconnected before its request was complete.");
    return errorReply(new HttpError(400, "BAD_REQUEST", "Expected a complete request."));
  }
  log.error({ err: error, requestId }, "A request failed outside GraphQL.");
  return errorReply(new HttpError(500, "INTERNAL_SERVER_ERROR", `Internal server error (${requestId}).`));
}

function isDisconnection(error: unknown): boolean {
  return codeOf(error) === "ECONNRESET";
}
