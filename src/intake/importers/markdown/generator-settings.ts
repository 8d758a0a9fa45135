// What the generator's own configuration says about the posts: the site's name and address, the zone of dates, the pattern
// of paths. Only a help: a file that cannot be read is told and passed over, and whatever the caller says comes first.
import { basename, dirname, join, relative, sep } from "node:path";
import { codeOf } from "../../../lib/error-facts.js";
import type { ImportedSite } from "../import-event.js";
import { isFieldMap, lineOf, listOf } from "./front-matter/field-value.js";
import { readFrontMatter } from "./front-matter/front-matter.js";
import { FrontMatterError } from "./front-matter/front-matter-fence.js";
import { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import { assertTimeZone } from "./front-matter/written-date.js";
import type { ItemNotices } from "./item-notices.js";
import { canonicalLocale, localeOfFolder } from "./posts/post-locale.js";
import { readTextFile, UnreadableFileError } from "./text-file.js";

export type Generator = "HUGO" | "HEXO" | "JEKYLL";

export interface GeneratorSettings {
  /** From the folder of the configuration to that of the posts, ending in a slash; empty where they are one. */
  place: string;
  generator: Generator | null;
  site: ImportedSite | null;
  /** An IANA name. */
  timeZone: string | null;
  /** Of posts that name none. */
  author: string | null;
  /** By section (Hugo); under `*` for all others. */
  permalinks: ReadonlyMap<string, string>;
}

const FILES = [
  ...["_config.yml", "_config.yaml", "_config.toml"],
  ...["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"],
  ...["config/_default/hugo.toml", "config/_default/hugo.yaml", "config/_default/config.toml"],
  ...["config/_default/config.yaml", "config.toml", "config.yaml", "config.yml", "config.json"],
];
const MAX_BYTES = 256 * 1024;
/** Inside a project, its posts lie in folders called so; the configuration lies beside them. */
const CONTENT_ROOTS = new Set(["content", "source", "_posts", "_drafts"]);
const POST_FOLDERS = new Set([...CONTENT_ROOTS, "src", "posts", "post", "blog", "articles"]);
const MAX_CLIMB = 4;

/** Jekyll's names for whole patterns. */
const JEKYLL_PATTERNS: Readonly<Record<string, string>> = {
  date: "/:categories/:year/:month/:day/:title.html",
  pretty: "/:categories/:year/:month/:day/:title/",
  none: "/:categories/:title.html",
};

/** `folder` is absolute. */
export async function readGeneratorSettings(folder: string, notices: ItemNotices): Promise<GeneratorSettings> {
  for (const root of foldersFrom(folder)) {
    for (const name of FILES) {
      const text = await readIfThere(join(root, name), name, notices);
      const fields = text === null ? null : parse(text, name, notices);
      const settings = fields === null ? null : settingsFrom(fields, name, placeOf(root, folder));
      if (settings === null) continue;
      const taken = [...settings.permalinks.values(), settings.timeZone, settings.author].filter(
        (part) => part !== null,
      );
      if (taken.length > 0) notices.changed(`What ${name} says of posts was taken: ${taken.join(", ")}.`);
      return settings;
    }
  }
  return {
    place: placeByName(folder),
    generator: null,
    site: null,
    timeZone: null,
    author: null,
    permalinks: new Map(),
  };
}

function placeOf(root: string, folder: string): string {
  const way = relative(root, folder).split(sep).join("/");
  return way === "" ? "" : `${way}/`;
}

/** Without a configuration the names tell whose posts these are. */
function placeByName(folder: string): string {
  const name = basename(folder);
  if (name !== "_posts" && name !== "_drafts") return name === "source" ? "source/" : "";
  return basename(dirname(folder)) === "source" ? `source/${name}/` : `${name}/`;
}

/** The folder, and those above it as far as their names say that they are inside of a project. */
function foldersFrom(folder: string): string[] {
  const above = [folder];
  while (above.length <= MAX_CLIMB) above.push(dirname(above.at(-1) ?? folder));
  const names = above.map((path) => basename(path));
  const outermost = names.slice(0, MAX_CLIMB).findLastIndex((name) => CONTENT_ROOTS.has(name));
  const inside = names.findIndex((name) => !POST_FOLDERS.has(name) && localeOfFolder(name) === null);
  return above.slice(0, 1 + Math.max(outermost + 1, inside));
}

async function readIfThere(path: string, name: string, notices: ItemNotices): Promise<string | null> {
  try {
    return (await readTextFile(path, MAX_BYTES)).text;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const isAbsent = codeOf(error.cause) === "ENOENT";
    if (!isAbsent && !/ENOTDIR/.test(error.message))
      notices.changed(`What ${name} says was left out: ${error.message}.`);
    return null;
  }
}

/** A configuration is written as front matter is, only without fences. */
function parse(text: string, name: string, notices: ItemNotices): FrontMatterFields | null {
  const bare = text.replace(/^\s*---[ \t]*\n/, "").replace(/^---[ \t]*$/m, "");
  const fence = name.endsWith(".toml") ? "+++" : "---";
  try {
    return readFrontMatter(name.endsWith(".json") ? text : `${fence}\n${bare}\n${fence}\n`).fields;
  } catch (error) {
    if (!(error instanceof FrontMatterError)) throw error;
    notices.changed(`What ${name} says was left out: ${error.message}.`);
    return null;
  }
}

/** Null where the file is somebody else's `config.yml`. */
function settingsFrom(fields: FrontMatterFields, name: string, place: string): GeneratorSettings | null {
  const generator = generatorOf(fields, name);
  if (generator === null) return null;
  const zone = lineOf(fields.first("timeZone", "timezone"));
  return {
    place,
    generator,
    site: {
      title: lineOf(fields.first("title", "name")),
      description: lineOf(fields.first("description", "params.description", "subtitle")),
      url: siteUrlOf(fields),
      locale: localeFrom(fields),
    },
    timeZone: zone !== null && isTimeZone(zone) ? zone : null,
    author: authorFrom(fields),
    permalinks: generator === "HUGO" ? hugoPermalinks(fields) : onePermalink(fields, generator),
  };
}

function generatorOf(fields: FrontMatterFields, name: string): Generator | null {
  if (name.startsWith("_config.")) return HEXO_FIELDS.some((field) => fields.has(field)) ? "HEXO" : "JEKYLL";
  if (name.includes("hugo.")) return "HUGO";
  return HUGO_FIELDS.some((field) => fields.has(field)) ? "HUGO" : null;
}

const HEXO_FIELDS = ["source_dir", "public_dir", "new_post_name", "skip_render", "post_asset_folder", "archive_dir"];
const HUGO_FIELDS = ["baseURL", "languageCode", "permalinks", "taxonomies", "contentDir", "defaultContentLanguage"];

/** Hugo's `baseURL` is a whole address; Jekyll's `baseurl` is a path behind its `url`. */
function siteUrlOf(fields: FrontMatterFields): string | null {
  const base = lineOf(fields.first("baseURL")) ?? "";
  const written = /^https?:\/\//i.test(base) ? base : `${lineOf(fields.first("url")) ?? ""}/${base}`;
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return null;
  const { origin, hostname, pathname } = new URL(written);
  // What generators write into a new configuration.
  if (/^(?:localhost|(?:www\.)?(?:example\.(?:com|org)|yoursite\.com|yourdomain\.com))$/.test(hostname)) return null;
  return `${origin}${pathname.replace(/\/+/g, "/")}`.replace(/\/$/, "");
}

function localeFrom(fields: FrontMatterFields): string | null {
  const [written = null] = listOf(fields.first("languageCode", "defaultContentLanguage", "language", "lang", "locale"));
  const text = lineOf(written) ?? "";
  return /^[a-z]{2,3}(?:[-_]|$)/i.test(text) ? canonicalLocale(text) : null;
}

function authorFrom(fields: FrontMatterFields): string | null {
  const written = fields.first("author", "params.author");
  const name = lineOf(isFieldMap(written) ? new FrontMatterFields(written).first("name") : written);
  return name === null || name.includes("@") ? null : name;
}

function isTimeZone(zone: string): boolean {
  try {
    assertTimeZone(zone);
    return true;
  } catch {
    return false;
  }
}

function onePermalink(fields: FrontMatterFields, generator: "HEXO" | "JEKYLL"): Map<string, string> {
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
  const patterns = new Map<string, string>([["*", "/:sections/:slugorcontentbasename/"]]);
  if (!isFieldMap(table)) return patterns;
  const page = table.get("page") ?? null;
  for (const [section, pattern] of [...table, ...(isFieldMap(page) ? page : [])]) {
    const text = lineOf(pattern);
    if (text !== null) patterns.set(section, text);
  }
  return patterns;
}
