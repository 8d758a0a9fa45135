// What the sections above a page hand down to it, and whether one of them hides it.
import { type FieldMap, type FieldValue, flagOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { cascadeInto, type HugoPage, hugoCascades } from "./hugo-cascade.js";
import { type HugoFolders, type HugoSection, hiddenSection } from "./hugo-folders.js";
import type { HugoLanguages } from "./hugo-languages.js";
import type { HugoPlace } from "./hugo-places.js";

export interface HugoSections {
  inherited(place: HugoPlace | null): FieldMap;
  /** Clauses about why Hugo does not build the sections of the page. */
  hidden(place: HugoPlace | null, fields: FrontMatterFields): string[];
  /** The folders that are sections of their own or lie above such a section, root first. */
  names(place: HugoPlace): readonly string[];
}

interface HiddenSection {
  reason: string;
  /** By a cascade, and not by the front matter of the section itself. */
  isInherited: boolean;
}

export interface SectionContext {
  config: FrontMatterFields;
  /** Without a configuration, and without languages in it, a page may be in any language. */
  isConfigured: boolean;
  languages: HugoLanguages;
  folders: HugoFolders;
  now: Date;
}

export function hugoSections(context: SectionContext): HugoSections {
  const { config, isConfigured, languages, folders, now } = context;
  const siteCascades = hugoCascades(config.first("cascade"));
  const known = new Map<string, HiddenSection[]>();
  const isAnyLanguage = !isConfigured || languages.all.size === 0;

  const sectionsAt = (folder: string, language: string): HugoSection[] =>
    (folders.sections.get(folder) ?? []).filter((section) => isAnyLanguage || section.language === language);

  /** The nearest first. */
  const inheritedBy = (page: HugoPage, parts: readonly string[]): Map<string, FieldValue> => {
    const values = new Map<string, FieldValue>();
    for (const folder of foldersAbove(parts)) {
      for (const { cascades } of sectionsAt(folder, page.language)) cascadeInto(values, cascades, page);
    }
    cascadeInto(values, languages.all.get(page.language)?.cascades ?? [], page);
    cascadeInto(values, siteCascades, page);
    return values;
  };

  /** A section may also be hidden by what it inherits or hands down. The home and a first folder need no file for that. */
  const hiddenAt = (parts: readonly string[], language: string): HiddenSection[] => {
    const folder = parts.join("/");
    const key = `${language}/${folder}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const own = sectionsAt(folder, language).map(({ fields }) => fields);
    const found = own.length === 0 && parts.length <= 1 ? [new FrontMatterFields()] : own;
    const values = inheritedBy({ path: `/${folder}`, language, kind: "section" }, parts);
    const reasons = found.flatMap((fields): HiddenSection[] => {
      const reason = hiddenSection(fields, now);
      if (reason !== null) return [{ reason, isInherited: false }];
      const inherited = hiddenSection(fields?.inheriting(values) ?? null, now);
      return inherited === null ? [] : [{ reason: inherited, isInherited: true }];
    });
    known.set(key, reasons);
    return reasons;
  };

  return {
    inherited(place) {
      if (place === null) return new Map();
      const path = `/${[...place.folders, place.name].join("/")}`;
      return inheritedBy({ path, language: place.language, kind: "page" }, place.folders);
    },
    hidden(place, fields) {
      if (place === null) return [];
      const { folders: parts, language } = place;
      const found = [...parts, ""].flatMap((_, at) => hiddenAt(parts.slice(0, at), language));
      // Versions of Hugo differ in whether a section that only inherits a flag hides a page that says otherwise itself.
      const isFree = flagOf(fields.first("draft")) === false || hiddenSection(fields, now) !== null;
      return found.filter(({ isInherited }) => !isInherited || !isFree).map(({ reason }) => reason);
    },
    names({ folders: parts, language }) {
      const depth = parts.findLastIndex(
        (_, at) => at === 0 || sectionsAt(parts.slice(0, at + 1).join("/"), language).length > 0,
      );
      return parts.slice(0, depth + 1);
    },
  };
}

function foldersAbove(parts: readonly string[]): string[] {
  return [...parts, ""].map((_, at) => parts.slice(0, parts.length - at).join("/"));
}
