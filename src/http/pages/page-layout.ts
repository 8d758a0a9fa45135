// The frame of the service's own HTML pages: one style, no script, and a content security policy that allows nothing else. The playground has a page of
// its own.
import { createHash } from "node:crypto";
import { escapeHtml } from "../../platform/markup/tree.js";
import type { Reply } from "../reply.js";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2.5rem auto; padding: 0 1.25rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
a { color: LinkText; }
dt { font-weight: 600; margin-top: 1rem; }
dd { margin: 0; }
pre, code { font: 0.875em/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem 1rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 4px; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
nav, footer { font-size: 0.875rem; }
`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface PageContent {
  title: string;
  /** Of trusted sources only. */
  bodyHtml: string;
}

export function pageReply({ title, bodyHtml }: PageContent): Reply {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${bodyHtml}
</body>
</html>
`;
  const headers = ["content-type", "text/html; charset=utf-8", "content-security-policy", POLICY];
  return { status: 200, headers: [...headers, "cache-control", "no-store", "vary", "Accept"], body: html };
}
