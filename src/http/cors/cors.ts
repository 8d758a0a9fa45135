// Cross-origin access for an exact list of origins, empty by default; `*` allows all. Credentials mode is never allowed: callers
// authenticate by an Authorization header, so that a page cannot act with what a visitor's browser stores.
import type { IncomingMessage } from "node:http";
import type { Reply } from "../reply.js";
import { allowedHeaders, EXPOSED_HEADERS } from "./cors-headers.js";

const ALLOWED_METHODS = "GET, POST, PUT";
/** Two hours is the longest that any browser caches a preflight. */
const PREFLIGHT_SECONDS = "7200";
const EVERY_ORIGIN = "*";
export interface Cors {
  /** Whether pages of the origin may read responses. */
  allows(origin: string): boolean;
  /** The CORS headers of a response, as a flat list that begins with Vary. */
  headersFor(request: IncomingMessage): readonly string[];
  preflight(request: IncomingMessage, allow: string): Reply;
}

/** `furtherHeaders` are names of request headers that pages may send beside those that common clients send; `*` for every header. */
export function createCors(origins: readonly string[], furtherHeaders: readonly string[] = []): Cors {
  const allowed: ReadonlySet<string> = new Set(origins);
  const preflightHeaders: readonly string[] = [
    ...["access-control-allow-methods", ALLOWED_METHODS],
    ...["access-control-allow-headers", allowedHeaders(furtherHeaders)],
    ...["access-control-max-age", PREFLIGHT_SECONDS],
  ];
  if (allowed.has(EVERY_ORIGIN)) return createOpenCors(preflightHeaders);
  for (const origin of origins) assertOrigin(origin);
  const isAllowed = (origin: string | undefined): origin is string => origin !== undefined && allowed.has(origin);
  const unlisted: readonly string[] = allowed.size === 0 ? ["vary", "Accept"] : ["vary", "Accept, Origin"];
  return {
    allows: isAllowed,
    headersFor({ headers: { origin } }) {
      if (!isAllowed(origin)) return unlisted;
      return [...unlisted, "access-control-allow-origin", origin, "access-control-expose-headers", EXPOSED_HEADERS];
    },
    preflight({ headers: { origin } }, allow) {
      const headers = ["allow", allow, "vary", "Origin"];
      if (isAllowed(origin)) {
        headers.push("access-control-allow-origin", origin, ...preflightHeaders);
      }
      return { status: 204, headers, body: "" };
    },
  };
}

/** Responses do not depend on the origin, and so do not vary by it. */
function createOpenCors(preflightHeaders: readonly string[]): Cors {
  const open = ["access-control-allow-origin", EVERY_ORIGIN];
  const always: readonly string[] = ["vary", "Accept", ...open, "access-control-expose-headers", EXPOSED_HEADERS];
  return {
    allows: () => true,
    headersFor: () => always,
    preflight: (_request, allow) => ({
      status: 204,
      headers: ["allow", allow, ...open, ...preflightHeaders],
      body: "",
    }),
  };
}

function assertOrigin(text: string): void {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new TypeError(`Expected an origin such as https://blog.example to be allowed, got ${JSON.stringify(text)}.`);
  }
}
