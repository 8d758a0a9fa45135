// The reader's site on a port of its own, with the pictures and the stylesheet that its pages refer to.
import type { Logger } from "pino";
import { ASSETS_PATH } from "../assets/asset-path.js";
import type { Assets } from "../assets/assets.js";
import { methodNotAllowed, notFound } from "../http-rejection.js";
import { HttpTimings } from "../http-timings.js";
import { openPort, type RunningHttpServer } from "../open-port.js";
import { createRequestListener } from "../request-listener.js";
import type { Router } from "../router.js";
import { splitUrl } from "../split-url.js";
import { LASTING_STYLESHEET_PATH, STYLESHEET_PATH, stylesheetPage } from "../stylesheet/stylesheet-page.js";
import type { HttpTimeouts } from "../timeouts.js";
import type { PageFastPath } from "./page-fast-path.js";
import type { SiteEndpoint } from "./site-endpoint.js";

export interface SitePortOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  timeouts?: Partial<HttpTimeouts> | undefined;
  site: SiteEndpoint;
  pageFastPath: PageFastPath | null;
  assets: Assets | null;
  log: Logger;
}

const STYLESHEETS = [STYLESHEET_PATH, LASTING_STYLESHEET_PATH];

export function openSitePort(options: SitePortOptions): Promise<RunningHttpServer> {
  const { site, assets } = options;
  const router: Router = async (request) => {
    const { path, search } = splitUrl(request.url ?? "/");
    if (assets !== null && path.startsWith(ASSETS_PATH)) return assets.handle(request, path, search);
    if (!STYLESHEETS.includes(path)) return site(request, path, search) ?? Promise.reject(notFound());
    const { method = "" } = request;
    if (method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, "GET, HEAD");
    return stylesheetPage(request, path);
  };
  return openPort(options, (isDraining) =>
    createRequestListener({ ...options, router, bodyLimitBytes: 0, isDraining, timings: new HttpTimings() }),
  );
}
