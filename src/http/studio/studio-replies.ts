// The replies of the studio: none may be kept, framed, or read by a page of another site.
import { jsonReply, type Reply, withHeaders } from "../reply.js";
import { SIGNED_IN_HTML, STUDIO_HTML } from "./studio-page.js";
import { SIGNED_IN_SCRIPT, STUDIO_SCRIPT } from "./studio-script.js";
import { STUDIO_STYLE } from "./studio-style.js";

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

const EVERY_REPLY: readonly string[] = [
  "cross-origin-opener-policy",
  "same-origin",
  "cross-origin-resource-policy",
  "same-origin",
];

export const studioReply = (reply: Reply): Reply => withHeaders(reply, EVERY_REPLY);

export const studioJson = (status: number, value: unknown, headers: readonly string[] = []): Reply =>
  studioReply(jsonReply(status, value, headers));

const asset = (type: string, body: string, headers: readonly string[] = []): Reply =>
  studioReply({
    status: 200,
    headers: [
      "content-type",
      `${type}; charset=utf-8`,
      "content-security-policy",
      PAGE_POLICY,
      "cache-control",
      "no-store",
      ...headers,
    ],
    body,
  });

export const studioPage = (): Reply => asset("text/html", STUDIO_HTML);
export const studioScript = (name: "studio" | "signed-in" = "studio"): Reply =>
  asset("text/javascript", name === "studio" ? STUDIO_SCRIPT : SIGNED_IN_SCRIPT);
export const studioStyle = (): Reply => asset("text/css", STUDIO_STYLE);

/**
 * Sets the cookie and goes on from a page of this site. After a redirect, the browser would still count the request as one of the provider's site,
 * and not send the strict cookie.
 */
export const signedInPage = (headers: readonly string[]): Reply => asset("text/html", SIGNED_IN_HTML, headers);

export function redirectTo(url: string, headers: readonly string[]): Reply {
  return studioReply({ status: 302, headers: ["location", url, "cache-control", "no-store", ...headers], body: "" });
}
