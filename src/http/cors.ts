// Cross-origin access for an exact list of origins, empty by default; `*` allows all. Credentials mode is never allowed: callers
// authenticate by an Authorization header, so that a page cannot act with what a visitor's browser stores.
import type { IncomingMessage } from "node:http";
import type { Reply } from "./reply.js";

const ALLOWED_METHODS = "GET, POST";
const ALLOWED_HEADERS =
  "content-type, authorization, apollo-require-preflight, x-apollo-operation-name, x-request-id, idempotency-key, x-preview-token";
const EXPOSED_HEADERS = "x-request-id, retry-after, ratelimit, ratelimit-policy";
/** Two hours is the longest that any browser caches a preflight. */
const PREFLIGHT_SECONDS = "7200";
const EVERY_ORIGIN = "*";
const PREFLIGHT_HEADERS: readonly string[] = [
  ...["access-control-allow-methods", ALLOWED_METHODS],
  ...["access-control-allow-headers", ALLOWED_HEADERS],
  ...["access-control-max-age", PREFLIGHT_SECONDS],
];

export interface Cors {
  /** The CORS headers of a response, as a flat list that begins with Vary. */
  headersFor(request: IncomingMessage): readonly string[];
  preflight(request: IncomingMessage, allow: string): Reply;
}

export function createCors(origins: readonly string[]): Cors {
  const allowed: ReadonlySet<string> = new Set(origins);
  if (allowed.has(EVERY_ORIGIN)) return createOpenCors();
  for (const origin of origins) assertOrigin(origin);
  const isAllowed = (origin: string | undefined): origin is string => origin !== undefined && allowed.has(origin);
  const unlisted: readonly string[] = allowed.size === 0 ? ["vary", "Accept"] : ["vary", "Accept, Origin"];
  return {
    headersFor({ headers: { origin } }) {
      if (!isAllowed(origin)) return unlisted;
      return [...unlisted, "access-control-allow-origin", origin, "access-control-expose-headers", EXPOSED_HEADERS];
    },
    preflight({ headers: { origin } }, allow) {
      const headers = ["allow", allow, "vary", "Origin"];
      if (isAllowed(origin)) {
        headers.push("access-control-allow-origin", origin, ...PREFLIGHT_HEADERS);
      }
      return { status: 204, headers, body: "" };
    },
  };
}

/** Responses do not depend on the origin, and so do not vary by it. */
function createOpenCors(): Cors {
  const open = ["access-control-allow-origin", EVERY_ORIGIN];
  const always: readonly string[] = ["vary", "Accept", ...open, "access-control-expose-headers", EXPOSED_HEADERS];
  return {
    headersFor: () => always,
    preflight: (_request, allow) => ({
      status: 204,
      headers: ["allow", allow, ...open, ...PREFLIGHT_HEADERS],
      body: "",
    }),
  };
}

function assertOrigin(text: string): void {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new TypeError(`Expected an origin such as https://blog.example to be allowed, got ${JSON.stringify(text)}.`);
  }
}
