// The paths under which Hugo serves a page: by `url`, by the permalinks of its section, or by its folders and its name, with the folder of
// its language, and by its aliases.
import { decodePercent } from "../../../../lib/text.js";
import { type FieldValue, flagOf, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type CalendarDay, parseWrittenDate } from "../front-matter/written-date.js";
import type { OldAddresses } from "../rules/site-rules.js";
import { isGlobMatch } from "./hugo-cascade.js";
import type { HugoLanguages } from "./hugo-languages.js";
import { expandedPermalink, hugoPath, type PathRules, type PermalinkValues } from "./hugo-path.js";
import type { HugoPlace } from "./hugo-places.js";

export interface HugoPageFacts {
  place: HugoPlace;
  fields: FrontMatterFields;
  /** The folders that are sections, root first. */
  sections: readonly string[];
}

export function hugoAddresses(page: HugoPageFacts, config: FrontMatterFields, languages: HugoLanguages): OldAddresses {
  const own = languages.all.get(page.place.language)?.config ?? config;
  const path = pathOf(page, own, languages);
  const base = basePath(own);
  const withBase = (paths: readonly string[]): string[] => (base === "" ? [] : paths.map((old) => base + old));
  const further = path === null ? [] : [path, ...pathsOfOtherVersions(page, own, languages)];
  const aliases = listOf(page.fields.first("aliases", "alias")).flatMap((alias) =>
    (further.length === 0 ? [null] : further).flatMap((from) => aliasOf(alias, from, own)),
  );
  const others = [...further.slice(1), ...aliases, ...withBase([...further, ...aliases])];
  return { path, failure: path === null ? UNKNOWN_TOKEN : null, others };
}

const UNKNOWN_TOKEN = "Its address cannot be determined, because the pattern of its section has an unknown part.";

/** Until 0.122, patterns did not apply to folders with capitals. Languages without others had no folder, and newer versions differ. */
function pathsOfOtherVersions(page: HugoPageFacts, config: FrontMatterFields, languages: HugoLanguages): string[] {
  const section = page.place.folders[0] ?? "";
  const older = section === section.toLowerCase() ? null : pathOf(page, withoutPermalinks(config), languages);
  const newer = isAlone(languages) ? pathOf(page, config, { ...languages, disabled: new Set() }) : null;
  return [older, newer].filter((path) => path !== null);
}

const withoutPermalinks = (config: FrontMatterFields): FrontMatterFields =>
  new FrontMatterFields(new Map([...config.toMap()].filter(([name]) => name.toLowerCase() !== "permalinks")));

const isAlone = ({ all, disabled }: HugoLanguages): boolean =>
  [...all.keys()].filter((key) => !disabled.has(key)).length === 1;

/** The path of `baseURL`, without a slash at its end. */
function basePath(config: FrontMatterFields): string {
  const written = lineOf(config.first("baseURL")) ?? "";
  const path = URL.canParse(written) ? new URL(written).pathname : written.startsWith("/") ? written : "";
  return decodePercent(path).replace(/\/+$/, "");
}

function pathOf(page: HugoPageFacts, config: FrontMatterFields, languages: HugoLanguages): string | null {
  const { place, fields } = page;
  const rules: PathRules = {
    removesAccents: flagOf(config.first("removePathAccents")) === true,
    keepsCase: flagOf(config.first("disablePathToLower")) === true,
  };
  const prefix = languagePrefix(place.language, languages);
  const url = lineOf(fields.first("url"));
  const values = valuesOf(page);
  if (url !== null) {
    const expanded = url.includes(":") && !/^[a-z]+:\/\//i.test(url) ? expandedPermalink(url, values, rules) : url;
    return expanded === null ? null : urlPath(expanded, prefix, languages.isMultihost);
  }
  const pattern = permalinkFor(place, config);
  const expanded = pattern === null ? null : expandedPermalink(pattern, values, rules);
  if (pattern !== null && expanded === null) return null;
  const written =
    expanded === null
      ? [...place.folders, values.slug ?? place.nameInPath].join("/")
      : decodePercent(expanded.replaceAll("+", " "));
  const path = cleaned(hugoPath(`/${written}`, rules));
  return prefix + path + (isUgly(config, values.section) ? ".html" : "/");
}

