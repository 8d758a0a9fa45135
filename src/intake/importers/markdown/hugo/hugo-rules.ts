// Which files Hugo makes no post of, and what hides the posts of a section: the files that are resources of a leaf bundle, the front matter
// that `cascade` hands down, and sections that are drafts themselves.
import type { FieldMap, FieldValue } from "../front-matter/field-value.js";
import { lineOf, listOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { NO_RULES, type SiteRules } from "../rules/site-rules.js";
import { cascadeInto, type HugoCascade, type HugoPage, hugoCascades } from "./hugo-cascade.js";
import { hugoLanguages } from "./hugo-languages.js";
import { type HugoRoots, hugoRoots } from "./hugo-roots.js";

const LEAF_BUNDLE = /^index(?:\.[^./]+)?\.(?:md|markdown|mdown)$/i;

/** What an `_index.md` says about the pages below it. */
export interface HugoSection {
  /** Null if the name of the file has no language. */
  locale: string | null;
  cascades: readonly HugoCascade[];
  /** A clause about why Hugo does not build the section. Null if it does. */
  hidden: string | null;
}

/** The folders of the site, by their paths from the folder of the configuration, without a slash at the end. */
export interface HugoFolders {
  leafBundles: Set<string>;
  sections: Map<string, HugoSection[]>;
}

export function hugoRules(config: FrontMatterFields, folders: HugoFolders): SiteRules {
  const roots = hugoRoots(config);
  const siteCascades = hugoCascades(config.first("cascade"));
  const languages = hugoLanguages(config);
  const hasNoPages = listOf(config.first("disableKinds")).some((kind) => lineOf(kind)?.toLowerCase() === "page");
  return {
    ...NO_RULES,
    passedOver(path) {
      const reason = roots.leftOut(path);
      if (reason !== null) return reason;
      const bundle = bundleAbove(path, roots, folders);
      return bundle === null ? null : `it is a resource of the page ${bundle}/index.md and not a page itself`;
    },
    inherited(path, locale) {
      const values = new Map<string, FieldValue>();
      const page: HugoPage = { path: logicalPath(path, roots), language: locale?.toLowerCase() ?? languages.main };
      for (const section of sectionsAbove(path, folders, locale)) cascadeInto(values, section.cascades, page);
      cascadeInto(values, languages.cascades.get(page.language) ?? [], page);
      cascadeInto(values, siteCascades, page);
      return values satisfies FieldMap;
    },
    hides: (path, _, locale) => [
      ...sectionsAbove(path, folders, locale).flatMap(({ hidden }) => hidden ?? []),
      ...(languages.disabled.has(locale?.toLowerCase() ?? languages.main) ? ["its language is disabled"] : []),
      ...(hasNoPages ? ["the configuration disables pages"] : []),
    ],
  };
}

export const isLeafBundle = (name: string): boolean => LEAF_BUNDLE.test(name);

/** The nearest first, and in a folder those of the language first. Those of other languages do not concern the page. */
function sectionsAbove(path: string, { sections }: HugoFolders, locale: string | null): HugoSection[] {
  const parts = path.split("/").slice(0, -1);
  return parts.flatMap((_, at) => {
    const found = sections.get(parts.slice(0, parts.length - at).join("/")) ?? [];
    const own = found.filter((section) => section.locale !== null && section.locale === locale);
    const unmarked = found.filter((section) => section.locale === null);
    // A page without a language may be in any.
    return [...own, ...unmarked, ...(locale === null ? found.filter((section) => section.locale !== null) : [])];
  });
}

/** A leaf bundle has no pages below it, at any depth. The content root itself is no bundle. */
function bundleAbove(path: string, roots: HugoRoots, { leafBundles }: HugoFolders): string | null {
  const inRoot = roots.pathInRoot(path) ?? "";
  const root = path.slice(0, path.length - inRoot.length);
  const parts = inRoot.split("/").slice(0, -1);
  const isOwnPage = LEAF_BUNDLE.test(path.slice(path.lastIndexOf("/") + 1));
  const above = parts.map((_, at) => root + parts.slice(0, at + 1).join("/"));
  const candidates = isOwnPage ? above.slice(0, -1) : above;
  return candidates.find((folder) => leafBundles.has(folder)) ?? null;
}

function logicalPath(path: string, roots: HugoRoots): string {
  const inRoot = roots.pathInRoot(path) ?? path;
  const bare = inRoot.replace(/\.[^./]+$/, "").replace(/\/index(?:\.[^./]+)?$/, "");
  return `/${bare.replace(/\.[a-z]{2,3}(?:-[a-z]{2,4})?$/i, "").replace(/ /g, "-")}`;
}
