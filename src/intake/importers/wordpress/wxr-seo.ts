// Reads the SEO fields of a post that the plugins Yoast and Rank Math store. Values with template variables are ignored, because only the
// plugin can expand them.
import type { ImportedPost } from "../import-event.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodedText, webUrl } from "./wxr/wxr-text.js";

const TEMPLATE_VARIABLE = /%%[\w-]+%%|%[a-z_]+(?:\([^)%]*\))?%/i;

export function readSeo(meta: WxrItem["meta"]): ImportedPost["seo"] {
  const written = (...keys: string[]): string | null => {
    for (const key of keys) {
      const value = decodedText(meta.get(key)?.[0] ?? "");
      if (value !== "" && !TEMPLATE_VARIABLE.test(value)) return value;
    }
    return null;
  };
  const yoastNoIndex = meta.get("_yoast_wpseo_meta-robots-noindex")?.[0]?.trim() === "1";
  return {
    title: written("_yoast_wpseo_title", "rank_math_title"),
    description: written("_yoast_wpseo_metadesc", "rank_math_description"),
    canonicalUrl: webUrl(meta.get("_yoast_wpseo_canonical")?.[0]) ?? webUrl(meta.get("rank_math_canonical_url")?.[0]),
    // Rank Math stores a serialised PHP list of words.
    noIndex: yoastNoIndex || (meta.get("rank_math_robots")?.[0] ?? "").includes("noindex"),
  };
}
