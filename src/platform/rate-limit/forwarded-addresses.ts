// Reads the addresses that proxies report for a request, from X-Forwarded-For or Forwarded (RFC 7239), in the notations that proxies use: bare
// addresses, with a port, in brackets, in quotes.
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** Of a longer list only the last hops count, since they are the ones nearest to this server. */
const MAX_HOPS = 100;
const FOR_PARAMETER = /(?:^|;)\s*for\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))/i;
const IPV4_WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const BRACKETED = /^\[([0-9a-f:.%\w]+)\](?::\d{1,5})?$/i;

/**
 * Nearest hop first; null for an element that contains no address, such as `unknown`, `_hidden` or garbage. Forwarded is read only without
 * X-Forwarded-For: a proxy that maintains the latter passes on whatever Forwarded the client has sent.
 */
export function forwardedAddresses(headers: IncomingHttpHeaders): (string | null)[] {
  const reported = headers["x-forwarded-for"];
  if (reported !== undefined) return String(reported).split(",").slice(-MAX_HOPS).reverse().map(addressIn);
  return elementsFromRight(headers.forwarded ?? "").map((element) => {
    const [, quoted, bare = ""] = FOR_PARAMETER.exec(element) ?? [];
    return addressIn(quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1"));
  });
}

/**
 * Splits at commas outside of quoted strings, from the right: proxies append well-formed elements, and a quoted string that the client leaves
 * open must not swallow them.
 */
function elementsFromRight(header: string): string[] {
  const elements: string[] = [];
  let end = header.length;
  let isQuoted = false;
  for (let at = header.length - 1; at >= 0 && elements.length < MAX_HOPS; at -= 1) {
    if (header[at] === '"' && header[at - 1] !== "\\") isQuoted = !isQuoted;
    if (header[at] !== "," || isQuoted) continue;
    elements.push(header.slice(at + 1, end));
    end = at;
  }
  if (end > 0 && elements.length < MAX_HOPS) elements.push(header.slice(0, end));
  return elements;
}

function addressIn(element: string): string | null {
  const text = element.trim().replace(/^"(.*)"$/, "$1");
  const address = (IPV4_WITH_PORT.exec(text) ?? BRACKETED.exec(text))?.[1] ?? text;
  return isIP(address) === 0 ? null : address;
}
