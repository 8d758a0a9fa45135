// Reads the SEO fields of a post that the plugins Yoast, Rank Math, All in One SEO and SEOPress store. Values with template variables are
// ignored, because only the plugin can expand them.
import type { ImportedPost } from "../import-event.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodedText, webUrl } from "./wxr/wxr-text.js";

/** `%%title%%` of Yoast and SEOPress, `%title%` of Rank Math and older versions of All in One SEO. */
const TEMPLATE_VARIABLE = /%%[\w-]+%%|%[a-z_]+(?:\([^)%]*\))?%/i;
/** `#post_title` of All in One SEO. Other texts may have such words as tags. */
const SMART_TAG = /#[a-z]+(?:_[a-z0-9]+)+/i;

const TITLES = ["_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title"];
const DESCRIPTIONS = [
  ...["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description"],
  "_seopress_titles_desc",
];
const CANONICALS = [
  ...["_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url", "_aioseop_custom_link"],
  "_seopress_robots_canonical",
];
/** The values that exclude a post. Rank Math stores a serialised PHP list of words; "yes" of SEOPress means "do not index". */
const NO_INDEX: readonly [string, RegExp][] = [
  ["_yoast_wpseo_meta-robots-noindex", /^\s*1\s*$/],
  ["rank_math_robots", /noindex/],
  ["_aioseop_noindex", /^\s*(?:on|1|yes)\s*$/i],
  ["_aioseo_noindex", /^\s*(?:on|1|yes)\s*$/i],
  ["_seopress_robots_index", /^\s*(?:yes|1)\s*$/i],
];

export function readSeo(meta: WxrItem["meta"]): ImportedPost["seo"] {
  const written = (keys: readonly string[]): string | null => {
    for (const key of keys) {
      const value = decodedText(meta.get(key)?.[0] ?? "");
      const isTemplate = TEMPLATE_VARIABLE.test(value) || (key.startsWith("_aioseo") && SMART_TAG.test(value));
      if (value !== "" && !isTemplate) return value;
    }
    return null;
  };
  return {
    title: written(TITLES),
    description: written(DESCRIPTIONS),
    canonicalUrl: CANONICALS.map((key) => webUrl(meta.get(key)?.[0])).find((url) => url !== null) ?? null,
    noIndex: NO_INDEX.some(([key, pattern]) => pattern.test(meta.get(key)?.[0] ?? "")),
  };
}
