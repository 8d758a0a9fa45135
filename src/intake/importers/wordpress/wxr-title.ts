// Reads the title and the slug of a post, or makes a title from its content if WordPress has none.
import { normaliseSlug } from "../../../platform/markup/slug.js";
import { withoutHiddenParts } from "./content/hidden/hidden-parts.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodedText, decodeName, firstWords } from "./wxr/wxr-text.js";

const MAX_TITLE_LENGTH = 300;
const MAX_MADE_TITLE_LENGTH = 40;
const TRASHED_ENDING = /__trashed(?:-\d+)?$/;

export interface ItemTitle {
  title: string;
  /** A sentence for the report if the title differs from the one in the export. */
  notice: string | null;
}

/** `untitled` is the title of a post without title and words. */
export function readTitle(item: WxrItem, untitled: string): ItemTitle {
  const title = decodedText(item.fields.get("title") ?? "");
  if (title !== "") {
    const characters = Array.from(title);
    if (characters.length <= MAX_TITLE_LENGTH) return { title, notice: null };
    const cut = characters.slice(0, MAX_TITLE_LENGTH).join("");
    return {
      title: cut,
      notice: `Its title has ${characters.length} characters and was shortened to ${MAX_TITLE_LENGTH}.`,
    };
  }
  const made =
    firstWords(withoutHiddenParts(item.fields.get("content:encoded") ?? ""), MAX_MADE_TITLE_LENGTH) || untitled;
  return { title: made, notice: `It has no title and was given the title ${JSON.stringify(made)}.` };
}

export interface ItemSlug {
  /** The slug in the export, decoded. Null if it has no valid slug; then one is made from the title. */
  slug: string | null;
  notice: string | null;
}

export function readPostSlug(item: WxrItem): ItemSlug {
  const name = decodeName(item.fields.get("wp:post_name")?.trim() ?? "");
  // WordPress renames trashed posts to free their slug, and stores the original slug as a meta value.
  const wanted = TRASHED_ENDING.test(name) ? item.meta.get("_wp_desired_post_slug")?.[0]?.trim() : undefined;
  const named = wanted === undefined ? name.replace(TRASHED_ENDING, "") : decodeName(wanted);
  // Other systems that write this format use the full path of a post.
  const slug = normaliseSlug(named) ?? normaliseSlug(/[^/]+(?=\/*$)/.exec(named)?.[0] ?? "");
  if (slug !== null || named === "") return { slug, notice: null };
  return {
    slug,
    notice: `Its slug ${JSON.stringify(named.slice(0, 100))} is not valid here; a slug was made from its title.`,
  };
}
