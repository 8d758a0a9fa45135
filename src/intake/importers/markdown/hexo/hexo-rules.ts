// Which files Hexo passes over, and which posts hexo-blog-encrypt protects by the settings in _config.yml. The rules are those of Hexo's
// processor of posts.
import { type FieldValue, isEmpty, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { globExpression } from "../rules/glob-pattern.js";
import { NO_RULES, type SiteRules } from "../rules/site-rules.js";

const POST_FOLDER = /(?:^|\/)_(?:posts|drafts)\//;
/** The settings that keep files away from Hexo. Their globs are relative to the folder of the project or to its `source`. */
const EXCLUSIONS = ["exclude", "ignore", "skip_render"] as const;

export function hexoRules(config: FrontMatterFields): SiteRules {
  const source = (lineOf(config.first("source_dir")) ?? "source").replace(/^\.?\/+|\/+$/g, "");
  const exclusions = EXCLUSIONS.flatMap((name) =>
    listOf(config.first(name)).flatMap((item) => {
      const glob = lineOf(item);
      return glob === null ? [] : [{ name, glob }];
    }),
  );
  const locked = lockedTags(config);
  return {
    ...NO_RULES,
    passedOver(path) {
      if (!path.startsWith(`${source}/`)) return `it is not in ${source}/, the folder that Hexo reads`;
      const inSource = path.slice(source.length + 1);
      if (!POST_FOLDER.test(`/${inSource}`)) return "a file that is not in _posts is a page to Hexo and not a post";
      if (isHidden(inSource))
        return "Hexo passes over files and folders whose names begin with _ or ., or end with ~ or %";
      const found = exclusions.find(({ glob }) => matchesGlob(glob, path) || matchesGlob(glob, inSource));
      return found === undefined ? null : `Hexo's setting ${found.name} names “${found.glob}”`;
    },
    inherited: () => new Map(),
    hides: (_, fields) => lockReason(fields, locked),
  };
}

function isHidden(inSource: string): boolean {
  const below = inSource.slice(inSource.search(POST_FOLDER)).replace(/^\/?_(?:posts|drafts)\//, "");
  return /(?:^|\/)[_.]/.test(below) || /[%~]$/.test(below);
}

/** A negated glob only takes files back, and a glob that cannot be read matches every file. */
function matchesGlob(glob: string, path: string): boolean {
  if (glob.startsWith("!")) return false;
  return globExpression(glob.replace(/^\.?\//, ""), { crossesSlash: false })?.test(path) ?? true;
}

/** `encrypt: { tags: [{ name: diary, password: … }] }` */
function lockedTags(config: FrontMatterFields): ReadonlySet<string> {
  const names = [config.first("encrypt.tags"), config.first("encrypt.categories")].flatMap((written) =>
    isFieldMap(written) ? [...written.keys()] : listOf(written).map(nameOf),
  );
  return new Set(names.flatMap((name) => (name === null ? [] : name.toLowerCase())));
}

function nameOf(item: Parameters<typeof lineOf>[0]): string | null {
  return lineOf(isFieldMap(item) ? new FrontMatterFields(item).first("name", "tag") : item);
}

/** All texts in a value, however deep they are. */
function textsIn(value: FieldValue): string[] {
  if (isFieldMap(value)) return [...value.values()].flatMap(textsIn);
  return Array.isArray(value) ? value.flatMap(textsIn) : [lineOf(value) ?? ""];
}

/** An empty password in the front matter takes the protection of a tag away. */
function lockReason(fields: FrontMatterFields, locked: ReadonlySet<string>): string[] {
  if (locked.size === 0 || (fields.has("password") && isEmpty(fields.first("password")))) return [];
  const tags = ["tags", "tag", "categories", "category"].flatMap((name) => textsIn(fields.first(name)));
  const found = tags
    .flatMap((tag) => [tag, ...tag.split(/[,，、]/)])
    .find((tag) => locked.has(tag.trim().toLowerCase()));
  return found === undefined ? [] : [`hexo-blog-encrypt protects posts with the tag or category “${found.trim()}”`];
}
