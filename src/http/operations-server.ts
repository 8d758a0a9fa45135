// A second port for operators, with metrics and health only. The address it listens on decides who can reach it, so that it needs no
// authentication.
import type { Logger } from "pino";
import { type Readiness, replyToLiveness, replyToReadiness } from "./health.js";
import { methodNotAllowed, notFound } from "./http-rejection.js";
import { HttpTimings } from "./http-timings.js";
import { METRICS_PATH, type MetricsPage } from "./metrics-page.js";
import { openPort, type RunningHttpServer } from "./open-port.js";
import { createRequestListener } from "./request-listener.js";
import type { Router } from "./router.js";

export interface OperationsServerOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  metrics: MetricsPage;
  checkReadiness(): Promise<Readiness>;
  log: Logger;
}

const READ_METHODS = "GET, HEAD";

export function startOperationsServer(options: OperationsServerOptions): Promise<RunningHttpServer> {
  const { host, port, metrics, checkReadiness, log } = options;
  const router: Router = async (request) => {
    const { method = "", url = "" } = request;
    const page = PAGES.get(url.split("?", 1)[0] ?? "");
    if (page === undefined) throw notFound();
    if (method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, READ_METHODS);
    if (page === "metrics") return metrics(request);
    return page === "liveness" ? replyToLiveness() : replyToReadiness(checkReadiness);
  };
  return openPort({ host, port }, (isDraining) =>
    createRequestListener({ router, log, bodyLimitBytes: 0, isDraining, timings: new HttpTimings() }),
  );
}

const PAGES: ReadonlyMap<string, "metrics" | "liveness" | "readiness"> = new Map([
  [METRICS_PATH, "metrics"],
  ["/livez", "liveness"],
  ["/readyz", "readiness"],
]);
