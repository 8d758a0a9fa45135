// The settings of Zola that decide about pages: its languages, how it makes paths, and what it leaves out.
import { type FieldMap, flagOf, isFieldMap, lineOf, listOfLines } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { globExpression } from "../rules/glob-pattern.js";

export interface ZolaSettings {
  mainLanguage: string;
  /** The other languages, as the names of files state them. */
  languages: ReadonlySet<string>;
  /** `on` spells every path in ASCII. */
  slugs: "on" | "safe" | "off";
  /** Whether the date of a file name is a part of its path. */
  keepsDates: boolean;
  /** Null if a pattern cannot be read. */
  ignored: readonly (RegExp | null)[];
}

export function zolaSettings(config: FrontMatterFields): ZolaSettings {
  const slugs = lineOf(config.first("slugify.paths"));
  const languages = config.first("languages");
  return {
    mainLanguage: lineOf(config.first("default_language")) ?? "en",
    languages: new Set(isFieldMap(languages) ? (languages as FieldMap).keys() : []),
    slugs: slugs === "safe" || slugs === "off" ? slugs : "on",
    keepsDates: flagOf(config.first("slugify.paths_keep_dates")) === true,
    // Its asterisks match slashes as well.
    ignored: listOfLines(config.first("ignored_content")).map((glob) => globExpression(glob.replace(/\*+/g, "**"))),
  };
}