function languagePrefix(language: string, languages: HugoLanguages): string {
  const { all, main, isMainInSubfolder, isMultihost } = languages;
  const hasSeveral = all.size > 0 && !isAlone(languages);
  const isPrefixed = hasSeveral && !isMultihost && (language !== main || isMainInSubfolder);
  return isPrefixed ? `/${language}` : "";
}

/** The path of `url` is served as written. It is relative to the language unless it begins with a slash. */
function urlPath(url: string, prefix: string, isMultihost: boolean): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  const isComplete = path.startsWith("/") || path !== url;
  const rooted = cleaned(`/${path}`) + (path.endsWith("/") || !path.includes(".") ? "/" : "");
  return (isComplete && !isMultihost ? "" : prefix) + rooted;
}

function valuesOf({ place, fields, sections }: HugoPageFacts): PermalinkValues {
  const written = lineOf(fields.first("date", "publishDate", "pubDate", "published", "lastmod", "modified")) ?? "";
  const [, hour, minute, second] = /[T\s](\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(written.slice(0, 64)) ?? [];
  return {
    title: lineOf(fields.first("title")) ?? "",
    slug: lineOf(fields.first("slug")),
    fileName: place.nameInPath,
    section: place.folders[0] ?? "",
    sections,
    day: dayOf(written),
    clock: [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)],
  };
}

/** Most dates begin in this form, whose parts are enough. */
function dayOf(written: string): CalendarDay {
  const [, year, month, day] = /^([12]\d{3})-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?=$|[T\s])/.exec(written) ?? [];
  if (year !== undefined) return { year: Number(year), month: Number(month), day: Number(day) };
  return parseWrittenDate(written, "UTC")?.day ?? NO_DAY;
}

/** Hugo's date of a page without a date. */
const NO_DAY = { year: 1, month: 1, day: 1 };

/** Older versions have patterns by section, newer ones also by kind and section, or a list with targets. */
function permalinkFor(place: HugoPlace, config: FrontMatterFields): string | null {
  const permalinks = config.first("permalinks");
  if (Array.isArray(permalinks)) return targetedPermalink(listOf(permalinks), place);
  if (!isFieldMap(permalinks)) return null;
  const byKind = [...permalinks].find(([name]) => name.toLowerCase() === "page")?.[1] ?? null;
  const section = place.folders[0] ?? "";
  for (const table of [byKind, permalinks]) {
    if (!isFieldMap(table)) continue;
    for (const [key, pattern] of table) {
      if (key.replace(/^[ /]+|[ /]+$/g, "").toLowerCase() === section.toLowerCase()) return lineOf(pattern);
    }
  }
  return null;
}

function targetedPermalink(rules: readonly FieldValue[], place: HugoPlace): string | null {
  const path = `/${[...place.folders, place.name].join("/")}`.toLowerCase().replaceAll(" ", "-");
  for (const rule of rules) {
    if (!isFieldMap(rule)) continue;
    const target = rule.get("target") ?? null;
    const keywords = isFieldMap(target) ? [...target] : [];
    const isMatching = keywords.every(
      ([name, glob]) => (name !== "path" || isGlobMatch(glob, path)) && (name !== "kind" || isGlobMatch(glob, "page")),
    );
    if (isMatching) return lineOf(rule.get("pattern") ?? null);
  }
  return null;
}

function isUgly(config: FrontMatterFields, section: string): boolean {
  const setting = config.first("uglyURLs");
  if (!isFieldMap(setting)) return flagOf(setting) === true;
  return flagOf([...setting].find(([name]) => name.toLowerCase() === section.toLowerCase())?.[1] ?? null) === true;
}

/** An alias without a slash is beside the page. */
function aliasOf(alias: FieldValue, path: string | null, config: FrontMatterFields): string[] {
  const written = lineOf(alias);
  if (written === null) return [];
  const isRelative = !written.startsWith("/") && !/^[a-z]+:\/\//i.test(written);
  if (isRelative && path === null) return [];
  const folder = isRelative ? (path ?? "").replace(/\.html$/, "").replace(/\/?[^/]*\/?$/, "/") : "";
  const target = cleaned(`/${folder}${written.replace(/^[a-z]+:\/\/[^/]*/i, "")}`);
  return [isUgly(config, "") && !target.endsWith(".html") ? `${target}.html` : target];
}

/** Resolves `.` and `..`, and removes the slash at the end, as Go's `path.Clean` does. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.map((part) => `/${part}`).join("");
}
