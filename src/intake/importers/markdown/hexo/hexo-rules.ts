// The rules of Hexo: which files are posts and pages, which of them it or its plug-ins hide, and where they were served.
import { type FieldMap, type FieldValue, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { NO_RULES, type OldAddresses, type SiteRules } from "../rules/site-rules.js";
import { pageAddresses, postAddresses } from "./hexo-addresses.js";
import { hexoFileName } from "./hexo-file-name.js";
import { type HexoFile, hexoFile } from "./hexo-files.js";
import { hexoLocks } from "./hexo-locks.js";
import { hexoSettings } from "./hexo-settings.js";

export interface HexoSite {
  config: FrontMatterFields;
  /** The address of the site as the import knows it. */
  siteUrl: string | null;
  /** IANA. Null if it is unknown. */
  timeZone: string | null;
  /** The absolute path of the project, with slashes. */
  project: string;
  /** The content of package.json, if there is one. */
  packages: FieldMap | null;
}

const NO_ADDRESS: OldAddresses = { path: null, failure: null, others: [] };

export function hexoRules({ config, siteUrl, timeZone, project, packages }: HexoSite): SiteRules {
  const settings = hexoSettings(config, { siteUrl, timeZone });
  const locks = hexoLocks(config, packages);
  const fileAt = (path: string): HexoFile => hexoFile(path, project, settings);
  return {
    ...NO_RULES,
    generator: "HEXO",
    passedOver(path) {
      const file = fileAt(path);
      return file.place === "NONE" ? file.reason : null;
    },
    inherited(path) {
      const file = fileAt(path);
      if (file.place !== "POST" && file.place !== "DRAFT") return new Map();
      const { fields, date } = hexoFileName(file.path, settings.postName);
      return new Map<string, FieldValue>([...fields, ...(date === null ? [] : [["date", date] as const])]);
    },
    hides(path, fields) {
      const file = fileAt(path);
      return [...(file.place === "NONE" ? [] : file.doubts), ...locks(fields)];
    },
    kindOf: ({ path }) => (fileAt(path).place === "PAGE" ? { kind: "PAGE" } : { kind: "POST" }),
    addresses({ path, fields }) {
      const file = fileAt(path);
      if (file.place === "PAGE") return pageAddresses(file.path, fields, settings);
      const isServed = file.place === "POST" && !/^(?:false|0)$/i.test(lineOf(fields.first("published")) ?? "");
      if (file.place === "NONE" || !(isServed || settings.rendersDrafts)) return NO_ADDRESS;
      return postAddresses(file.path, fields, settings);
    },
  };
}
