// Finds the addresses in the attributes of HTML elements and resolves them, without changing anything else of the source.
import { type AddressKind, type AddressOptions, resolvedAddress } from "./resolve-address.js";
import type { SourceEdit } from "./source-edits.js";

const TAG =
  /<(a|area|img|video|audio|source|track|embed|iframe|picture|input)(?=[\s/])((?:[^<>"']|"[^"<]{0,4000}"|'[^'<]{0,4000}')*)>/giy;
const ATTRIBUTE = /([^\s"'<>/=]{1,200})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?/g;
const ADDRESSES = new Set("href src srcset poster data-src data-original data-lazy-src data-srcset".split(" "));

/** The edits for the tag at an offset. Empty if there is none. */
export function tagEdits(source: string, offset: number, options: AddressOptions): SourceEdit[] {
  TAG.lastIndex = offset;
  const [tag = "", name = "", attributes = ""] = TAG.exec(source) ?? [];
  const start = offset + tag.length - 1 - attributes.length;
  return Array.from(attributes.matchAll(ATTRIBUTE)).flatMap((found) => {
    const [written, attribute = "", double, single, bare] = found;
    const value = double ?? single ?? bare;
    if (value === undefined || !ADDRESSES.has(attribute.toLowerCase())) return [];
    const end = start + found.index + written.length - (bare === undefined ? 1 : 0);
    const text = newValue(name.toLowerCase(), attribute.toLowerCase(), value, options);
    return text === null ? [] : [{ start: end - value.length, end, text }];
  });
}

/** The edits for all tags between two offsets. */
export function htmlEdits(
  source: string,
  { from, to }: { from: number; to: number },
  options: AddressOptions,
): SourceEdit[] {
  const edits: SourceEdit[] = [];
  for (let at = source.indexOf("<", from); at >= 0 && at < to; at = source.indexOf("<", at + 1)) {
    const comment = source.startsWith("<!--", at) ? source.indexOf("-->", at) : at;
    if (comment < 0) break;
    at = comment;
    edits.push(...tagEdits(source, at, options));
  }
  return edits;
}

function newValue(tag: string, attribute: string, value: string, options: AddressOptions): string | null {
  if (attribute.endsWith("srcset")) return resolvedSet(value, options);
  const kind: AddressKind = tag === "a" || tag === "area" || tag === "iframe" ? "LINK" : "FILE";
  const resolved = resolvedAddress(value, kind, options);
  return resolved === null ? null : resolved.replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** `a.png 1x, b.png 2x`; addresses may contain commas. */
function resolvedSet(value: string, options: AddressOptions): string | null {
  const resolved = value.replace(/(^|,\s{1,20})([^\s,]\S{0,3999})/g, (written, before: string, url: string) => {
    const [bare, comma] = url.endsWith(",") ? [url.slice(0, -1), ","] : [url, ""];
    const address = resolvedAddress(bare, "FILE", options);
    return address === null ? written : `${before}${address}${comma}`;
  });
  return resolved === value ? null : resolved;
}
