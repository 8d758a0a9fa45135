// Reads categories, tags, series and authors as a plain name and a slug that is never empty.
import { BoundedMap } from "../../../lib/bounded-map.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedSeriesPart, ImportedTerm } from "../import-event.js";
import type { WxrItem, WxrItemTerm } from "./wxr/wxr-record.js";
import { decodedText, decodeName, ownCopy } from "./wxr/wxr-text.js";

const MAX_NAME_LENGTH = 200;

/** Posts share a few hundred terms, and reading a term takes as long as reading the dates of a post. */
const MAX_CACHED = 5_000;
const cache = new BoundedMap<string, ImportedTerm | null>(MAX_CACHED);

/** Null if both nicename and name are empty. */
export function readTerm(nicename: string | null, rawName: string): ImportedTerm | null {
  const key = `${nicename ?? ""}\n${rawName}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const term = makeTerm(nicename, rawName);
  if (key.length < 500) cache.set(ownCopy(key), term);
  return term;
}

function makeTerm(nicename: string | null, rawName: string): ImportedTerm | null {
  const decoded = decodeName(nicename ?? "").trim();
  const name = Array.from(decodedText(rawName) || decoded)
    .slice(0, MAX_NAME_LENGTH)
    .join("");
  if (name === "") return null;
  const slug = normaliseSlug(decoded) ?? slugFrom(name);
  return { slug: ownCopy(slug), name: ownCopy(name) };
}

/** The distinct tags of an item. */
export function readTags(terms: readonly WxrItemTerm[]): ImportedTerm[] {
  const tags = new Map<string, ImportedTerm>();
  for (const term of ofDomain(terms, "post_tag", "tag")) {
    const tag = readTerm(term.nicename, term.name);
    if (tag !== null && !tags.has(tag.slug)) tags.set(tag.slug, tag);
  }
  return [...tags.values()];
}

/** Plugins store series as a taxonomy and the number of the part in a meta value. A post can have one series, so the first is used. */
export function readSeries(item: WxrItem): ImportedSeriesPart | null {
  const [named] = ofDomain(item.terms, "series");
  const series = named === undefined ? null : readTerm(named.nicename, named.name);
  if (series === null) return null;
  const partKey = [...item.meta.keys()].find((key) => key.startsWith("_series_part"));
  const part = Number(partKey === undefined ? Number.NaN : item.meta.get(partKey)?.[0]);
  return { ...series, position: Number.isInteger(part) && part >= 1 && part <= 10_000 ? part : null };
}

/**
 * WXR 1.0 writes every term twice, with and without nicename, and categories without domain. Terms without nicename are dropped if the same
 * name occurs with a nicename.
 */
export function ofDomain(terms: readonly WxrItemTerm[], ...domains: readonly string[]): WxrItemTerm[] {
  const matching = terms.filter(({ domain }) => domain !== null && domains.includes(domain));
  const named = new Set(terms.filter(({ nicename }) => nicename !== null).map(({ name }) => name));
  if (domains.includes("category")) matching.push(...terms.filter(({ domain }) => domain === null));
  return matching.filter(({ nicename, name }) => nicename !== null || !named.has(name));
}
