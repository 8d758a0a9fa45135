// Maps paths to handlers. The paths are few and fixed, so that a map is enough.
import type { IncomingMessage } from "node:http";
import { ASSETS_PATH } from "./assets/asset-path.js";
import type { Assets } from "./assets/assets.js";
import { DOCUMENTS_PATH } from "./documents/persisted-documents.js";
import { acceptsHtml } from "./graphql/accept.js";
import type { GraphqlEndpoint } from "./graphql/graphql-endpoint.js";
import type { RequestFacts } from "./graphql/request-facts.js";
import { type Readiness, replyToLiveness, replyToReadiness } from "./health.js";
import { methodNotAllowed, notFound } from "./http-rejection.js";
import { METRICS_PATH, type MetricsPage } from "./metrics-page.js";
import { DOCUMENTATION_PATH, type Documentation } from "./pages/documentation.js";
import { rootPage } from "./pages/root-page.js";
import { PLAYGROUND_PATH, type Playground } from "./playground/playground.js";
import { jsonReply, type Reply } from "./reply.js";
import type { SiteEndpoint } from "./site/site-endpoint.js";
import { splitUrl } from "./split-url.js";
import type { Studio } from "./studio/studio.js";
import { LASTING_STYLESHEET_PATH, STYLESHEET_PATH, stylesheetPage } from "./stylesheet/stylesheet-page.js";

export const GRAPHQL_PATH = "/graphql";
const READ_METHODS = "GET, HEAD";

export interface Routes {
  graphql: GraphqlEndpoint;
  /** Absent if the playground is switched off. */
  playground: Playground | undefined;
  checkReadiness(): Promise<Readiness>;
  /** Absent if this port serves no metrics. */
  metrics: MetricsPage | undefined;
  /** Absent or null if it is not installed. */
  documentation?: Documentation | null;
  /** Absent or null if it is switched off. */
  studio?: Studio | null;
  /** Absent or null if there are none. */
  assets?: Assets | null;
  /** Everything else. Absent or null if this port has no site. */
  site?: SiteEndpoint | null;
}

type Handler = (request: IncomingMessage, path: string) => Promise<Reply> | Reply;
/** Rejects with an `HttpError`, or with the error that a handler failed with. */
export type Router = (request: IncomingMessage, facts: RequestFacts) => Promise<Reply>;

export function createRouter(routes: Routes): Router {
  const { graphql, playground, metrics, documentation = null, studio = null, assets = null, site = null } = routes;
  const pages: ReadonlyMap<string, Handler> = new Map<string, Handler>([
    ["/", (request) => replyToRoot(request, playground !== undefined, documentation)],
    ["/livez", replyToLiveness],
    ["/readyz", () => replyToReadiness(routes.checkReadiness)],
    ["/favicon.ico", () => ({ status: 204, headers: ["cache-control", "public, max-age=86400"], body: "" })],
    [STYLESHEET_PATH, stylesheetPage],
    [LASTING_STYLESHEET_PATH, stylesheetPage],
    ...(metrics === undefined ? [] : [[METRICS_PATH, metrics] as const]),
  ]);
  const pageOf = (path: string): Handler | undefined => {
    if (path.startsWith(PLAYGROUND_PATH)) return playground?.asset;
    return documentation?.has(path) === true ? () => documentation.page(path) : pages.get(path);
  };
  const replyToOthers: Endpoint = async (request, path, search) => {
    const isFront = path === "/" && !wantsJson(request);
    const handler = isFront ? undefined : pageOf(path);
    const page = handler === undefined ? (site?.(request, path, search) ?? null) : null;
    if (page !== null) return page;
    return replyWith(handler ?? pageOf(path), request, path);
  };
  return async (request, facts) => {
    const { path, search } = splitUrl(request.url ?? "/");
    if (path.startsWith(DOCUMENTS_PATH)) return graphql(request, documentSearch(path, search), facts);
    if (path === GRAPHQL_PATH) {
      return playground !== undefined && wantsPlayground(request, search)
        ? playground.page()
        : graphql(request, search, facts);
    }
    if (assets !== null && path.startsWith(ASSETS_PATH)) return assets.handle(request, path, search);
    if (studio?.has(path) === true) return studio.handle(request, path, search, facts);
    return replyToOthers(request, path, search);
  };
}

async function replyWith(handler: Handler | undefined, request: IncomingMessage, path: string): Promise<Reply> {
  if (handler === undefined) throw notFound();
  if (!isRead(request)) throw methodNotAllowed(request.method ?? "", READ_METHODS);
  return handler(request, path);
}

type Endpoint = (request: IncomingMessage, path: string, search: string) => Promise<Reply>;

function documentSearch(path: string, search: string): string {
  const named = `?documentId=${path.slice(DOCUMENTS_PATH.length)}`;
  return search.length > 1 ? `${named}&${search.slice(1)}` : named;
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

/** A browser that opens the endpoint, not a client that sends an operation and whose Accept mentions HTML. */
function wantsPlayground(request: IncomingMessage, search: string): boolean {
  if (!isRead(request) || !acceptsHtml(request.headers.accept)) return false;
  const parameters = new URLSearchParams(search);
  return !["query", "extensions", "documentId"].some((name) => parameters.has(name));
}

/** A program that asks what is served here. */
function wantsJson({ headers: { accept = "" } }: IncomingMessage): boolean {
  return /\bapplication\/json\b/i.test(accept) && !acceptsHtml(accept);
}

function replyToRoot({ headers }: IncomingMessage, hasPlayground: boolean, documentation: Documentation | null): Reply {
  if (acceptsHtml(headers.accept)) {
    const documentationPath = documentation === null ? null : DOCUMENTATION_PATH;
    return rootPage({ graphql: GRAPHQL_PATH, hasPlayground, documentation: documentationPath });
  }
  return jsonReply(200, { service: "colophon", graphql: GRAPHQL_PATH }, ["vary", "Accept"]);
}
