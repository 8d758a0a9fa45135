// The rules of the generator that made the site, from its configuration and, for Hugo, from the files of its sections.
import { join, sep } from "node:path";
import { type FieldMap, type FieldValue, isFieldMap, lineOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type GeneratorSettings, readConfiguration } from "../generator-settings.js";
import { hexoRules } from "../hexo/hexo-rules.js";
import { mergedMaps } from "../hugo/hugo-configuration.js";
import { readHugoRules } from "../hugo/hugo-rules.js";
import type { ItemNotices } from "../item-notices.js";
import { jekyllRules } from "../jekyll/jekyll-rules.js";
import { zolaRules } from "../zola/zola-rules.js";
import { NO_RULES, type SiteRules } from "./site-rules.js";
import { unknownSiteRules } from "./unknown-site.js";

/** The absolute path of the folder of the configuration. `place` is the path from there to the imported folder. */
export function projectFolder(folder: string, place: string): string {
  const depth = place.split("/").filter((part) => part !== "");
  return join(folder, ...depth.map(() => ".."));
}

/** `folder` is the absolute path of the imported folder, and `paths` are relative to it. */
export async function readSiteRules(
  { generator, place, config, site, timeZone, unreadable }: GeneratorSettings,
  folder: string,
  paths: readonly string[],
  now: Date,
  notices: ItemNotices,
): Promise<SiteRules> {
  if (unreadable !== null)
    return hidingRules(`the rules of the site are unknown, because ${unreadable} cannot be read`);
  // Only Hexo has posts in this folder, unless Jekyll's source has the same name. A short _config.yml names neither.
  const hasHexoPosts = paths.some((path) => /^source\/_posts\//.test(place + path));
  const root = projectFolder(folder, place);
  if (generator === "HEXO" || (generator !== "HUGO" && hasHexoPosts && !config.has("source"))) {
    const packages = await readConfiguration(root, "package.json", notices);
    return hexoRules({
      config,
      siteUrl: site?.url ?? null,
      timeZone,
      now,
      project: root.split(sep).join("/"),
      packages,
      theme: await hexoThemeConfig(root, config, notices),
      paths: paths.map((path) => place + path),
    });
  }
  if (generator === "JEKYLL")
    return await jekyllRules({
      siteUrl: site?.url ?? null,
      config,
      place,
      root,
      now,
      notices,
      timeZone,
      paths: paths.map((path) => place + path),
    });
  if (generator === "ZOLA")
    return zolaRules({ config, siteUrl: site?.url ?? null, root, paths: paths.map((path) => place + path) });
  if (generator === null && !isLikeHugo(place, paths)) return unknownSiteRules(paths);
  const source = { root, place, paths: paths.map((path) => place + path), now, siteUrl: site?.url ?? null, notices };
  return generator === null ? readHugoRules(ANY_CONTENT, false, source) : readHugoRules(config, true, source);
}

/** That of the theme, completed by `_config.<theme>.yml` and by the setting `theme_config`. */
async function hexoThemeConfig(root: string, config: FrontMatterFields, notices: ItemNotices): Promise<FieldMap> {
  const theme = lineOf(config.first("theme")) ?? "";
  const own = config.first("theme_config");
  const names = /^[\w.@-]+$/.test(theme) ? [`themes/${theme}/_config.yml`, `_config.${theme}.yml`] : [];
  let whole: FieldMap = new Map();
  for (const name of names) whole = mergedMaps(whole, (await readConfiguration(root, name, notices)) ?? new Map());
  return isFieldMap(own) ? mergedMaps(whole, own) : whole;
}

/** Without a configuration, only Hugo has files of this name. */
function isLikeHugo(place: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) => /(?:^|\/)_index\.(?:[^./]+\.)?(?:md|markdown|mdown)$/i.test(path) || /^content\//.test(place + path),
  );
}

/** Reads `content` and every other folder. */
const ANY_CONTENT = new FrontMatterFields(
  new Map<string, FieldValue>([
    ["contentDir", "."],
    ["languages", new Map<string, FieldValue>([["und", new Map<string, FieldValue>([["contentDir", "content"]])]])],
  ]),
);

function hidingRules(reason: string): SiteRules {
  return { ...NO_RULES, hides: () => [reason] };
}
