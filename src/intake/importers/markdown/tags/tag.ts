// A template tag of a site generator, such as `{{< figure src="a.png" >}}` or `{% blockquote Ada %}…{% endblockquote %}`, and what a
// generator's table makes of it.

export interface TemplateTag {
  /** As written, such as `figure` or `docs/tab`. */
  name: string;
  /** The arguments without a name, in order, without quotes. */
  words: readonly string[];
  /** The arguments with a name. The keys are in lower case. */
  named: ReadonlyMap<string, string>;
  /** The text of all arguments as written. */
  written: string;
  /** The enclosed text, in which the tags are translated already. Null if the tag has no end. */
  content: string | null;
  /** The enclosed text as written. Null if the tag has no end. */
  verbatim: string | null;
  bracket: "<" | "%" | "LIQUID";
  /** In a fence or a code span, where only a result that is text can take the place of the tag. */
  isInCode: boolean;
  /** In the destination of a link or in an attribute of HTML, where only a URL makes sense. */
  isInUrl: boolean;
}

/** Markdown that needs a paragraph of its own. The text is empty if the tag is removed. */
export interface TagBlock {
  block: string;
}

/** Text takes the place of the tag within its line. Null means that the tag is unknown after all. */
export type TagResult = string | TagBlock | null;
export type TagTranslation<C> = (tag: TemplateTag, context: C) => TagResult;
export type TagTable<C> = ReadonlyMap<string, TagTranslation<C>>;

export const block = (markdown: string): TagBlock => ({ block: markdown });

/** The first of these arguments with a value. A number is the position of an argument without a name. */
export function argument(tag: TemplateTag, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = /^\d$/.test(name) ? tag.words[Number(name)] : tag.named.get(name.toLowerCase());
    if (value !== undefined && value.trim() !== "") return value.trim();
  }
  return null;
}
