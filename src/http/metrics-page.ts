// The page that Prometheus asks. It tells how the service is used, so it is never public: it has a port of its own, or asks
// for a token on the common one.
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Exposition } from "../platform/observability/exposition.js";
import { HttpError } from "./http-rejection.js";
import type { Reply } from "./reply.js";

export const METRICS_PATH = "/metrics";

export type MetricsPage = (request: IncomingMessage) => Promise<Reply>;

/** Whoever reaches it may read it. */
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
    // Digests are of one length, so the comparison tells nothing of the token's.
    if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) throw unauthenticated();
    return page(request);
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function unauthenticated(): HttpError {
  const message = "Expected the token of METRICS_TOKEN as a bearer.";
  return new HttpError(401, "UNAUTHENTICATED", message, ["www-authenticate", "Bearer"]);
}
