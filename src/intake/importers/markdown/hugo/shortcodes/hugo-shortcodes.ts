// The shortcodes that are part of Hugo.
import {
  codeBlock,
  codeSpan,
  disclosure,
  embedLink,
  encodedUrl,
  figure,
  type LineOptions,
  markdownLink,
} from "../../tags/common-tags.js";
import { argument, block, type TagResult, type TagTable, type TemplateTag } from "../../tags/tag.js";

export interface ShortcodeContext {
  /** The path of another page with its fragment. Null if there is no such page. */
  refer(reference: string, language: string | null): string | null;
  /** A parameter of the page or of the site. */
  parameter(name: string): string | null;
  /** Tells what was lost or changed. */
  dropped(kind: string, reason: string): void;
}

export const hugoShortcodes: TagTable<ShortcodeContext> = new Map([
  ["figure", figureOf],
  ["highlight", highlight],
  ["ref", reference],
  ["relref", reference],
  ["gist", gist],
  ["youtube", (tag) => embedLink("youtube", argument(tag, "id", "0"), argument(tag, "title", "caption"))],
  ...["vimeo", "vimeo_simple"].map((name): [string, Translate] => [
    name,
    (tag) => embedLink("vimeo", argument(tag, "id", "0"), argument(tag, "title", "caption")),
  ]),
  ...["tweet", "twitter", "twitter_simple", "x", "x_simple"].map((name): [string, Translate] => [name, tweet]),
  ...["instagram", "instagram_simple"].map((name): [string, Translate] => [
    name,
    (tag) => embedLink("instagram", argument(tag, "id", "0")),
  ]),
  ["param", parameter],
  ["details", (tag) => disclosure(argument(tag, "summary", "0"), tag.content ?? "", argument(tag, "open") === "true")],
  ["qr", qrCode],
]);

type Translate = (tag: TemplateTag, context: ShortcodeContext) => TagResult;

/** Without a picture it is not Hugo's own. */
export function figureOf(tag: TemplateTag): TagResult {
  const src = argument(tag, "src", "url", "0");
  if (src === null) return null;
  const value = (...names: string[]): string | null => argument(tag, ...names);
  return figure({
    src,
    alt: value("alt"),
    title: value("title"),
    caption: value("caption"),
    link: value("link", "href"),
    attr: value("attr"),
    attrLink: value("attrlink"),
    width: value("width"),
    height: value("height"),
  });
}

function highlight(tag: TemplateTag): TagResult {
  if (tag.verbatim === null) return null;
  const isInline = /\bhl_inline\s{0,9}=\s{0,9}(?:true|1)/.test(tag.written);
  if (isInline) return codeSpan(tag.verbatim);
  return codeBlock(tag.verbatim, argument(tag, "0", "lang"), highlightOptions(argument(tag, "1", "options") ?? ""));
}

/** `linenos=table,hl_lines=8 15-17,linenostart=199`. */
function highlightOptions(written: string): LineOptions {
  const optionOf = (name: string) => new RegExp(`\\b${name}\\s*=\\s*([^,=]*)`).exec(written)?.[1]?.trim() ?? null;
  const numbers = optionOf("linenos");
  const isNumbered = numbers !== null && !/^(?:false|0)$/.test(numbers);
  return { marked: optionOf("hl_lines"), numbers: isNumbered ? (optionOf("linenostart") ?? true) : null };
}

function reference(tag: TemplateTag, context: ShortcodeContext): string {
  const written = argument(tag, "path", "0") ?? "";
  const found = context.refer(written, argument(tag, "lang"));
  if (found === null) {
    context.dropped("references to pages", "There is no page of this name here, so the link leads nowhere.");
  }
  return encodedUrl(found ?? written);
}

function gist(tag: TemplateTag): TagResult {
  const [user = "", id] = tag.words;
  return embedLink("gist", id === undefined ? user : `${user}/${id}`);
}

function tweet(tag: TemplateTag): TagResult {
  const id = argument(tag, "id", "1", "0");
  const user = argument(tag, "user") ?? (tag.words.length > 1 ? argument(tag, "0") : null);
  return id === null ? null : embedLink("tweet", `${user ?? "i"}/status/${id}`);
}

function parameter(tag: TemplateTag, context: ShortcodeContext): string {
  const name = argument(tag, "0", "name") ?? "";
  const value = context.parameter(name);
  if (value === null) context.dropped(`the parameter ${name}`, "It has no value and was removed.");
  return value ?? "";
}

function qrCode(tag: TemplateTag): TagResult {
  const text = argument(tag, "text", "0") ?? tag.content?.trim() ?? "";
  return block(/^https?:\/\/\S+$/.test(text) ? markdownLink(text) : text);
}
