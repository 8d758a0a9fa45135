// The languages of a Hugo site: the main one, those that are disabled, and the configuration of each, which completes that of the site.
import { type FieldMap, flagOf, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { canonicalLocale } from "../posts/post-locale.js";
import { type HugoCascade, hugoCascades } from "./hugo-cascade.js";
import { mergedMaps } from "./hugo-configuration.js";

export interface HugoLanguage {
  /** In lower case. */
  key: string;
  /** BCP 47. Null if neither the key nor `languageCode` is a language tag. */
  locale: string | null;
  /** Those of this language alone. */
  cascades: readonly HugoCascade[];
  /** Without slashes at its ends. Null if the language has none of its own. */
  contentDir: string | null;
  /** The configuration of the site with that of the language. */
  config: FrontMatterFields;
}

export interface HugoLanguages {
  main: string;
  /** By key. Empty if the configuration names no languages. */
  all: ReadonlyMap<string, HugoLanguage>;
  /** Keys of languages that are not built, also of those that are not named otherwise. */
  disabled: ReadonlySet<string>;
  /** Whether the paths of the main language begin with its key as well. */
  isMainInSubfolder: boolean;
  /** Whether each language has a host of its own, so that no path begins with a key. */
  isMultihost: boolean;
}

export function hugoLanguages(config: FrontMatterFields): HugoLanguages {
  const table = config.first("languages");
  const listed = listOf(config.first("disableLanguages")).flatMap((item) =>
    (lineOf(item) ?? "").toLowerCase().split(/[ ,]+/),
  );
  const disabled = new Set(listed);
  const { languages: _, ...site } = Object.fromEntries(config.toMap());
  const all = [...(isFieldMap(table) ? table : [])].map(([name, value]): [string, HugoLanguage] => {
    const map: FieldMap = isFieldMap(value) ? value : new Map();
    const own = new FrontMatterFields(map);
    const key = name.toLowerCase();
    if (![null, false].includes(disabledFlag(own))) disabled.add(key);
    const language = {
      key,
      locale: canonicalLocale(lineOf(own.first("languageCode", "locale")) ?? key) ?? canonicalLocale(key),
      cascades: hugoCascades(own.first("cascade")),
      contentDir: trimmedFolder(lineOf(own.first("contentDir"))),
      config: new FrontMatterFields(mergedMaps(new Map(Object.entries(site)), map)),
    };
    return [key, language];
  });
  const main = lineOf(config.first("defaultContentLanguage"))?.toLowerCase() ?? "en";
  const hosts = all.filter(([, language]) => isFieldMap(table) && hasOwnHost(table, language.key));
  return {
    main,
    all: new Map(all),
    disabled,
    isMainInSubfolder: flagOf(config.first("defaultContentLanguageInSubdir")) === true,
    isMultihost: all.length > 0 && hosts.length === all.length,
  };
}

function disabledFlag(language: FrontMatterFields): boolean | null {
  const flag = flagOf(language.first("disabled"));
  return flag === "unclear" ? true : flag;
}

function hasOwnHost(table: FieldMap, key: string): boolean {
  const found = [...table].find(([name]) => name.toLowerCase() === key)?.[1] ?? null;
  return isFieldMap(found) && lineOf(new FrontMatterFields(found).first("baseURL")) !== null;
}

/** Null if there is no folder. */
export function trimmedFolder(folder: string | null): string | null {
  return folder === null ? null : folder.replace(/^(?:\.?\/)+|\/+$/g, "").replace(/^\.$/, "");
}
