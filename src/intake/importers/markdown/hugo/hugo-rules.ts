// What Hugo decides about a file, from the configuration and the files of its sections: whether it is a page, what it inherits, what hides
// it, whether it is a post, and where it was served.

import { postPathOf } from "../../../../platform/markup/page-reference.js";
import { type FileFacts, fileFacts } from "../file-name.js";
import { flagOf, lineOf, listOf, listOfLines } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { localeOfSuffix } from "../posts/post-locale.js";
import { repeatedKeys, suffixTranslations } from "../rules/repeated-keys.js";
import { NO_RULES, type OldAddresses, type PageKind, type SiteRules } from "../rules/site-rules.js";
import { hugoAddresses } from "./hugo-addresses.js";
import { translateHugoBody } from "./hugo-body.js";
import { hugoFileFolders } from "./hugo-files.js";
import { type HugoFolders, type HugoSource, readHugoFolders } from "./hugo-folders.js";
import { hugoFields } from "./hugo-front-matter.js";
import { hugoLanguages } from "./hugo-languages.js";
import { HugoMenus } from "./hugo-menus.js";
import { type HugoPlace, hugoPlace } from "./hugo-places.js";
import { hugoReferences } from "./hugo-references.js";
import { hugoRoots } from "./hugo-roots.js";
import { hugoSections } from "./hugo-sections.js";

const BUILD_SETTINGS = [
  ["buildDrafts", "Hugo's setting buildDrafts published drafts; they were imported as drafts all the same."],
  ["buildFuture", "Hugo's setting buildFuture published posts before their dates; they were scheduled all the same."],
  ["buildExpired", "Hugo's setting buildExpired published expired posts; they were imported as drafts all the same."],
] as const;

/** Without a configuration, the languages and the addresses of the site are not known. */
export async function readHugoRules(
  config: FrontMatterFields,
  isConfigured: boolean,
  source: HugoSource,
): Promise<SiteRules> {
  for (const [setting, sentence] of BUILD_SETTINGS) {
    if (flagOf(config.first(setting)) === true) source.notices.changed(sentence);
  }
  const languages = hugoLanguages(config);
  const roots = hugoRoots(config, languages);
  const placeOf = memoised((path: string) => hugoPlace(path, roots, languages));
  const folders = await readHugoFolders(source, placeOf);
  const sections = hugoSections({ config, isConfigured, languages, folders, now: source.now });
  const hasNoPages = listOf(config.first("disableKinds")).some((kind) => lineOf(kind)?.toLowerCase() === "page");
  const configOf = (place: HugoPlace): FrontMatterFields => languages.all.get(place.language)?.config ?? config;
  let last: { fields: FrontMatterFields; found: OldAddresses } | null = null;
  const addressesOf = (place: HugoPlace, fields: FrontMatterFields): OldAddresses => {
    if (last?.fields !== fields) {
      const found = hugoAddresses({ place, fields, sections: sections.names(place) }, config, languages);
      last = { fields, found };
    }
    return last.found;
  };
  const references = hugoReferences(source.root, folders.pages, (place, fields) =>
    isConfigured ? addressesOf(place, fields).path : postPathOf(place.name),
  );
  const menus = new HugoMenus();
  const home: HugoPlace = { ...HOME, language: languages.main };
  menus.addConfiguration(configOf(home), (page) => references.find(page, home, null));
  return {
    ...NO_RULES,
    generator: "HUGO",
    factsOf: (facts, path) => (isConfigured ? factsOf(facts, placeOf(path), languages) : facts),
    passedOver(path) {
      const reason = roots.leftOut(path);
      if (reason !== null) return reason;
      const bundle = bundleAbove(placeOf(path), folders);
      return bundle === null ? null : `it is a resource of the page ${bundle}/index.md and not a page itself`;
    },
    inherited: (path) => sections.inherited(placeOf(path)),
    readFields(fields, facts, path, notices) {
      const place = placeOf(path);
      return place === null ? fields : hugoFields(fields, facts, configOf(place), notices);
    },
    hides: (path, fields) => [
      ...sections.hidden(placeOf(path), fields),
      ...(languages.disabled.has(placeOf(path)?.language ?? languages.main) ? ["its language is disabled"] : []),
      ...(hasNoPages ? ["the configuration disables pages"] : []),
    ],
    kindOf({ path }) {
      const place = placeOf(path);
      return place === null || !isConfigured ? null : kindOf(place, configOf(place), folders);
    },
    translationOf: isConfigured
      ? hugoTranslations(source.paths, (path) => hugoPlace(path, roots, languages))
      : suffixTranslations(source.paths),
    addresses({ path, fields }) {
      const place = placeOf(path);
      return place === null || !isConfigured ? null : addressesOf(place, fields);
    },
    fileLeftOut: (path) => (isConfigured ? roots.leftOut(path) : null),
    fileFolders: hugoFileFolders(config, roots),
    addToMenus: (fields, { kind, key, title }) => menus.addPage(fields, title, { kind, key }),
    menus: () => menus.menus(),
    translate(body, { path, fields }, notices) {
      const place = placeOf(path);
      if (place === null) return body;
      const old = isConfigured ? addressesOf(place, fields).path : null;
      const refer = (reference: string, language: string | null): string | null =>
        references.find(reference, place, language);
      const page = { config: configOf(place), fields, path: old, siteUrl: source.siteUrl, refer };
      return translateHugoBody(body, page, notices);
    },
  };
}

