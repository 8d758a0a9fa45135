// What Jekyll's _config.yml says about which files are read and where they are published, with the defaults of Jekyll 4.
import { type FieldMap, flagOf, isFieldMap, lineOf, listOf, listOfTexts } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";

export interface JekyllCollection {
  /** Whether its documents have pages. */
  isPublished: boolean;
  /** The pattern of addresses. Null for the default. */
  permalink: string | null;
}

export interface JekyllSettings {
  config: FrontMatterFields;
  /** The folder that Jekyll reads, with a slash at its end. Empty if it is the folder of the configuration. */
  source: string;
  /** The folder of all collections and posts below the source, in the same form. */
  collectionsDir: string;
  collections: ReadonlyMap<string, JekyllCollection>;
  /** The folder of the generated site, without slashes at its ends. */
  destination: string;
  exclude: readonly string[];
  include: readonly string[];
  /** The extensions of Markdown, without dots. */
  markdown: ReadonlySet<string>;
  /** A named style such as `pretty`, or a pattern. */
  permalink: string;
  plugins: ReadonlySet<string>;
  /** The number of posts that are published, the latest ones. Null for all. */
  limit: number | null;
}

const DEFAULT_EXCLUDES = [
  ...[".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"],
  ...["vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"],
];

export function jekyllSettings(config: FrontMatterFields): JekyllSettings {
  const limit = Number(lineOf(config.first("limit_posts")) ?? 0);
  return {
    config,
    source: folderOf(config, "source"),
    collectionsDir: folderOf(config, "collections_dir"),
    collections: collectionsOf(config),
    destination: folderOf(config, "destination").slice(0, -1) || "_site",
    exclude: [...listOfTexts(config.first("exclude")), ...DEFAULT_EXCLUDES],
    include: config.has("include") ? listOfTexts(config.first("include")) : [".htaccess"],
    markdown: new Set(
      (lineOf(config.first("markdown_ext")) ?? "markdown,mkdown,mkdn,mkd,md")
        .toLowerCase()
        .split(",")
        .map((extension) => extension.trim()),
    ),
    permalink: lineOf(config.first("permalink")) ?? "date",
    plugins: new Set(["plugins", "gems", "whitelist"].flatMap((name) => listOfTexts(config.first(name)))),
    limit: Number.isSafeInteger(limit) && limit > 0 ? limit : null,
  };
}

/** With a slash at its end. Empty if it is the folder of the configuration. */
function folderOf(config: FrontMatterFields, name: string): string {
  const folder = (lineOf(config.first(name)) ?? "").replace(/^(?:\.?\/)+|\/+$/g, "");
  return folder === "" || folder === "." ? "" : `${folder}/`;
}

/** A list of names, or a table with options. The posts are a collection too. */
function collectionsOf(config: FrontMatterFields): Map<string, JekyllCollection> {
  const written = config.first("collections");
  const table: FieldMap = isFieldMap(written)
    ? written
    : new Map(listOf(written).flatMap((item) => (lineOf(item) === null ? [] : [[lineOf(item) ?? "", null]])));
  const found = new Map<string, JekyllCollection>();
  for (const [name, options] of table) {
    const fields = new FrontMatterFields(isFieldMap(options) ? options : new Map());
    const output = flagOf(fields.first("output"));
    // A label may consist of letters, digits, underscores, hyphens and dots.
    found.set(name.replace(/[^A-Za-z0-9_.-]/g, ""), {
      isPublished: name === "posts" || (output !== null && output !== false),
      permalink: lineOf(fields.first("permalink")),
    });
  }
  if (!found.has("posts")) found.set("posts", { isPublished: true, permalink: null });
  return found;
}
