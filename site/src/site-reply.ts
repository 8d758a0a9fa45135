// What the site receives and returns, without anything of HTTP's own: the service and the stand-alone server share it.
import type { SiteApi } from "./api/site-api.js";

export interface SiteRequest {
  /** As in the URL: percent-encoded, beginning with a slash, without the query. */
  path: string;
  /** The URL from its question mark on, or empty. */
  search: string;
  /** The header Accept, if there is one. */
  accept: string | undefined;
  /** Whether the reader sees what others may not, such as a draft. */
  isPreview: boolean;
}

export interface SiteReply {
  status: number;
  contentType: string;
  /** Name and value alternating, in lower case; without `content-type` and those of caches. */
  headers: readonly string[];
  /** Empty for a redirect. */
  body: string;
  /** The instant of the last change of what the body shows, if the format tells one. */
  lastModified?: Date;
}

/** What the site responds to one path. */
export interface Route {
  /** The same for all requests with equal replies: only the parameters that the route reads are in it. */
  key: string;
  /** Whether the reply depends on the header Accept. */
  varies: boolean;
  respond(api: SiteApi): Promise<SiteReply>;
}

export interface Site {
  /** The same for sites whose replies are made by the same code and theme. */
  version: string;
  /** Null for a path that is not of the site. */
  route(request: SiteRequest): Route | null;
  /** The page that tells a reader why there is none; it shows nothing of the site's content. */
  failure(error: { status: number; message: string }): SiteReply;
}
