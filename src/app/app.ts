// The composition root: creates the parts of the service for a configuration, and closes them in reverse order.
import type { DataSource } from "typeorm";
import { openSite } from "../../site/src/site.js";
import type { Site } from "../../site/src/site-reply.js";
import { webhookMetrics } from "../content/webhooks/calls/webhook-metrics.js";
import { ConcurrencyLimiter } from "../http/graphql/concurrency-limiter.js";
import type { RunningHttpServer } from "../http/open-port.js";
import { startOperationsServer } from "../http/operations-server.js";
import { starterQueries } from "../http/playground/starter-queries.js";
import { type RunningServer, startHttpServer } from "../http/server.js";
import { createAuthenticate } from "../identity/auth/authenticate.js";
import { PreviewTokens } from "../identity/auth/preview-token.js";
import { ANONYMOUS, type Context, type Platform } from "../identity/context.js";
import { CleanupStack } from "../lib/cleanup-stack.js";
import type { Config } from "../platform/config/config.js";
import { urlOf } from "../platform/db/data-source.js";
import { Database } from "../platform/db/database.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { type Dispatcher, type Listener, startDispatcher } from "../platform/events/dispatcher.js";
import { InvalidationFeed } from "../platform/events/invalidation-feed.js";
import type { Logger } from "../platform/observability/log.js";
import type { Metric } from "../platform/observability/metrics.js";
import { OutboundGuard } from "../platform/outbound/outbound-guard.js";
import { ReferenceDataCache } from "../platform/reference-cache/reference-cache.js";
import { createAuthentication } from "./bridge/authentication.js";
import { createExecuteOperation } from "./bridge/idempotent-execution.js";
import { createAssetAccess } from "./bridge/known-assets.js";
import { createStoredQueries } from "./bridge/stored-queries.js";
import { createStudioSettings } from "./bridge/studio-sessions-access.js";
import { loadDocuments } from "./bridge/trusted-documents.js";
import { startBackgroundJobs } from "./start/jobs/background-jobs.js";
import { startWebhooks } from "./start/jobs/webhook-job.js";
import { openAssets } from "./start/open-assets.js";
import { openPublishedSource, watchSessions } from "./start/session-watch.js";
import { startEngine } from "./start/start-engine.js";
import { createMetricsPages, type MetricsPages, type Monitoring, startMonitoring } from "./start/start-monitoring.js";
import { startRateLimit } from "./start/start-rate-limit.js";
import { cdnListeners, type RunningResponseCache, startResponseCache } from "./start/start-response-cache.js";
import { createSubscriptionSettings, startChangeTail } from "./start/start-subscriptions.js";
import { startRequestTracing } from "./start/start-tracing.js";

export interface App {
  /** The base URL of the server, without a trailing slash. */
  url: string;
  /** The base URL of the reader's site; null if its pages are switched off. */
  siteUrl: string | null;
  /** The base URL of the port for metrics and health checks; null if there is none. */
  operationsUrl: string | null;
  platform: Platform;
  close(): Promise<void>;
}

/** `listeners` receive the events of all changes. */
export async function startApp(
  config: Config,
  dataSource: DataSource,
  log: Logger,
  listeners: readonly Listener[] = [],
): Promise<App> {
  const opened = new CleanupStack();
  try {
    return { ...(await open(config, dataSource, log, listeners, opened)), close: () => opened.run() };
  } catch (error) {
    await opened.run().catch(() => undefined);
    throw error;
  }
}

