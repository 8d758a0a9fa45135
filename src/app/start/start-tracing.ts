// Traces requests: adds spans to the HTTP exchange, the operation, its reads and its transactions.

import type { GraphqlEngine } from "../../http/graphql/graphql-engine.js";
import { HttpError } from "../../http/http-rejection.js";
import type { Router } from "../../http/router.js";
import type { Context } from "../../identity/context.js";
import type { OperationsConfig } from "../../platform/config/operations-config.js";
import type { ReadPool } from "../../platform/db/database.js";
import { TracedReads } from "../../platform/db/monitoring/traced-reads.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { type InSpan, startTracing } from "../../platform/observability/tracing.js";

/** Each function returns its argument, traced if tracing is on. */
export interface RequestTracing {
  reads(pool: ReadPool): ReadPool;
  transactions(transact: WriteTransaction): WriteTransaction;
  engine(engine: GraphqlEngine<Context>): GraphqlEngine<Context>;
  router(router: Router): Router;
  close(): Promise<void>;
}

const NONE: RequestTracing = {
  reads: (pool) => pool,
  transactions: (transact) => transact,
  engine: (engine) => engine,
  router: (router) => router,
  close: async () => undefined,
};

export async function startRequestTracing({
  traceEndpoint,
  traceServiceName,
}: OperationsConfig): Promise<RequestTracing> {
  if (traceEndpoint === null) return NONE;
  const { inSpan, close } = await startTracing(traceEndpoint, traceServiceName);
  return {
    reads: (pool) => new TracedReads(pool, inSpan),
    transactions: (transact) => (work) => inSpan({ name: "transaction", kind: "client" }, () => transact(work)),
    engine: (engine) => tracedEngine(engine, inSpan),
    router: (router) => tracedRouter(router, inSpan),
    close,
  };
}

/** Spans hold neither documents nor variables, which may be confidential. */
function tracedEngine(engine: GraphqlEngine<Context>, inSpan: InSpan): GraphqlEngine<Context> {
  return (request, context) =>
    inSpan({ name: "operation", kind: "internal" }, async (span) => {
      const response = await engine(request, context);
      const { operation, isMutation, errors, hasFailed } = context.outcome;
      if (operation === null) span.rename("invalid operation");
      else {
        const type = isMutation ? "mutation" : "query";
        span.rename(operation === "" ? type : `${type} ${operation}`);
        span.setAttributes({ "graphql.operation.name": operation, "graphql.operation.type": type });
      }
      span.setAttributes({ "colophon.sql.statements": context.db.statements, "colophon.errors": errors.length });
      if (hasFailed) span.fail(String(errors[0]?.extensions?.code ?? "ERROR"));
      return response;
    });
}

function tracedRouter(router: Router, inSpan: InSpan): Router {
  return (request, facts) => {
    const { method = "", headers } = request;
    // Without the query string, which may contain an operation.
    const path = request.url?.split("?", 1)[0] ?? "";
    const attributes = { "http.request.method": method, "url.path": path };
    return inSpan(
      { name: `${method} ${routeOf(path)}`, kind: "server", attributes, carrier: headers },
      async (span) => {
        span.setAttributes({ "colophon.request.id": String(headers["x-request-id"]) });
        try {
          const reply = await router(request, facts);
          span.setAttributes({ "http.response.status_code": reply.status });
          if (reply.status >= 500) span.fail(String(reply.status));
          return reply;
        } catch (error) {
          span.setAttributes({ "http.response.status_code": error instanceof HttpError ? error.status : 500 });
          throw error;
        }
      },
    );
  };
}

/** Limits the number of span names, because clients choose the paths. */
function routeOf(path: string): string {
  if (path.startsWith("/graphql/")) return "/graphql/playground";
  return [
    "/graphql",
    "/studio",
    "/studio/",
    "/studio/graphql",
    "/studio/session",
    "/livez",
    "/readyz",
    "/metrics",
    "/",
  ].includes(path)
    ? path
    : "other";
}
