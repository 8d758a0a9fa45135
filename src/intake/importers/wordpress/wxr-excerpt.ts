// The excerpt of a post: the one that its author wrote, or the part of the body before the mark that ends it on lists of posts.
import { renderBody } from "../../../platform/markup/render.js";
import { cleanWrittenExcerpt } from "../../../platform/markup/written-excerpt.js";
import type { WxrItem } from "./wxr/wxr-record.js";

/** In UTF-16 units of HTML. A longer text is not an excerpt, but a whole post. */
const MAX_EXCERPT_LENGTH = 20_000;
const MORE = /<!--more(?:\s[^<>]{0,300})?-->/;

export function readExcerpt(item: WxrItem, source: string): string | null {
  const written = item.fields.get("excerpt:encoded")?.trim() ?? "";
  // Most posts have none, and a parser would be created for it.
  if (written !== "") return cleanWrittenExcerpt(written.slice(0, MAX_EXCERPT_LENGTH)) || null;
  return teaserOf(source);
}

/** The part of the body before the mark that ends it on lists of posts, without shortcodes and block comments. */
function teaserOf(source: string): string | null {
  const end = source.search(MORE);
  if (end <= 0 || end > MAX_EXCERPT_LENGTH) return null;
  return renderBody(source.slice(0, end), "HTML", { siteUrl: null }).text.replace(/\s+/g, " ").trim() || null;
}
