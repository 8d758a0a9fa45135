// Assembles the reader's site: its endpoint, its fast path, and a port of its own if it has one.
import type { Logger } from "pino";
import type { Assets } from "../assets/assets.js";
import type { RunningHttpServer } from "../open-port.js";
import type { HttpTimeouts } from "../timeouts.js";
import { PageFastPath } from "./page-fast-path.js";
import { createSiteEndpoint, type SiteEndpoint, type SiteEndpointOptions } from "./site-endpoint.js";
import { openSitePort } from "./site-port.js";

export interface ReaderSiteSettings<C> extends Pick<SiteEndpointOptions<C>, "site" | "cache"> {
  /** Null: the port of the service. 0 takes a free one. */
  port: number | null;
}

interface Surroundings<C> extends Omit<SiteEndpointOptions<C>, "site" | "cache" | "rateLimit"> {
  host: string;
  timeouts?: Partial<HttpTimeouts>;
  rateLimit?: SiteEndpointOptions<C>["rateLimit"];
  assets: Assets | null;
  log: Logger;
}

export interface ReaderSite {
  endpoint: SiteEndpoint;
  /** Null if responses are not cached. */
  fastPath: PageFastPath | null;
  openPort(port: number): Promise<RunningHttpServer>;
}

export function openReaderSite<C>(
  { site, cache }: ReaderSiteSettings<C>,
  { rateLimit = null, ...around }: Surroundings<C>,
): ReaderSite {
  const endpoint = createSiteEndpoint({ ...around, site, cache, rateLimit });
  const fastPath = cache === null ? null : new PageFastPath(cache, rateLimit);
  const openPort = (port: number) => openSitePort({ ...around, port, site: endpoint, pageFastPath: fastPath });
  return { endpoint, fastPath, openPort };
}
