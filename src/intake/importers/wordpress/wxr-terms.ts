// Terms as they are named here: a slug that is never empty and a plain name. Used for categories, tags, series and authors.
import { BoundedMap } from "../../../lib/bounded-map.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedSeriesPart, ImportedTerm } from "../import-event.js";
import type { WxrItem, WxrItemTerm } from "./wxr/wxr-record.js";
import { decodedText, decodeName, ownCopy } from "./wxr/wxr-text.js";

const MAX_NAME_LENGTH = 200;

/** A few hundred terms recur with every post, and reading one costs as much as reading the dates of a post. */
const MAX_REMEMBERED = 5_000;
const remembered = new BoundedMap<string, ImportedTerm | null>(MAX_REMEMBERED);

/** Null where neither a nicename nor a name says anything. */
export function readTerm(nicename: string | null, rawName: string): ImportedTerm | null {
  const key = `${nicename ?? ""}\n${rawName}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const term = makeTerm(nicename, rawName);
  if (key.length < 500) remembered.set(ownCopy(key), term);
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

/** The tags of an item, each once. */
export function readTags(terms: readonly WxrItemTerm[]): ImportedTerm[] {
  const tags = new Map<string, ImportedTerm>();
  for (const term of ofDomain(terms, "post_tag", "tag")) {
    const tag = readTerm(term.nicename, term.name);
    if (tag !== null && !tags.has(tag.slug)) tags.set(tag.slug, tag);
  }
  return [...tags.values()];
}

/** Plugins for series keep them as a taxonomy and the part in a meta value; a post has one series here, the first. */
export function readSeries(item: WxrItem): ImportedSeriesPart | null {
  const [named] = ofDomain(item.terms, "series");
  const series = named === undefined ? null : readTerm(named.nicename, named.name);
  if (series === null) return null;
  const partKey = [...item.meta.keys()].find((key) => key.startsWith("_series_part"));
  const part = Number(partKey === undefined ? Number.NaN : item.meta.get(partKey)?.[0]);
  return { ...series, position: Number.isInteger(part) && part >= 1 && part <= 10_000 ? part : null };
}

/**
 * WXR 1.0 writes every term twice, with and without nicename, and categories without domain; the poorer of two that say
 * the same is left out.
 */
export function ofDomain(terms: readonly WxrItemTerm[], ...domains: readonly string[]): WxrItemTerm[] {
  const matching = terms.filter(({ domain }) => domain !== null && domains.includes(domain));
  const named = new Set(terms.filter(({ nicename }) => nicename !== null).map(({ name }) => name));
  if (domains.includes("category")) matching.push(...terms.filter(({ domain }) => domain === null));
  return matching.filter(({ nicename, name }) => nicename !== null || !named.has(name));
}