/** By the field `translationKey`, or else by the same place in the content. */
function hugoTranslations(
  paths: readonly string[],
  placeOf: (path: string) => HugoPlace | null,
): SiteRules["translationOf"] {
  const keyAt = (path: string): string | null => {
    const place = placeOf(path);
    return place === null ? null : [...place.folders, place.name].join("/");
  };
  const byPlace = repeatedKeys(paths, keyAt);
  return ({ path, fields }) => {
    const key = lineOf(fields.first("translationKey"));
    return key === null ? byPlace(path) : `key ${key}`;
  };
}

/** The place from which the configuration refers to pages. */
const HOME = {
  inContent: "_index.md",
  hasLanguageSuffix: false,
  folders: [],
  name: "_index",
  nameInPath: "_index",
  isBundle: false,
};

/** Each file is asked about several times in a row. */
function memoised<T>(find: (path: string) => T): (path: string) => T {
  let last: { path: string; found: T } | null = null;
  return (path) => {
    if (last?.path !== path) last = { path, found: find(path) };
    return last.found;
  };
}

/** The configuration tells which folders and endings of names are languages. */
function factsOf(facts: FileFacts, place: HugoPlace | null, languages: ReturnType<typeof hugoLanguages>): FileFacts {
  if (place === null) return facts;
  const { inContent, hasLanguageSuffix, language } = place;
  const suffix = /\.([^./]+)\.[^./]+$/.exec(inContent)?.[1] ?? "";
  const plain = hasLanguageSuffix ? inContent.replace(/\.[^./]+(?=\.[^./]+$)/, "") : inContent;
  const locale = languages.all.get(language)?.locale ?? (languages.all.size === 0 ? localeOfSuffix(suffix) : null);
  return { ...fileFacts(`content/${plain}`), key: facts.key, locale };
}

/** A leaf bundle has no pages below it, at any depth. The content root itself is no bundle. */
function bundleAbove(place: HugoPlace | null, { leafBundles }: HugoFolders): string | null {
  const folders = place?.folders ?? [];
  const above = folders.map((_, at) => folders.slice(0, at + 1).join("/"));
  return above.find((folder) => leafBundles.has(folder)) ?? null;
}

/** Pages in no section are no posts, unless the site has hardly any others. */
function kindOf(place: HugoPlace, config: FrontMatterFields, folders: HugoFolders): PageKind | null {
  const [section] = place.folders;
  if (section === undefined) return folders.pagesAtRoot > folders.pagesInSections ? null : { kind: "PAGE" };
  const main = listOfLines(config.first("mainSections", "params.mainSections"));
  const isMain = main.length === 0 || main.some((name) => name.toLowerCase() === section.toLowerCase());
  return isMain ? null : { kind: "PAGE" };
}