/** Adds the closing of each part to `opened`. */
async function open(
  config: Config,
  dataSource: DataSource,
  log: Logger,
  listeners: readonly Listener[],
  opened: CleanupStack,
): Promise<Omit<App, "close">> {
  const directUrl = config.database.directUrl ?? urlOf(dataSource);
  const connecting = openPublishedSource(config, dataSource, directUrl, log);
  opened.add(() => connecting.then((source) => source.destroy()));
  const loading = loadDocuments(config.cache.documents);
  const [[engine, site], documents, published] = await Promise.all([startParts(config, log), loading, connecting]);
  const sessions = watchSessions(dataSource, published, log);
  opened.add(() => sessions.close());
  const invalidationFeed = new InvalidationFeed(log);
  invalidationFeed.observeCommits(dataSource);
  const tracing = await startRequestTracing(config.operations);
  opened.add(() => tracing.close());
  const transact = tracing.transactions(ownTransactions(dataSource));
  const access = { privateReads: tracing.reads(new Database(dataSource)), transact, log };
  const previewTokens = new PreviewTokens(access, config.auth.previewSecret);
  const assets = await openAssets(access, config.assets, opened);
  const changeTail = startChangeTail(config, { ...access, invalidationFeed }, opened);
  const platform: Platform = {
    ...access,
    ...{ assets, followChanges: changeTail?.follow ?? null },
    outbound: new OutboundGuard(config.outboundAllow),
    storedQueries: createStoredQueries(engine, (sent, run) => executeOperation(ANONYMOUS, sent, run)),
    publicReads: tracing.reads(new Database(published)),
    signPreview: previewTokens.sign,
    invalidationFeed,
    referenceData: new ReferenceDataCache({ invalidationFeed, db: access.privateReads, log }),
    ...limitsOf(config),
  };
  const executeOperation = sessions.guarded(createExecuteOperation(platform, dataSource));
  const limiter = new ConcurrencyLimiter(config.operations.maxConcurrentOperations);
  const monitoring = startMonitoring(config.operations, { all: dataSource, published }, limiter, sessions, log);
  opened.add(() => monitoring.close());
  const dispatcher = await startEvents(config, directUrl, dataSource, platform, listeners);
  invalidationFeed.useDispatcher({ isInSyncAt: (now) => sessions.mayCache && dispatcher.isInSyncAt(now) });
  opened.add(() => dispatcher.close());
  const cache = await startResponseCache(config, platform, dispatcher.clock);
  opened.add(() => cache?.close());
  monitoring.metrics.add(...(cache?.endpoint.metrics ?? []), ...webhookMetrics(access.privateReads));
  opened.add(() => engine.stop());
  startJobs(platform, dataSource, config, opened);
  const rateLimit = await startRateLimit(config.rateLimit, monitoring.metrics, log);
  opened.add(() => rateLimit.close());
  const metricsPages = await createMetricsPages(config.operations, monitoring.metrics);
  const operationsPort = await openOperationsPort(config, metricsPages, monitoring, log);
  opened.add(() => operationsPort?.close());
  const authenticate = await createAuthenticate(access, config.auth, previewTokens);
  const limited = rateLimit.charged(limiter.limited(monitoring.measured(tracing.engine(engine.execute))));
  const http = await startHttpServer<Context>({
    ...settingsOf(config, platform),
    engine: limited,
    subscriptions: createSubscriptionSettings(config, platform, limited, changeTail),
    rateLimit: rateLimit.limit,
    rejectionNow: () => limiter.rejectionNow(),
    authentication: createAuthentication(platform, authenticate, executeOperation, limiter),
    studio: await createStudioSettings(access, config.studio, executeOperation, limiter),
    ...cachedBy(cache, site, config),
    around: tracing.router,
    documents,
    ...watchedBy(monitoring),
    ...{ metrics: metricsPages.ofPublicPort, log },
  });
  opened.add(() => http.close());
  return { ...urlsOf(http, operationsPort, config), platform };
}

function urlsOf(http: RunningServer, operationsPort: RunningHttpServer | null, { site }: Config) {
  const siteUrl = site.hasPages ? (http.siteUrl ?? http.url) : null;
  return { url: http.url, siteUrl, operationsUrl: operationsPort?.url ?? null };
}

/** They end before the parts that they use. */
function startJobs(platform: Platform, dataSource: DataSource, config: Config, opened: CleanupStack): void {
  const { invalidationFeed, log } = platform;
  const all = [startBackgroundJobs(dataSource, invalidationFeed, log, config.operations), startWebhooks(platform)];
  for (const jobs of all) opened.add(() => jobs.close());
}

function startParts(config: Config, log: Logger) {
  return Promise.all([startEngine(config, log), openSite(config.site)]);
}

function cachedBy(cache: RunningResponseCache | null, site: Site, config: Config) {
  return { cache: cache?.endpoint ?? null, site: { site, port: config.site.port, cache: cache?.pages ?? null } };
}

function watchedBy({ checkReadiness, httpTimings, metrics }: Monitoring) {
  const addMetrics = (...added: readonly Metric[]) => metrics.add(...added);
  return { checkReadiness, timings: httpTimings, addMetrics };
}

function settingsOf(config: Config, platform: Platform) {
  const { responseBytes } = platform;
  return {
    assets: createAssetAccess(platform),
    host: config.host,
    port: config.port,
    playground: { enabled: config.playground, starterQueries },
    corsOrigins: config.corsOrigins,
    corsHeaders: config.corsHeaders,
    responseDeadlineMs: config.limits.requestMs,
    bodyLimitBytes: config.bodyLimitBytes,
    authenticatedBodyLimitBytes: Math.max(config.bodyLimitBytes, config.authenticatedBodyLimitBytes),
    responseLimitBytes: responseBytes.anonymous,
    authenticatedResponseLimitBytes: responseBytes.authenticated,
  };
}

function limitsOf({ limits }: Config): Pick<Platform, "requestMs" | "responseBytes"> {
  const { requestMs, responseBytes: anonymous } = limits;
  const authenticated = Math.max(anonymous, limits.authenticatedResponseBytes);
  return { requestMs, responseBytes: { anonymous, authenticated } };
}

async function startEvents(
  { cache }: Config,
  url: string,
  dataSource: DataSource,
  platform: Platform,
  listeners: readonly Listener[],
): Promise<Dispatcher> {
  const { invalidationFeed, log } = platform;
  return startDispatcher({
    ...{ dataSource, url, log },
    listeners: [invalidationFeed.listener, ...cdnListeners(cache.cdn, platform), ...listeners],
    onNotified: (eventId) => invalidationFeed.expect(eventId),
  });
}

async function openOperationsPort(
  { operations: { metricsHost: host, metricsPort: port } }: Config,
  { ofOperationsPort: metrics }: MetricsPages,
  { checkReadiness }: Monitoring,
  log: Logger,
): Promise<RunningHttpServer | null> {
  if (port === null || metrics === undefined) return null;
  return startOperationsServer({ host, port, metrics, checkReadiness, log });
}
