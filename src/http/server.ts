// Assembles the server of the public port: routes, fast path, rate limit and playground.
import type { Logger } from "pino";
import type { Metric } from "../platform/observability/metrics.js";
import type { AssetAccess } from "./assets/asset-access.js";
import { createAssets } from "./assets/assets.js";
import { createCors } from "./cors/cors.js";
import { PersistedDocuments } from "./documents/persisted-documents.js";
import type { Authentication } from "./graphql/caller.js";
import { createGraphqlEndpoint } from "./graphql/graphql-endpoint.js";
import type { GraphqlEngine } from "./graphql/graphql-engine.js";
import type { Readiness } from "./health.js";
import type { HttpError } from "./http-rejection.js";
import { HttpTimings } from "./http-timings.js";
import type { MetricsPage } from "./metrics-page.js";
import { openPort, type RunningHttpServer } from "./open-port.js";
import { openDocumentation } from "./pages/documentation.js";
import { createPlayground, type StarterQuery } from "./playground/playground.js";
import type { RateLimit } from "./rate-limit/operation-rate-limit.js";
import { createRequestListener } from "./request-listener.js";
import { CacheFastPath } from "./response-cache/cache-fast-path.js";
import type { EndpointCache } from "./response-cache/endpoint-cache.js";
import { createRouter, GRAPHQL_PATH, type Router } from "./router.js";
import { openReaderSite, type ReaderSiteSettings } from "./site/open-reader-site.js";
import { openStudio, type StudioSettings } from "./studio/open-studio.js";
import { openSubscriptions, rejectWebSockets, type SubscriptionSettings } from "./subscriptions/open-subscriptions.js";
import type { HttpTimeouts } from "./timeouts.js";

export interface HttpServerOptions<C> {
  host: string;
  /** 0 takes a free port. */
  port: number;
  engine: GraphqlEngine<C>;
  authentication: Authentication<C>;
  checkReadiness(): Promise<Readiness>;
  /** Records the durations of requests, if they are exposed. */
  timings?: HttpTimings;
  metrics?: MetricsPage;
  /** Null if responses are not cached. */
  cache?: EndpointCache<C> | null;
  /** Null if rate limits are off. */
  rateLimit?: RateLimit | null;
  /** The error for an operation that cannot be admitted now; without it all are admitted. */
  rejectionNow?: () => HttpError | null;
  /** Wraps the router, to observe every request. */
  around?: (router: Router) => Router;
  /** Without it only automatic persisted queries are available. */
  documents?: PersistedDocuments;
  log: Logger;
  playground: { enabled: boolean; starterQueries: readonly StarterQuery[] };
  corsOrigins: readonly string[];
  /** Request headers that pages of these origins may send beside those of common clients. */
  corsHeaders?: readonly string[];
  bodyLimitBytes: number;
  /** For authenticated callers. */
  authenticatedBodyLimitBytes: number;
  responseLimitBytes: number;
  /** For authenticated callers. */
  authenticatedResponseLimitBytes: number;
  /** After it the client receives an error, however long the operation goes on. */
  responseDeadlineMs: number;
  timeouts?: Partial<HttpTimeouts>;
  /** Null or absent if there is no studio. */
  studio?: StudioSettings<C> | null;
  /** Null or absent if no assets are served. */
  assets?: AssetAccess | null;
  /** Null or absent if there is no site. */
  site?: ReaderSiteSettings<C> | null;
  /** Null or absent if there are no subscriptions. */
  subscriptions?: SubscriptionSettings<C> | null;
  /** Takes the metrics of the parts that this server creates. */
  addMetrics?: (...metrics: readonly Metric[]) => void;
}

export async function startHttpServer<C>(options: HttpServerOptions<C>): Promise<RunningServer> {
  const { log, playground, bodyLimitBytes, timings = new HttpTimings() } = options;
  const cors = createCors(options.corsOrigins, options.corsHeaders);
  const documents = options.documents ?? new PersistedDocuments({ mode: "off", trusted: new Map() });
  const authentication = options.rateLimit?.guarded(options.authentication) ?? options.authentication;
  const subscriptions =
    options.subscriptions == null
      ? null
      : openSubscriptions(options.subscriptions, { ...options, guarded: authentication, documents, cors });
  const openStream = subscriptions?.openStream ?? null;
  const endpoint = createGraphqlEndpoint({ ...options, authentication, documents, cors, openStream });
  const graphql = options.rateLimit?.limited(endpoint, cors) ?? endpoint;
  const { cache = null, rateLimit = null, rejectionNow = () => null } = options;
  const cacheFastPath =
    cache === null
      ? null
      : new CacheFastPath({ cache, cors, rateLimit, rejectionNow, graphqlPath: GRAPHQL_PATH, bodyLimitBytes });
  const pages = playground.enabled ? createPlayground(GRAPHQL_PATH, playground.starterQueries) : undefined;
  const documentation = await openDocumentation();
  const studio =
    options.studio == null
      ? null
      : openStudio(options.studio, { ...options, documents }, options.authentication.anonymous, rateLimit);
  const assets = options.assets == null ? null : createAssets(options.assets, cors, log);
  options.addMetrics?.(...(assets?.metrics ?? []), ...(subscriptions?.metrics ?? []));
  const site = options.site == null ? null : openReaderSite(options.site, { ...options, authentication, assets });
  const sitePort = options.site?.port == null ? null : await site?.openPort(options.site.port);
  const { onWebSocket = rejectWebSockets, onDrain } = subscriptions ?? {};
  const shown = sitePort == null ? site : null;
  const opened = await openPort({ ...options, onWebSocket, onDrain }, (isDraining) => {
    const checkReadiness = async () => (isDraining() ? { accepting: false } : options.checkReadiness());
    const router = createRouter({
      graphql,
      playground: pages,
      documentation,
      studio,
      assets,
      site: shown?.endpoint ?? null,
      checkReadiness,
      metrics: options.metrics,
    });
    const wrapped = options.around?.(router) ?? router;
    return createRequestListener({
      router: wrapped,
      // The fast path would hide cache hits from the wrapper.
      cacheFastPath: wrapped === router ? cacheFastPath : null,
      pageFastPath: wrapped === router ? (shown?.fastPath ?? null) : null,
      log,
      bodyLimitBytes,
      keepAliveMs: options.timeouts?.keepAliveMs,
      isDraining,
      timings,
    });
  });
  return withSite(opened, sitePort ?? null);
}

export interface RunningServer extends RunningHttpServer {
  /** The base URL of the site, if it has a port of its own. */
  siteUrl: string | null;
}

function withSite(opened: RunningHttpServer, site: RunningHttpServer | null): RunningServer {
  const close = async () => {
    await Promise.all([opened.close(), site?.close()]);
  };
  return { url: opened.url, siteUrl: site?.url ?? null, close };
}
