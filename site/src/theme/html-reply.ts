// Renders a page to a reply, with a policy that allows its own style and pictures, and no script at all.
import { createHash } from "node:crypto";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { SiteReply } from "../site-reply.js";
import type { Theme } from "./theme.js";

const policies = new WeakMap<Theme, readonly string[]>();

export function htmlReply(theme: Theme, page: VNode, status = 200): SiteReply {
  const headers = policies.get(theme) ?? ["content-security-policy", policyOf(theme)];
  policies.set(theme, headers);
  return { status, contentType: "text/html; charset=utf-8", headers, body: `<!doctype html>${renderToString(page)}` };
}

function policyOf({ stylesheets }: Theme): string {
  const sources = [stylesheets.lists, stylesheets.texts].map(
    (styles) => `'sha256-${createHash("sha256").update(styles).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `style-src ${sources.join(" ")}`,
    "img-src * data:",
    "media-src *",
    // Nothing on a page connects anywhere; tools that check pages in a browser read robots.txt in its name.
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
