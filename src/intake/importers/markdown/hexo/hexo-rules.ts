// The rules of Hexo: which files are posts and pages, which of them it or its plug-ins hide, and where they were served.
import type { AddressKind } from "../../../../platform/markup/dialect/resolve-address.js";
import { fileFacts } from "../file-name.js";
import { type FieldMap, type FieldValue, lineOf, listOfLines } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { localeOfFolder } from "../posts/post-locale.js";
import { isPublicNow } from "../posts/post-time.js";
import { repeatedKeys } from "../rules/repeated-keys.js";
import { type AddressedPage, NO_RULES, type OldAddresses, type SiteRules } from "../rules/site-rules.js";
import { pageAddresses, postAddresses } from "./addresses/hexo-addresses.js";
import { hexoFileName } from "./addresses/hexo-file-name.js";
import { hexoBody } from "./body/hexo-body.js";
import { hexoDialect } from "./body/hexo-dialect.js";
import { HexoSources } from "./body/hexo-sources.js";
import { hexoFileUrl, hexoTagContext, type PostPlace } from "./body/hexo-urls.js";
import { type HexoFile, hexoAssetFolder, hexoFile, hexoFileFolders, hexoPassedOver } from "./hexo-files.js";
import { hexoLocks } from "./hexo-locks.js";
import { hexoMenus } from "./hexo-menus.js";
import { hexoSettings } from "./hexo-settings.js";

/** Such as a link to a picture or a document. */
const isFile = (url: string): boolean =>
  /[^/.]\.(?!(?:html?|md|markdown|php)(?:[?#]|$))[a-z][a-z0-9]{1,4}(?:[?#].*)?$/i.test(url);

export interface HexoSite {
  config: FrontMatterFields;
  /** The address of the site as the import knows it. */
  siteUrl: string | null;
  /** IANA. Null if it is unknown. */
  timeZone: string | null;
  now: Date;
  /** The absolute path of the project, with slashes. */
  project: string;
  /** The content of package.json, if there is one. */
  packages: FieldMap | null;
  /** The whole configuration of the theme. */
  theme: FieldMap;
  /** The Markdown files, relative to the project. */
  paths: readonly string[];
}

const NO_ADDRESS: OldAddresses = { path: null, failure: null, others: [] };

export function hexoRules(site: HexoSite): SiteRules {
  const { config, siteUrl, timeZone, now, project, packages, paths } = site;
  const settings = hexoSettings(config, { siteUrl, timeZone, packages });
  const locks = hexoLocks(config, packages);
  const dialect = hexoDialect(config, packages);
  const hides = (path: string, fields: FrontMatterFields): string[] => {
    const file = fileAt(path);
    return [...(file.place === "NONE" ? [] : file.doubts), ...locks(fields)];
  };
  const codeFolder = lineOf(config.first("code_dir")) ?? "downloads/code";
  const sources = new HexoSources(project, paths, settings, codeFolder, (path, fields) =>
    isPublicNow(fields, fileFacts(path), { timeZone: timeZone ?? "UTC", now, hiddenBySite: hides(path, fields) }),
  );
  const addresses = ({ path, fields }: Pick<AddressedPage, "path" | "fields">): OldAddresses => {
    const file = fileAt(path);
    if (file.place === "PAGE") return pageAddresses(file.path, fields, settings);
    const isServed = file.place === "POST" && !/^(?:false|0)$/i.test(lineOf(fields.first("published")) ?? "");
    if (file.place === "NONE" || !(isServed || settings.rendersDrafts)) return NO_ADDRESS;
    return postAddresses(file.path, fields, settings);
  };
  const placeOf = (page: AddressedPage): PostPlace => ({
    file: fileAt(page.path),
    path: addresses(page).path,
    siteUrl,
  });
  const fileAt = (path: string): HexoFile => hexoFile(path, project, settings);
  return {
    ...NO_RULES,
    generator: "HEXO",
    passedOver(path) {
      const file = fileAt(path);
      return file.place === "NONE" ? file.reason : null;
    },
    factsOf(facts, path) {
      const isPost = facts.role === "PROJECT_FILE" && fileAt(path).place === "POST";
      return { ...facts, pathStyle: "HEXO", role: isPost ? "POST" : facts.role };
    },
    inherited(path) {
      const file = fileAt(path);
      if (file.place !== "POST" && file.place !== "DRAFT") return new Map();
      const { fields, date } = hexoFileName(file.path, settings.postName);
      return new Map<string, FieldValue>([...fields, ...(date === null ? [] : [["date", date] as const])]);
    },
    hides,
    kindOf: ({ path }) => (fileAt(path).place === "PAGE" ? { kind: "PAGE" } : { kind: "POST" }),
    translationOf: hexoTranslations(paths, config, fileAt),
    addresses,
    menus: () => hexoMenus(site.theme),
    fileFolders: hexoFileFolders(project, settings, themeName(config)),
    fileLeftOut: (path) => hexoPassedOver(path, project, settings),
    folderOfFiles: (path) => hexoAssetFolder(path, settings),
    fileUrl: (url, page) => hexoFileUrl(url, placeOf(page), settings, sources),
    translate(body, page, notices) {
      const place = placeOf(page);
      const resolve = (url: string, kind: AddressKind): string | null =>
        kind === "FILE" || isFile(url) ? hexoFileUrl(url, place, settings, sources) : null;
      const context = {
        dialect,
        fields: page.fields,
        format: /\.html?$/i.test(page.path) ? ("HTML" as const) : ("MARKDOWN" as const),
        tags: hexoTagContext(place, settings, sources, notices),
        addresses: place.path === null ? null : { page: place.path, siteUrl, resolve },
      };
      return hexoBody(body, context, notices);
    },
  };
}

/** Null if it could lead out of the folder of themes. */
function themeName(config: FrontMatterFields): string | null {
  const name = lineOf(config.first("theme"));
  return name !== null && /^[\w@-][\w.@-]*$/.test(name) ? name : null;
}

/** By the same path below the folder of a language, such as `_posts/en/hello.md` beside `_posts/hello.md`. */
function hexoTranslations(
  paths: readonly string[],
  config: FrontMatterFields,
  fileAt: (path: string) => HexoFile,
): SiteRules["translationOf"] {
  const languages = new Set(listOfLines(config.first("language")).map((language) => language.toLowerCase()));
  const isLanguage = (folder: string): boolean =>
    languages.has(folder.toLowerCase()) || localeOfFolder(folder) !== null;
  const byPath = repeatedKeys(paths, (path) => {
    const file = fileAt(path);
    if (file.place !== "POST" && file.place !== "DRAFT") return null;
    const [folder = "", ...rest] = file.path.split("/");
    return rest.length > 0 && isLanguage(folder) ? rest.join("/") : file.path;
  });
  return ({ path }) => byPath(path);
}
