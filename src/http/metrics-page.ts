// The page that Prometheus scrapes. It reveals how the service is used, and so is never public: it has its own port, or needs a token on
// the public one.
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Exposition } from "../platform/observability/exposition.js";
import { HttpError } from "./http-rejection.js";
import type { Reply } from "./reply.js";

export const METRICS_PATH = "/metrics";

export type MetricsPage = (request: IncomingMessage) => Promise<Reply>;

/** Without authentication, for a port of its own. */
export function createOpenMetricsPage({ contentType, render }: Exposition): MetricsPage {
  return async () => ({
    status: 200,
    headers: ["content-type", contentType, "cache-control", "no-store"],
    body: await render(),
  });
}

export function createGuardedMetricsPage(exposition: Exposition, token: string): MetricsPage {
  const page = createOpenMetricsPage(exposition);
  const expected = digest(`Bearer ${token}`);
  return async (request) => {
    // Digests have equal lengths, so that the comparison does not reveal the length of the token.
    if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) throw unauthenticated();
    return page(request);
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function unauthenticated(): HttpError {
  const message = "Expected the value of METRICS_TOKEN as a bearer token.";
  return new HttpError(401, "UNAUTHENTICATED", message, ["www-authenticate", "Bearer"]);
}
