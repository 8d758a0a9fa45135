// The walls against requests that pages of other sites make a browser send. Each is enough alone: the cookie is `SameSite=Strict`; the browser says
// that the request comes from the studio's own page; and the request has a form that no page of another site can give it without a preflight,
// which is never granted.
import type { IncomingMessage } from "node:http";
import { HttpError } from "../http-rejection.js";
import { assertJsonContent } from "../request-body.js";

export interface StudioOrigin {
  origin: string;
  /** Whether browsers accept cookies with the attribute Secure. */
  isSecure: boolean;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** The origin of the studio for the browser that sent the request: the configured one, or that of the header Host. */
export function studioOriginOf({ headers }: IncomingMessage, configured: string | null): StudioOrigin {
  if (configured !== null) return { origin: configured, isSecure: configured.startsWith("https:") };
  const host = headers.host ?? "";
  return LOOPBACK.test(host)
    ? { origin: `http://${host.toLowerCase()}`, isSecure: false }
    : { origin: `https://${host.toLowerCase()}`, isSecure: true };
}

/** Rejects a request that may change something, unless a page of the studio sent it by its script. */
export function assertFromStudio(request: IncomingMessage, { origin }: StudioOrigin): void {
  const { "sec-fetch-site": site, origin: sender, "x-colophon-studio": mark } = request.headers;
  const isOwn = site === undefined ? sender?.toLowerCase() === origin : site === "same-origin";
  if (!isOwn) throw forbidden("Expected a request of the studio's own page, got one of another origin or of no page.");
  // A browser that sends both must agree with itself; "null" is the origin of a sandboxed page.
  if (site !== undefined && sender !== undefined && sender.toLowerCase() !== origin) {
    throw forbidden(
      "Expected a request of the studio's own page. If it is, set STUDIO_URL to the address of the page.",
    );
  }
  if (mark !== "1") throw forbidden("Expected the header X-Colophon-Studio: 1.");
  assertJsonContent(request);
}

const forbidden = (message: string): HttpError => new HttpError(403, "FORBIDDEN", message);
