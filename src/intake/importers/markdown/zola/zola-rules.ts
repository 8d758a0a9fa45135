// The rules of Zola: where its pages were served, which of them it left out, their dates and terms, and links between files.
import { join } from "node:path";
import { fileFacts } from "../file-name.js";
import {
  type FieldMap,
  type FieldValue,
  flagOf,
  isEmpty,
  isFieldMap,
  lineOf,
  listOf,
} from "../front-matter/field-value.js";
import { readFieldsSync } from "../front-matter/file-fields.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { repeatedKeys } from "../rules/repeated-keys.js";
import { NO_RULES, type OldAddresses, type SiteRules } from "../rules/site-rules.js";
import { translateZolaBody } from "./zola-body.js";
import { type ZolaPlace, zolaAddress, zolaPlace } from "./zola-places.js";
import { type ZolaSettings, zolaSettings } from "./zola-settings.js";

export interface ZolaSite {
  config: FrontMatterFields;
  /** The address of the site as the import knows it. */
  siteUrl: string | null;
  /** The absolute path of the project. */
  root: string;
  /** The Markdown files, relative to the project. */
  paths: readonly string[];
}

/** Fields that Zola reads by these names at the top, and therefore not in `[extra]`. */
const OWN_FIELDS = new Set(
  "title description date updated weight draft render slug path aliases template taxonomies in_search_index extra".split(
    " ",
  ),
);
/** The taxonomies that this site has too, by their usual names. All others become tags. */
const TAXONOMIES = ["categories", "series", "authors"];
const SPELT_IN_ASCII = "Its address cannot be determined, because Zola spells its name in letters of ASCII.";

export function zolaRules({ config, siteUrl, root, paths }: ZolaSite): SiteRules {
  const settings = zolaSettings(config);
  const known = new Set(paths);
  const placeOf = (path: string): ZolaPlace | null => zolaPlace(path, settings);
  const sections = zolaSections(root, paths);
  const base = siteUrl === null ? "" : new URL(siteUrl).pathname.replace(/\/$/, "");
  const refer = (file: string): string | null => {
    const path = `content/${file}`;
    const place = known.has(path) ? placeOf(path) : null;
    const fields = place === null || place.name.startsWith("_index") ? null : readFieldsSync(join(root, path));
    return place === null || fields === null ? null : zolaAddress(place, fields, settings);
  };
  const byName = repeatedKeys(paths, (path) => {
    const place = placeOf(path);
    return place === null ? null : [...place.folders, place.name].join("/");
  });
  return {
    ...NO_RULES,
    generator: "ZOLA",
    passedOver: (path) => passedOver(placeOf(path), settings),
    factsOf(facts, path) {
      const place = placeOf(path);
      if (place === null) return facts;
      const plain = fileFacts(`content/${place.inContent}`);
      return { ...plain, key: facts.key, date: place.date ?? plain.date, slug: place.bareName ?? place.name };
    },
    readFields: (fields, _facts, path) => zolaFields(fields, placeOf(path), settings),
    hides: (path, fields) => [
      ...sections.hidden(placeOf(path)),
      ...(flagOf(fields.first("render")) === false ? ["its field render is false"] : []),
    ],
    kindOf({ path, fields, facts }) {
      const isDated = !isEmpty(fields.first("date")) || facts.date !== null;
      return isDated || sections.isByDate(placeOf(path)) ? { kind: "POST" } : { kind: "PAGE" };
    },
    translationOf: ({ path }) => byName(path),
    addresses({ path, fields }): OldAddresses | null {
      const place = placeOf(path);
      if (place === null) return null;
      const address = zolaAddress(place, fields, settings);
      const aliases = listOf(fields.first("aliases")).flatMap((alias) => {
        const text = lineOf(alias);
        return text === null ? [] : [`/${text.replace(/^\/+/, "")}`];
      });
      const all = [...(address === null ? [] : [address]), ...aliases];
      const others = [...aliases, ...(base === "" ? [] : all.map((old) => base + old))];
      return { path: address, failure: address === null ? SPELT_IN_ASCII : null, others };
    },
    fileFolders: [{ path: "/", folder: "static" }],
    translate(body, { path, fields }, notices) {
      const place = placeOf(path);
      const address = place === null ? null : zolaAddress(place, fields, settings);
      return translateZolaBody(body, { path: address, siteUrl, refer }, notices);
    },
  };
}

function passedOver(place: ZolaPlace | null, { ignored }: ZolaSettings): string | null {
  if (place === null) return "Zola reads only the folder content";
  if (ignored.includes(null)) return "a pattern of ignored_content cannot be read";
  const isIgnored = ignored.some((pattern) => pattern?.test(place.inContent));
  return isIgnored ? "the setting ignored_content leaves it out" : null;
}

/** What the files of sections say about the pages below them. */
function zolaSections(root: string, paths: readonly string[]) {
  const files = new Map<string, (FrontMatterFields | null)[]>();
  for (const path of paths) {
    const found = /^content\/(?:(.*)\/)?_index\.[^/]*$/s.exec(path);
    if (found === null) continue;
    const folder = found[1] ?? "";
    files.set(folder, [...(files.get(folder) ?? []), readFieldsSync(join(root, path))]);
  }
  const above = (place: ZolaPlace | null): string[] =>
    (place?.folders ?? []).map((_, at, folders) => folders.slice(0, at + 1).join("/"));
  return {
    hidden: (place: ZolaPlace | null): string[] => {
      const all = ["", ...above(place)].flatMap((folder) => files.get(folder) ?? []);
      const drafts = all.map((fields) => flagOf(fields?.first("draft") ?? null)).filter((flag) => flag !== false);
      return [
        ...(all.includes(null) ? ["the file of a section above it cannot be read"] : []),
        ...(drafts.some((flag) => flag !== null) ? ["a section above it is a draft"] : []),
      ];
    },
    /** Zola makes no page without a date then. */
    isByDate: (place: ZolaPlace | null): boolean =>
      (files.get(place?.folders.join("/") ?? "") ?? []).some((fields) =>
        ["date", "update_date"].includes(lineOf(fields?.first("sort_by") ?? null) ?? ""),
      ),
  };
}

/** A year, a month and a day in an address, by which many sites are arranged. */
const DAY = /(?:^|\/)((?:19|20)\d{2})\/(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])(?:\/|$)/;

/** With the terms of `[taxonomies]`, what themes keep in `[extra]`, and the day in the address of a page without another date. */
function zolaFields(fields: FrontMatterFields, place: ZolaPlace | null, settings: ZolaSettings): FrontMatterFields {
  const more = new Map<string, FieldValue>();
  const taxonomies = fields.first("taxonomies");
  const tags: FieldValue[] = [];
  for (const [name, value] of isFieldMap(taxonomies) ? taxonomies : []) {
    if (TAXONOMIES.includes(name.toLowerCase())) more.set(name, value);
    else tags.push(...listOf(value));
  }
  if (tags.length > 0) more.set("tags", tags);
  const address = place === null ? null : zolaAddress(place, fields, settings);
  const [, year, month = "", day = ""] = DAY.exec(address ?? "") ?? [];
  if (year !== undefined && isEmpty(fields.first("date")) && place?.date === null)
    more.set("date", [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-"));
  const extra = fields.first("extra");
  for (const [name, value] of isFieldMap(extra) ? extra : [])
    if (!OWN_FIELDS.has(name) && !more.has(name)) more.set(name, value);
  return fields.inheriting(more as FieldMap);
}
