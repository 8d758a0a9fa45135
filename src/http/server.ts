// Puts together what the service answers on its public port.
import type { Logger } from "pino";
import { createCors } from "./cors.js";
import type { AuthenticateRequest } from "./graphql/caller.js";
import { createGraphqlEndpoint } from "./graphql/graphql-endpoint.js";
import type { GraphqlEngine } from "./graphql/graphql-engine.js";
import type { RateLimit } from "./graphql/operation-rate-limit.js";
import { PersistedDocuments } from "./graphql/persisted-documents.js";
import type { Readiness } from "./health.js";
import type { HttpError } from "./http-rejection.js";
import { HttpTimings } from "./http-timings.js";
import type { MetricsPage } from "./metrics-page.js";
import { openPort, type RunningHttpServer } from "./open-port.js";
import { createPlayground, type StarterQuery } from "./playground/playground.js";
import { createRequestListener } from "./request-listener.js";
import { CacheFastPath } from "./response-cache/cache-fast-path.js";
import type { EndpointCache } from "./response-cache/endpoint-cache.js";
import { createRouter, GRAPHQL_PATH, type Router } from "./router.js";
import type { HttpTimeouts } from "./timeouts.js";

export interface HttpServerOptions<C> {
  host: string;
  /** 0 takes a free port. */
  port: number;
  engine: GraphqlEngine<C>;
  identify: AuthenticateRequest<C>;
  checkReadiness(): Promise<Readiness>;
  /** How long answers took is noted here; of no use to anybody where absent. */
  timings?: HttpTimings;
  metrics?: MetricsPage;
  /** Null where no answer is kept. */
  cache?: EndpointCache<C> | null;
  /** Null where clients may ask as much as they like. */
  rateLimit?: RateLimit | null;
  /** What answers an operation that cannot be let in now; absent, null: all are. */
  rejectionNow?: () => HttpError | null;
  /** Puts something around the whole of what is answered. */
  around?: (router: Router) => Router;
  /** Absent: nothing but persisted queries may be named. */
  documents?: PersistedDocuments;
  log: Logger;
  playground: { enabled: boolean; starterQueries: readonly StarterQuery[] };
  corsOrigins: readonly string[];
  bodyLimitBytes: number;
  /** For those who were identified. */
  knownBodyLimitBytes: number;
  responseLimitBytes: number;
  /** For those who were identified. */
  knownResponseLimitBytes: number;
  /** How long an operation may take until the client is told that it took too long. */
  responseDeadlineMs: number;
  timeouts?: Partial<HttpTimeouts>;
}

export async function startHttpServer<C>(options: HttpServerOptions<C>): Promise<RunningHttpServer> {
  const { log, playground, bodyLimitBytes, timings = new HttpTimings() } = options;
  const cors = createCors(options.corsOrigins);
  const documents = options.documents ?? new PersistedDocuments({ mode: "off", trusted: new Map() });
  const endpoint = createGraphqlEndpoint({ ...options, documents, cors });
  const graphql = options.rateLimit?.limited(endpoint, cors) ?? endpoint;
  const { cache = null, rateLimit = null, rejectionNow = () => null } = options;
  const cacheFastPath =
    cache === null
      ? null
      : new CacheFastPath({ cache, cors, rateLimit, rejectionNow, graphqlPath: GRAPHQL_PATH, bodyLimitBytes });
  const pages = playground.enabled ? createPlayground(GRAPHQL_PATH, playground.starterQueries) : undefined;
  return openPort(options, (isDraining) => {
    const checkReadiness = async () => (isDraining() ? { accepting: false } : options.checkReadiness());
    const router = createRouter({ graphql, playground: pages, checkReadiness, metrics: options.metrics });
    const whole = options.around?.(router) ?? router;
    return createRequestListener({
      router: whole,
      // What is put around everything must see everything.
      cacheFastPath: whole === router ? cacheFastPath : null,
      log,
      bodyLimitBytes,
      keepAliveMs: options.timeouts?.keepAliveMs,
      isDraining,
      timings,
    });
  });
}
