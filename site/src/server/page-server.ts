// Serves the site over HTTP from any Colophon service. Pages are not kept here: the service keeps its responses, and a CDN in front may keep pages.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { createHttpApi } from "../api/http-api.js";
import { ApiError } from "../api/site-api.js";
import type { Site, SiteReply } from "../site-reply.js";

export interface PageServerOptions {
  site: Site;
  /** The base URL of the service, without a trailing slash. */
  apiUrl: string;
  timeoutMs: number;
}

/** Requests for these are passed on to the service, because pages refer to them. */
const PASSED_ON = /^\/(?:assets\/|rich(?:-[0-9a-f]+)?\.css$)/;
const COMMON = ["x-content-type-options", "nosniff", "referrer-policy", "no-referrer"];

export function createPageServer(options: PageServerOptions): Server {
  return createServer((request, response) => {
    respond(request, response, options).catch((error: unknown) => {
      const failure = error instanceof ApiError ? error : new ApiError("unavailable", "Internal error.");
      if (!(error instanceof ApiError)) console.error(error);
      sendFailure(request, response, failure, options.site);
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, options: PageServerOptions): Promise<void> {
  const { site, apiUrl, timeoutMs } = options;
  const { method = "", url = "/" } = request;
  const isRead = method === "GET" || method === "HEAD";
  const { pathname: path, search, searchParams } = new URL(url, "http://site.invalid");
  if (isRead && PASSED_ON.test(path)) return passOn(request, response, `${apiUrl}${path}${search}`, timeoutMs);
  const previewToken = searchParams.get("preview");
  const route = site.route({ path, search, accept: request.headers.accept, isPreview: previewToken !== null });
  if (route === null) return sendText(response, 404, "Not found.\n");
  if (!isRead) return sendText(response, 405, "Expected GET or HEAD.\n", ["allow", "GET, HEAD"]);
  const api = createHttpApi({ endpoint: `${apiUrl}/graphql`, previewToken, timeoutMs });
  const reply = await route.respond(api);
  const headers = [...(route.varies ? ["vary", "Accept"] : []), ...(previewToken === null ? PUBLIC : PRIVATE)];
  send(request, response, reply, headers);
}

const PUBLIC = ["cache-control", "public, max-age=0, must-revalidate"];
const PRIVATE = ["cache-control", "private, no-store", "x-robots-tag", "noindex"];

function send(request: IncomingMessage, response: ServerResponse, reply: SiteReply, further: readonly string[]): void {
  const { status, contentType, headers, body, lastModified } = reply;
  const etag = `"${createHash("sha256").update(contentType).update(body).digest("base64url").slice(0, 27)}"`;
  const all = [...COMMON, ...headers, ...further, ...(status === 200 ? ["etag", etag] : [])];
  if (lastModified !== undefined) all.push("last-modified", lastModified.toUTCString());
  const known = request.headers["if-none-match"];
  if (status === 200 && known !== undefined && (known === "*" || known.includes(etag))) {
    response.writeHead(304, all).end();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, ["content-type", contentType, "content-length", String(bytes.length), ...all]);
  response.end(request.method === "HEAD" ? undefined : bytes);
}

function sendText(response: ServerResponse, status: number, text: string, further: readonly string[] = []): void {
  const headers = ["content-type", "text/plain; charset=utf-8", "cache-control", "no-store", ...COMMON, ...further];
  response.writeHead(status, headers).end(text);
}

function sendFailure(request: IncomingMessage, response: ServerResponse, failure: ApiError, site: Site): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retry = failure.status === 429 || failure.status === 503;
  const further = retry ? ["retry-after", String(failure.retryAfterSeconds ?? 1)] : [];
  send(request, response, site.failure(failure), ["cache-control", "no-store", ...further]);
}

/** Of the response only what describes its bytes is passed on. */
const KEPT = ["content-type", "content-length", "content-range", "cache-control", "etag", "last-modified", "location"];
const ASKED = ["range", "if-none-match", "if-range", "accept"];

async function passOn(request: IncomingMessage, response: ServerResponse, url: string, ms: number): Promise<void> {
  const headers: Record<string, string> = {};
  for (const name of ASKED) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const signal = AbortSignal.timeout(ms);
  const method = request.method ?? "GET";
  const found = await fetch(url, { method, headers, signal, redirect: "manual" }).catch(() => {
    throw new ApiError("unavailable", "The API cannot be reached.");
  });
  const kept = KEPT.flatMap((name) => {
    const value = found.headers.get(name);
    return value === null ? [] : [name, value];
  });
  response.writeHead(found.status, [...COMMON, "content-security-policy", "default-src 'none'", ...kept]);
  if (found.body === null || method === "HEAD") response.end();
  else await pipeline(found.body, response);
}
