// Reads the SEO fields of a post that plugins store: Yoast, Rank Math, All in One SEO, SEOPress, The SEO Framework, Slim SEO, SEO Ultimate and Jetpack.
// Template variables are replaced by what they stand for; a text with one that only the plugin knows is left out and told.
import type { ImportedPost } from "../import-event.js";
import { phpText, readPhpArray } from "./wxr/php-serialised.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodedText, webUrl } from "./wxr/wxr-text.js";

export interface SeoContext {
  title: string;
  siteTitle: string;
  excerpt: string | null;
  category: string | null;
}

/** `%%title%%` of Yoast and SEOPress, `%title%` of Rank Math and older versions of All in One SEO, `{{ post.title }}` of Slim SEO. */
const VARIABLE = /%%([\w-]{1,60})%%|%([a-z_]{2,40})(?:\([^)%]{0,100}\))?%|\{\{\s{0,3}([\w.]{1,60})\s{0,3}\}\}/gi;
/** `#post_title` of All in One SEO. Other texts may have such words as tags. */
const SMART_TAG = /#([a-z]{1,40}(?:_[a-z0-9]{1,40}){1,5})/gi;

const TITLES = [
  ...["_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title"],
  ...["_genesis_title", "slim_seo.title", "_su_title", "jetpack_seo_html_title"],
];
const DESCRIPTIONS = [
  ...["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description"],
  ...[
    "_seopress_titles_desc",
    "_genesis_description",
    "slim_seo.description",
    "_su_description",
    "advanced_seo_description",
  ],
];
const CANONICALS = [
  ...["_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url", "_aioseop_custom_link"],
  ...["_seopress_robots_canonical", "_genesis_canonical_uri", "slim_seo.canonical"],
];
/** The values that exclude a post. Rank Math stores a serialised PHP list of words; "yes" of SEOPress means "do not index". */
const NO_INDEX: readonly [string, RegExp][] = [
  ["_yoast_wpseo_meta-robots-noindex", /^\s*1\s*$/],
  ["rank_math_robots", /noindex/],
  ...["_aioseop_noindex", "_aioseo_noindex", "_su_meta_robots_noindex", "jetpack_seo_noindex", "_genesis_noindex"].map(
    (key): [string, RegExp] => [key, /^\s*(?:on|1|yes)\s*$/i],
  ),
  ["_seopress_robots_index", /^\s*(?:yes|1)\s*$/i],
  ["slim_seo.noindex", /^\s*1\s*$/],
];

/** The keys besides those with the prefix of their plugin. */
export const SEO_KEYS: readonly string[] = [
  ...["_genesis_title", "_genesis_description", "_genesis_canonical_uri", "_genesis_noindex", "slim_seo"],
  ...["_su_title", "_su_description", "_su_meta_robots_noindex"],
  ...["jetpack_seo_html_title", "advanced_seo_description", "jetpack_seo_noindex"],
];

/** `tell` receives a sentence for each text that is left out. */
export function readSeo(
  meta: WxrItem["meta"],
  context: SeoContext,
  tell: (reason: string) => void,
): ImportedPost["seo"] {
  const slim = readPhpArray(meta.get("slim_seo")?.[0]);
  const stored = (key: string): string =>
    (key.startsWith("slim_seo.") ? phpText(slim, key.slice(9)) : meta.get(key)?.[0]) ?? "";
  const written = (keys: readonly string[]): string | null => {
    for (const key of keys) {
      const value = decodedText(stored(key));
      const text = value === "" ? null : filled(value, key.startsWith("_aioseo"), context);
      if (text === "unknown")
        tell(`Its SEO text ${JSON.stringify(value.slice(0, 100))} has variables of a plugin and was left out.`);
      else if (text !== null) return text.text;
    }
    return null;
  };
  return {
    title: written(TITLES),
    description: written(DESCRIPTIONS),
    canonicalUrl: CANONICALS.map((key) => webUrl(stored(key))).find((url) => url !== null) ?? null,
    noIndex: NO_INDEX.some(([key, pattern]) => pattern.test(stored(key))),
  };
}

/** Null for a text of nothing but the title and the name of the site, which is the default. */
function filled(value: string, hasSmartTags: boolean, context: SeoContext): { text: string } | "unknown" | null {
  let isUnknown = false;
  const replace = (text: string, ...names: (string | undefined)[]): string => {
    const name = names.slice(0, -2).find((found) => typeof found === "string") ?? "";
    const known = valueOfVariable(name.toLowerCase(), context);
    isUnknown ||= known === null;
    return known ?? text;
  };
  const variables = hasSmartTags ? new RegExp(`${VARIABLE.source}|${SMART_TAG.source}`, "gi") : VARIABLE;
  const rest = value.replace(variables, "").replace(/[\s|·•»–—-]+/g, "");
  const text = value.replace(variables, replace).replace(/\s+/g, " ").trim();
  if (isUnknown) return "unknown";
  return rest === "" && !/excerpt|desc/i.test(value) ? null : { text };
}

function valueOfVariable(name: string, { title, siteTitle, excerpt, category }: SeoContext): string | null {
  if (/^(?:post[_.])?title$/.test(name)) return title;
  if (/^(?:site_?name|site_?title|site[._]title|blog_title)$/.test(name)) return siteTitle;
  if (/^(?:sep|separator(?:_sa)?)$/.test(name)) return "-";
  if (/^(?:page|pagenumber|pagetotal|page_number)$/.test(name)) return "";
  if (/^(?:post[_.])?excerpt(?:_only)?$|^post\.auto_description$/.test(name)) return excerpt;
  return /^(?:primary_category|category|post_category|categories)$/.test(name) ? category : null;
}
