// Reads the configuration of the site generator for settings of its posts: the title and address of the site, the time zone of dates and
// the pattern of paths. An unreadable configuration is reported and ignored, and the options of the caller take precedence.
import { basename, dirname, join, relative, sep } from "node:path";
import { codeOf } from "../../../lib/error-facts.js";
import type { ImportedSite } from "../import-event.js";
import { type FieldMap, isFieldMap, lineOf, listOf } from "./front-matter/field-value.js";
import { readFrontMatter } from "./front-matter/front-matter.js";
import { FrontMatterError } from "./front-matter/front-matter-fence.js";
import { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import { isTimeZone } from "./front-matter/written-date.js";
import { hugoConfiguration } from "./hugo/hugo-configuration.js";
import type { ItemNotices } from "./item-notices.js";
import { canonicalLocale, localeOfFolder } from "./posts/post-locale.js";
import { withDomain } from "./site-domain.js";
import { readTextFile, UnreadableFileError } from "./text-file.js";

export type Generator = "HUGO" | "HEXO" | "JEKYLL" | "ZOLA";

export interface GeneratorSettings {
  /** The path from the folder of the configuration to that of the posts, with a slash at its end. Empty if they are the same. */
  place: string;
  generator: Generator | null;
  site: ImportedSite | null;
  /** An IANA time zone. */
  timeZone: string | null;
  /** The author of posts without an author. */
  author: string | null;
  /** Patterns by section (Hugo). The pattern of all other posts has the key `*`. */
  permalinks: ReadonlyMap<string, string>;
  /** The whole configuration. */
  config: FrontMatterFields;
  /** The name of a configuration that exists and cannot be read. */
  unreadable: string | null;
}

const FILES = [
  ...["_config.yml", "_config.yaml", "_config.toml"],
  ...["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"],
  "zola.toml",
  ...["config.toml", "config.yaml", "config.yml", "config.json"],
  ...["_default", "production"].flatMap((environment) =>
    ["hugo", "config"].flatMap((name) =>
      ["toml", "yaml", "yml", "json"].map((extension) => `config/${environment}/${name}.${extension}`),
    ),
  ),
];
const MAX_BYTES = 256 * 1024;
/** The names of folders with posts. The configuration of a project is beside them. */
const CONTENT_ROOTS = new Set(["content", "source", "_posts", "_drafts"]);
const POST_FOLDERS = new Set([...CONTENT_ROOTS, "src", "posts", "post", "blog", "articles"]);
const MAX_PARENT_FOLDERS = 4;

/** Jekyll's named patterns. */
const JEKYLL_PATTERNS: Readonly<Record<string, string>> = {
  date: "/:categories/:year/:month/:day/:title.html",
  pretty: "/:categories/:year/:month/:day/:title/",
  none: "/:categories/:title.html",
};

/** `folder` is an absolute path. */
export async function readGeneratorSettings(folder: string, notices: ItemNotices): Promise<GeneratorSettings> {
  let unreadable: string | null = null;
  for (const root of foldersFrom(folder)) {
    for (const name of FILES) {
      const text = await readIfThere(join(root, name), name, notices);
      const fields = text === null ? null : parse(text, name, notices);
      if (text !== null && fields === null) unreadable ??= name;
      const found = fields === null ? null : settingsFrom(fields, name, placeOf(root, folder));
      if (found === null) continue;
      const whole = found.generator === "HUGO" ? await wholeSettings(root, found, notices) : found;
      const settings = { ...whole, site: await withDomain(root, whole, baseOf(whole), notices) };
      unreadable ??= settings.unreadable;
      tellUsed(settings, name, notices);
      return { ...settings, unreadable };
    }
  }
  return {
    place: placeByName(folder),
    generator: null,
    site: null,
    timeZone: null,
    author: null,
    permalinks: new Map(),
    config: new FrontMatterFields(),
    unreadable,
  };
}

function tellUsed({ permalinks, timeZone, author }: GeneratorSettings, name: string, notices: ItemNotices): void {
  const used = [...permalinks.values(), timeZone, author].filter((part) => part !== null);
  if (used.length > 0) notices.changed(`These settings for posts were taken from ${name}: ${used.join(", ")}.`);
}

const baseOf = ({ config }: GeneratorSettings): string | null => lineOf(config.first("baseURL", "root"));

function placeOf(root: string, folder: string): string {
  const path = relative(root, folder).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}

/** Without a configuration, the names of the folders identify the generator. */
function placeByName(folder: string): string {
  const name = basename(folder);
  if (name !== "_posts" && name !== "_drafts") return name === "source" ? "source/" : "";
  return basename(dirname(folder)) === "source" ? `source/${name}/` : `${name}/`;
}

/** The folder and its parents, as long as their names indicate that they belong to a project. */
function foldersFrom(folder: string): string[] {
  const above = [folder];
  while (above.length <= MAX_PARENT_FOLDERS) above.push(dirname(above.at(-1) ?? folder));
  const names = above.map((path) => basename(path));
  const outermost = names.slice(0, MAX_PARENT_FOLDERS).findLastIndex((name) => CONTENT_ROOTS.has(name));
  const inside = names.findIndex((name) => !POST_FOLDERS.has(name) && localeOfFolder(name) === null);
  return above.slice(0, 1 + Math.max(outermost + 1, inside));
}

async function readIfThere(path: string, name: string, notices: ItemNotices): Promise<string | null> {
  try {
    return (await readTextFile(path, MAX_BYTES)).text;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const isAbsent = codeOf(error.cause) === "ENOENT";
    if (!isAbsent && !/ENOTDIR/.test(error.message)) notices.changed(`The file ${name} was ignored: ${error.message}.`);
    return null;
  }
}

/** Those of all files of Hugo's configuration. */
async function wholeSettings(root: string, found: GeneratorSettings, notices: ItemNotices): Promise<GeneratorSettings> {
  const read = (name: string): Promise<FieldMap | null> => readConfiguration(root, name, notices);
  const { config, unreadable } = await hugoConfiguration(root, found.config, read);
  return { ...(settingsFrom(config, "hugo.", found.place) ?? found), unreadable };
}

/** Null if the file does not exist or cannot be read, which is told. */
export async function readConfiguration(root: string, name: string, notices: ItemNotices): Promise<FieldMap | null> {
  const text = await readIfThere(join(root, name), name, notices);
  return text === null ? null : (parse(text, name, notices)?.toMap() ?? null);
}

/** A configuration has the format of front matter, without fences. */
function parse(text: string, name: string, notices: ItemNotices): FrontMatterFields | null {
  const bare = text.replace(/^\s*---[ \t]*\n/, "").replace(/^---[ \t]*$/m, "");
  const fence = name.endsWith(".toml") ? "+++" : "---";
  try {
    return readFrontMatter(name.endsWith(".json") ? text : `${fence}\n${bare}\n${fence}\n`).fields;
  } catch (error) {
    if (!(error instanceof FrontMatterError)) throw error;
    notices.changed(`The file ${name} was ignored: ${error.message}.`);
    return null;
  }
}

/** Null if the file does not belong to a site generator. */
function settingsFrom(fields: FrontMatterFields, name: string, place: string): GeneratorSettings | null {
  const generator = generatorOf(fields, name);
  if (generator === null) return null;
  const zone = lineOf(fields.first("timeZone", "timezone"));
  const timeZone = zone !== null && isTimeZone(zone) ? zone : null;
  return {
    place,
    generator,
    site: {
      title: lineOf(fields.first("title", "name")),
      description: lineOf(fields.first("description", "params.description", "subtitle")),
      url: siteUrlOf(fields),
      locale: localeFrom(fields),
      timeZone,
    },
    timeZone,
    author: authorFrom(fields),
    permalinks: generator === "HUGO" ? hugoPermalinks(fields) : onePermalink(fields, generator),
    config: fields,
    unreadable: null,
  };
}

function generatorOf(fields: FrontMatterFields, name: string): Generator | null {
  if (name.startsWith("_config.")) return HEXO_FIELDS.some((field) => fields.has(field)) ? "HEXO" : "JEKYLL";
  if (name.includes("hugo.")) return "HUGO";
  // Hugo has no such name for its field `baseURL`, which counts as the same one.
  if (name === "zola.toml" || (name === "config.toml" && fields.toMap().has("base_url"))) return "ZOLA";
  return HUGO_FIELDS.some((field) => fields.has(field)) ? "HUGO" : null;
}

const HEXO_FIELDS = ["source_dir", "public_dir", "new_post_name", "skip_render", "post_asset_folder", "archive_dir"];
const HUGO_FIELDS = ["baseURL", "languageCode", "permalinks", "taxonomies", "contentDir", "defaultContentLanguage"];

/** Hugo's `baseURL` is a complete address; Jekyll's `baseurl` is a path that is appended to its `url`. */
function siteUrlOf(fields: FrontMatterFields): string | null {
  const base = lineOf(fields.first("baseURL")) ?? "";
  const written = /^https?:\/\//i.test(base) ? base : `${lineOf(fields.first("url")) ?? ""}/${base}`;
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return null;
  const { origin, hostname, pathname } = new URL(written);
  // The placeholders that generators write into a new configuration.
  if (/^(?:localhost|(?:www\.)?(?:example\.(?:com|org)|yoursite\.com|yourdomain\.com))$/.test(hostname)) return null;
  return `${origin}${pathname.replace(/\/+/g, "/")}`.replace(/\/$/, "");
}

function localeFrom(fields: FrontMatterFields): string | null {
  const code = fields.first("languageCode", "defaultContentLanguage", "default_language", "language", "lang", "locale");
  const content = lineOf(fields.first("defaultContentLanguage")) ?? "en";
  // Hugo writes this code into every new configuration, and sites in other languages often keep it.
  const isLeftOver = /^en[-_]us$/i.test(lineOf(code) ?? "") && !/^en(?:[-_]|$)/i.test(content);
  const [written = null] = listOf(isLeftOver ? content : code);
  const text = lineOf(written) ?? "";
  return /^[a-z]{2,3}(?:[-_]|$)/i.test(text) ? canonicalLocale(text) : null;
}

function authorFrom(fields: FrontMatterFields): string | null {
  const written = fields.first("author", "params.author");
  const name = lineOf(isFieldMap(written) ? new FrontMatterFields(written).first("name") : written);
  return name === null || name.includes("@") ? null : name;
}

function onePermalink(fields: FrontMatterFields, generator: Exclude<Generator, "HUGO">): Map<string, string> {
  const written = (generator === "JEKYLL" ? defaultForPosts(fields) : null) ?? lineOf(fields.first("permalink"));
  if (written === null) return new Map();
  const pattern = generator === "JEKYLL" ? (JEKYLL_PATTERNS[written] ?? written) : written;
  return pattern.includes(":") ? new Map([["*", pattern]]) : new Map();
}

/** `defaults: [{ scope: { type: posts }, values: { permalink: … } }]` */
function defaultForPosts(fields: FrontMatterFields): string | null {
  const found = listOf(fields.first("defaults"))
    .map((item) => new FrontMatterFields(isFieldMap(item) ? item : new Map()))
    .filter((item) => lineOf(item.first("scope.type")) === "posts" || lineOf(item.first("scope.path")) === "_posts");
  return found.map((item) => lineOf(item.first("values.permalink"))).find((permalink) => permalink !== null) ?? null;
}

function hugoPermalinks(fields: FrontMatterFields): Map<string, string> {
  const table = fields.first("permalinks");
  const patterns = new Map<string, string>();
  if (!isFieldMap(table)) return patterns;
  const page = table.get("page") ?? null;
  for (const [section, pattern] of [...table, ...(isFieldMap(page) ? page : [])]) {
    const text = lineOf(pattern);
    if (text !== null) patterns.set(section, text);
  }
  return patterns;
}
