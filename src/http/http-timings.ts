// Durations of all HTTP requests, by route and status.
import type { Durations, Labels } from "../platform/observability/metrics.js";
import { Timing } from "../platform/observability/timing.js";
import { ASSETS_PATH } from "./assets/asset-path.js";
import { DOCUMENTS_PATH } from "./documents/persisted-documents.js";

type Route = "graphql" | "playground" | "assets" | "other";

export class HttpTimings {
  readonly #byRoute: Readonly<Record<Route, Map<number, Timing>>> = {
    graphql: new Map(),
    playground: new Map(),
    assets: new Map(),
    other: new Map(),
  };

  /** The number of statuses is small, because the service chooses them. */
  observe(url: string, status: number, milliseconds: number): void {
    const byStatus = this.#byRoute[routeOf(url)];
    let timing = byStatus.get(status);
    if (timing === undefined) {
      timing = new Timing();
      byStatus.set(status, timing);
    }
    timing.observe(milliseconds);
  }

  *#entries(): Iterable<readonly [Labels, Timing]> {
    for (const [route, byStatus] of Object.entries(this.#byRoute)) {
      for (const [status, timing] of byStatus) yield [{ route, status: String(status) }, timing];
    }
  }

  readonly metric: Durations = {
    kind: "histogram",
    name: "colophon_http_request_duration_seconds",
    help: "Duration of HTTP requests from their head to the response, by route and status.",
    read: () => this.#entries(),
  };
}

function routeOf(url: string): Route {
  if (!url.startsWith("/graphql")) return url.startsWith(ASSETS_PATH) ? "assets" : "other";
  return url.charAt(8) === "/" && !url.startsWith(DOCUMENTS_PATH) ? "playground" : "graphql";
}
