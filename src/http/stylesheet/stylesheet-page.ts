// Serves the stylesheet of rich HTML: under a fixed path, which browsers revalidate, and under one with its hash, whose content never changes.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { matchesEtag } from "../assets/asset-headers.js";
import type { Reply } from "../reply.js";
import { RICH_STYLESHEET } from "./rich-stylesheet.js";

const HASH = createHash("sha256").update(RICH_STYLESHEET).digest("hex").slice(0, 16);
const ETAG = `"${HASH}"`;
const HEADERS = [
  ...["content-type", "text/css; charset=utf-8", "etag", ETAG, "content-security-policy", "default-src 'none'"],
  ...["cross-origin-resource-policy", "cross-origin", "access-control-allow-origin", "*"],
];

export const STYLESHEET_PATH = "/rich.css";
export const LASTING_STYLESHEET_PATH = `/rich-${HASH}.css`;

export const stylesheetPage = ({ headers }: IncomingMessage, path: string): Reply => {
  const lifetime = path === STYLESHEET_PATH ? "public, max-age=300" : "public, max-age=31536000, immutable";
  const all = [...HEADERS, "cache-control", lifetime];
  if (matchesEtag(headers["if-none-match"], ETAG)) return { status: 304, headers: all, body: "" };
  return { status: 200, headers: all, body: RICH_STYLESHEET };
};
