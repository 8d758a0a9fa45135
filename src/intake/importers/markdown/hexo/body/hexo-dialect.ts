// Which Markdown a site of Hexo writes, by the renderer that package.json names and its settings.
import { type FieldMap, type FieldValue, flagOf, isFieldMap, lineOf, listOf } from "../../front-matter/field-value.js";
import { FrontMatterFields } from "../../front-matter/front-matter-fields.js";

export interface HexoDialect {
  /** Each newline in a paragraph is a line break. */
  hasBreaks: boolean;
  hasEmoji: boolean;
  subscript: boolean;
  superscript: boolean;
  inserted: boolean;
  /** Whether `==words==` are marked. */
  hasMarks: boolean;
  /** Whether `{{ }}` and `{% %}` are read. */
  readsTags: boolean;
  /** Whether pictures with a relative address are taken from the root of the site. */
  prependsRoot: boolean;
}

/** `packages` is the content of package.json, if there is one. */
export function hexoDialect(config: FrontMatterFields, packages: FieldMap | null): HexoDialect {
  const names = packageNames(packages);
  // The last renderer to be loaded replaces the others.
  const renderer = names
    .filter((name) => /^hexo-renderer-(?:marked|markdown|kramed|pandoc|multi-markdown)/.test(name))
    .at(-1);
  const isMarkdownIt = renderer !== undefined && /markdown-it/.test(renderer);
  const isPlus = renderer === "hexo-renderer-markdown-it-plus";
  const isPandoc = renderer === "hexo-renderer-pandoc";
  const plugins = isPlus ? plusPlugins(config) : isMarkdownIt ? pluginNames(config) : new Set<string>();
  const isOn = (name: string, byDefault: boolean): boolean => {
    const flag = flagOf(config.first(name));
    return flag === null ? byDefault : flag !== false;
  };
  const has = (name: string): boolean => plugins.has(`markdown-it-${name}`) || plugins.has(name);
  const breaksSetting = isPlus
    ? "markdown_it_plus.breaks"
    : isMarkdownIt
      ? "markdown.render.breaks"
      : `${renderer?.slice(14) ?? "marked"}.breaks`;
  return {
    hasBreaks: isPandoc ? pandocHas(config, "hard_line_breaks") : isOn(breaksSetting, true),
    hasEmoji:
      has("emoji") ||
      (names.includes("hexo-filter-github-emojis") && isOn("githubEmojis.enable", true)) ||
      (names.includes("hexo-filter-emoji") && isOn("emoji.enable", true)),
    subscript: isPandoc || has("sub"),
    superscript: isPandoc || has("sup"),
    inserted: has("ins"),
    hasMarks: isPandoc ? pandocHas(config, "mark") : has("mark"),
    readsTags: !isOn(isMarkdownIt ? "markdown.disableNunjucks" : "marked.disableNunjucks", false),
    prependsRoot: (renderer === undefined || renderer === "hexo-renderer-marked") && isOn("marked.prependRoot", true),
  };
}

export function packageNames(packages: FieldMap | null): string[] {
  return ["dependencies", "devDependencies"].flatMap((name) => {
    const listed = packages?.get(name) ?? null;
    return isFieldMap(listed) ? [...listed.keys()] : [];
  });
}

/** `markdown: { plugins: [markdown-it-sub, { name: markdown-it-emoji }] }` */
function pluginNames(config: FrontMatterFields): Set<string> {
  return new Set(listOf(config.first("markdown.plugins")).flatMap((item) => nameOf(item)?.replace(/^.*\//, "") ?? []));
}

/** All plug-ins are on unless `plugins: [{ plugin: { name: …, enable: false } }]` says otherwise. */
function plusPlugins(config: FrontMatterFields): Set<string> {
  const names = new Set(["emoji", "sub", "sup", "ins", "mark"]);
  for (const item of listOf(config.first("markdown_it_plus.plugins"))) {
    const plugin = isFieldMap(item) ? (item.get("plugin") ?? null) : null;
    const name = nameOf(plugin)?.replace(/^markdown-it-/, "");
    if (name !== undefined && isFieldMap(plugin) && flagOf(plugin.get("enable") ?? null) !== true) names.delete(name);
  }
  return names;
}

function nameOf(item: FieldValue): string | null {
  return lineOf(isFieldMap(item) ? new FrontMatterFields(item).first("name") : item);
}

function pandocHas(config: FrontMatterFields, extension: string): boolean {
  return listOf(config.first("pandoc.extensions")).some((item) => lineOf(item)?.includes(`+${extension}`) === true);
}
