// The page that is shown where there is no other: without any content of the site, so that it needs no API.
import type { SiteReply } from "../site-reply.js";

const TEXTS: Readonly<Record<number, string>> = {
  400: "This address is not valid.",
  401: "This preview is not valid any more.",
  405: "This address can only be read.",
  429: "Too many requests. Please try again in a moment.",
};
const OTHER = "The site cannot be shown at the moment. Please try again.";

export function failureReply({ status }: { status: number }): SiteReply {
  const text = TEXTS[status] ?? OTHER;
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${status}</title></head><body><main><h1>${status}</h1><p>${text}</p><p><a href="/">/</a></p></main></body></html>`;
  const headers = ["content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"];
  return { status, contentType: "text/html; charset=utf-8", headers, body };
}
