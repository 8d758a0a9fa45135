// The languages of a Hugo site: the main one, those that are disabled, and what the configuration of each hands down.
import { flagOf, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type HugoCascade, hugoCascades } from "./hugo-cascade.js";

/** Keys of languages are in lower case. */
export interface HugoLanguages {
  main: string;
  disabled: ReadonlySet<string>;
  cascades: ReadonlyMap<string, readonly HugoCascade[]>;
}

export function hugoLanguages(config: FrontMatterFields): HugoLanguages {
  const table = config.first("languages");
  const languages = [...(isFieldMap(table) ? table : [])].map(([key, value]) => ({
    key: key.toLowerCase(),
    fields: new FrontMatterFields(isFieldMap(value) ? value : new Map()),
  }));
  const disabled = languages
    .filter(({ fields }) => ![null, false].includes(unclearAsTrue(fields)))
    .map(({ key }) => key);
  const listed = listOf(config.first("disableLanguages")).flatMap((item) =>
    (lineOf(item) ?? "").toLowerCase().split(/[ ,]+/),
  );
  return {
    main: lineOf(config.first("defaultContentLanguage"))?.toLowerCase() ?? "en",
    disabled: new Set([...disabled, ...listed]),
    cascades: new Map(languages.map(({ key, fields }) => [key, hugoCascades(fields.first("cascade"))])),
  };
}

function unclearAsTrue(fields: FrontMatterFields): boolean | null {
  const flag = flagOf(fields.first("disabled"));
  return flag === "unclear" ? true : flag;
}
