// How a post is called and addressed: its title, or one made for it where WordPress has none, and its slug.
import { normaliseSlug } from "../../../platform/markup/slug.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodedText, decodeName, firstWords } from "./wxr/wxr-text.js";

const MAX_TITLE_LENGTH = 300;
const MAX_MADE_TITLE_LENGTH = 40;
const TRASHED_ENDING = /__trashed(?:-\d+)?$/;

export interface ItemTitle {
  title: string;
  /** Set where the title is not the one in the export, as a sentence for the report. */
  doubt: string | null;
}

/** `untitled` is what stands for a title where not even the content has words. */
export function readTitle(item: WxrItem, untitled: string): ItemTitle {
  const title = decodedText(item.fields.get("title") ?? "");
  if (title !== "") {
    const characters = Array.from(title);
    if (characters.length <= MAX_TITLE_LENGTH) return { title, doubt: null };
    const cut = characters.slice(0, MAX_TITLE_LENGTH).join("");
    return { title: cut, doubt: `Its title has ${characters.length} characters and was cut to ${MAX_TITLE_LENGTH}.` };
  }
  const made = firstWords(item.fields.get("content:encoded") ?? "", MAX_MADE_TITLE_LENGTH) || untitled;
  return { title: made, doubt: `It has no title; ${JSON.stringify(made)} was made from its content.` };
}

export interface ItemSlug {
  /** As asked for, decoded; null where the export has none that can be one here, and then the title decides. */
  slug: string | null;
  doubt: string | null;
}

export function readPostSlug(item: WxrItem): ItemSlug {
  const name = decodeName(item.fields.get("wp:post_name")?.trim() ?? "");
  // WordPress renames what is thrown away to free its slug, and keeps the wanted one beside it.
  const wanted = TRASHED_ENDING.test(name) ? item.meta.get("_wp_desired_post_slug")?.[0]?.trim() : undefined;
  const named = wanted === undefined ? name.replace(TRASHED_ENDING, "") : decodeName(wanted);
  // Other systems that write this format give the whole path of a post.
  const slug = normaliseSlug(named) ?? normaliseSlug(/[^/]+(?=\/*$)/.exec(named)?.[0] ?? "");
  if (slug !== null || named === "") return { slug, doubt: null };
  return {
    slug,
    doubt: `Its slug ${JSON.stringify(named.slice(0, 100))} cannot be one here; the title gives another.`,
  };
}
