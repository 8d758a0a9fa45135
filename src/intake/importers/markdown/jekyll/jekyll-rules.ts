// Which files Jekyll passes over, and the front matter that `defaults` in _config.yml hand down. The rules are those of Jekyll's
// EntryFilter and FrontmatterDefaults.
import { lineOf, listOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { globExpression } from "../rules/glob-pattern.js";
import { NO_RULES, type SiteRules } from "../rules/site-rules.js";
import { defaultsFor, jekyllDefaults } from "./jekyll-defaults.js";

const DATED_NAME = /(?:^|\/)\d{2,4}-\d{1,2}-\d{1,2}-[^/]*\.[^./]+$/;
const POST_FOLDER = /(?:^|\/)_posts\//;
const SPECIAL = /^[._#~]/;

export function jekyllRules(config: FrontMatterFields): SiteRules {
  const excluded = patternsOf(config, "exclude");
  const included = patternsOf(config, "include");
  const defaults = jekyllDefaults(config);
  const source = folderOf(config, "source");
  const collections = folderOf(config, "collections_dir");
  // Jekyll's patterns and scopes are relative to its source.
  const inSource = (path: string): string => (path.startsWith(source) ? path.slice(source.length) : path);
  return {
    ...NO_RULES,
    passedOver(written) {
      if (!written.startsWith(source)) return `it is not in ${source}, the folder that Jekyll reads`;
      const path = inSource(written);
      if (included.some((pattern) => matches(pattern, path))) return null;
      if (isSpecial(path)) return "Jekyll passes over files whose names begin with _, ., # or ~, or end with ~";
      const pattern = excluded.find((candidate) => matches(candidate, path));
      return pattern === undefined ? null : `Jekyll's configuration excludes “${pattern}”`;
    },
    inherited(written) {
      const path = inSource(written);
      return defaultsFor(defaults, path.startsWith(collections) ? path.slice(collections.length) : path);
    },
    hides: (path) =>
      POST_FOLDER.test(path) && !path.startsWith("source/") && !DATED_NAME.test(path)
        ? ["its file name has no date, without which Jekyll makes no post of a file in _posts"]
        : [],
  };
}

/** With a slash at its end. Empty if it is the folder of the configuration. */
function folderOf(config: FrontMatterFields, name: string): string {
  const folder = (lineOf(config.first(name)) ?? "").replace(/^(?:\.?\/)+|\/+$/g, "");
  return folder === "" || folder === "." ? "" : `${folder}/`;
}

function patternsOf(config: FrontMatterFields, name: string): string[] {
  return listOf(config.first(name)).flatMap((item) => lineOf(item) ?? []);
}

function isSpecial(path: string): boolean {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  const postFolder = parts.findLastIndex((part) => part === "_posts" || part === "_drafts");
  // Jekyll looks at the first folder below _posts and at the name of the file.
  const first = postFolder < 0 ? name : (parts[postFolder + 1] ?? name);
  return SPECIAL.test(name) || SPECIAL.test(first) || name.endsWith("~");
}

/** As a prefix, or as a glob whose `*` matches slashes. */
function matches(pattern: string, path: string): boolean {
  const rooted = pattern.startsWith("/") ? pattern : `/${pattern}`;
  if (`/${path}`.startsWith(rooted)) return true;
  return globExpression(rooted, { crossesSlash: true })?.test(`/${path}`) ?? false;
}
