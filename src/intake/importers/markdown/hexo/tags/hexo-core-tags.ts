// The tags that Hexo itself has: quotations, code, pictures, links to posts and files, frames.
import {
  codeBlock,
  embedLink,
  encodedUrl,
  escapedText,
  markdownLink,
  picture,
  quotation,
} from "../../tags/common-tags.js";
import { rawTag } from "../../tags/literal-tags.js";
import { block, type TagResult, type TagTable, type TemplateTag } from "../../tags/tag.js";
import { hexoArguments, separatedArguments } from "./hexo-arguments.js";
import { changedTag, type HexoTagContext } from "./hexo-tag-context.js";

const URL_LIKE = /^(?:[a-z]{3,9}:\S|www\.\S|\/\/\S)/i;

export const HEXO_CORE_TAGS: TagTable<HexoTagContext> = new Map([
  ...named(["blockquote", "quote"], ({ written, content }) =>
    quotation(content ?? "", citation(hexoArguments(written).join(" "))),
  ),
  ...named(["pullquote"], ({ content }) => quotation(content ?? "")),
  ...named(["code", "codeblock"], titledCode),
  ...named(["include_code", "include-code"], includedCode),
  ...named(["iframe"], ({ written }) => embedLink("", absolute(hexoArguments(written)[0]))),
  ...named(["img", "image"], siteImage),
  ...named(["link", "a", "anchor"], siteLink),
  ...named(["url_for", "full_url_for"], ({ written }, { siteUrl }) => {
    const [words = "", path = ""] = hexoArguments(written);
    return markdownLink(siteUrl(path), words);
  }),
  ...named(["post_path"], ({ written }, { post }) => {
    const [slug = ""] = hexoArguments(written);
    return encodedUrl(post(slug)?.path ?? "");
  }),
  ...named(["post_link"], postLink),
  ...named(["asset_path"], ({ written }, { assetUrl }) => encodedUrl(assetUrl(hexoArguments(written)[0] ?? ""))),
  ...named(["asset_img", "asset_image"], assetImage),
  ...named(["asset_link"], ({ written }, { assetUrl }) => {
    const [name = "", ...words] = withoutFlag(hexoArguments(written));
    return markdownLink(assetUrl(name), words.join(" ") || name);
  }),
  ...named(["raw"], (tag) => rawTag(tag, undefined)),
]);

function named(
  names: readonly string[],
  translate: (tag: TemplateTag, context: HexoTagContext) => TagResult,
): [string, typeof translate][] {
  return names.map((name) => [name, translate]);
}

/** `Author[, title] [https://link [title of the link]]` */
function citation(written: string): string | null {
  if (written === "") return null;
  const link = /^(\S.*?)\s+(https?:\/\/\S+)(?:\s+(.+))?$/is.exec(written);
  if (link !== null) {
    const [, author = "", url = "", title] = link;
    return `**${author}** ${markdownLink(url, title ?? url.replace(/^https?:\/\/|\/(?:index\.html?)?$/g, ""))}`;
  }
  const [, author, title] = /^([^,]+),\s*([^,]+)/.exec(written) ?? [];
  return author === undefined ? `**${written}**` : `**${author.trim()}** *${(title ?? "").trim()}*`;
}

/** `[title] [lang:x] [https://link] [text of the link]`, without options of the display. */
function titledCode({ written, verbatim }: TemplateTag): TagResult {
  const options = hexoArguments(written);
  const isOption = /^(?:lang|line_number|line_threshold|first_line|wrap|mark|language_attr|highlight):/;
  const caption = codeCaption(options.filter((option) => !isOption.test(option)).join(" "));
  const optionOf = (name: string) => options.find((option) => option.startsWith(`${name}:`))?.slice(name.length + 1);
  const language = optionOf("lang") ?? null;
  const isNumbered: boolean = optionOf("line_number") === "true" || optionOf("first_line") !== undefined;
  const numbers: string | true | null = isNumbered ? (optionOf("first_line") ?? true) : null;
  const lines = { marked: optionOf("mark") ?? null, numbers };
  return withCaption(caption, codeBlock(unindented(verbatim ?? ""), language, lines).block);
}

/** Markdown for `title https://link text`. */
export function codeCaption(written: string): string {
  const [, title = written, url, words] = /^(\S.*?)\s+(https?:\/\/\S+|\/\S+)(?:\s+(.+))?$/s.exec(written) ?? [];
  return [title === "" ? "" : `**${escapedText(title)}**`, url === undefined ? "" : markdownLink(url, words ?? "link")]
    .filter((part) => part !== "")
    .join(" ");
}

function withCaption(caption: string, code: string): TagResult {
  return block(caption === "" ? code : `${caption}\n\n${code}`);
}

/** Hexo removes the indentation that all lines have. */
function unindented(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const indent = indents.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(indent, line.length))).join("\n");
}

/** `[title] [lang:x] [from:1] [to:9] path/to/file` */
function includedCode({ name, written }: TemplateTag, context: HexoTagContext): TagResult {
  const options = hexoArguments(written);
  const optionOf = (key: string): string | undefined =>
    options.find((option) => option.toLowerCase().startsWith(key))?.slice(key.length);
  const words = options.filter((option) => !/^(?:lang|from|to):/i.test(option));
  const path = words.at(-1) ?? "";
  const code = context.includedCode(path);
  if (code === null) {
    changedTag(context, name, "The file whose code it includes cannot be read, so that only its name was kept.");
    return block(`**${escapedText(words.join(" "))}**`);
  }
  const [from = 1, to = Number.POSITIVE_INFINITY] = ["from:", "to:"].map(
    (key) => Number(optionOf(key) ?? Number.NaN) || undefined,
  );
  const lines = code.split("\n").slice(from - 1, to);
  const language = optionOf("lang:") ?? /\.([^./]+)$/.exec(path)?.[1] ?? null;
  const title = words.slice(0, -1).join(" ") || path.replace(/^.*\//s, "");
  return withCaption(`**${escapedText(title)}**`, codeBlock(lines.join("\n"), language).block);
}

/** `[classes] /path/to/image [width] [height] ["title text" "alt text"]` */
function siteImage({ written }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  const [address = "", ...options] = separatedArguments(written);
  if (options.length > 0 && options.every((option) => /^\w+=/.test(option)) && !/\s/.test(address)) {
    const alt = options.find((option) => option.startsWith("alt="))?.slice(4) ?? "";
    return picture(siteUrl(address), alt);
  }
  const words = hexoArguments(written);
  const at = Math.max(
    0,
    words.findIndex((word) => URL_LIKE.test(word) || word.startsWith("/")),
  );
  return imageAt(siteUrl(words[at] ?? ""), written, words.slice(at + 1));
}

function assetImage({ written }: TemplateTag, { assetUrl }: HexoTagContext): TagResult {
  const words = hexoArguments(written);
  const at = Math.max(
    0,
    words.findIndex((word) => /\.[a-z0-9]{2,5}$/i.test(word)),
  );
  return imageAt(assetUrl(words[at] ?? ""), written, words.slice(at + 1));
}

/** Hexo gives the first quoted text to the title and the second to the alternative text. Without quotes, all words are the title. */
function imageAt(url: string, written: string, rest: readonly string[]): TagResult {
  if (url === "") return null;
  const words = rest.slice(
    rest.findIndex((word) => !/^\d+$/.test(word)) < 0 ? rest.length : rest.findIndex((word) => !/^\d+$/.test(word)),
  );
  const quoted = [...written.matchAll(/(["'])(.*?)\1/gs)].map((match) => match[2] ?? "");
  const nested = quoted.flatMap((text) => [...text.matchAll(/(["'])(.*?)\1/gs)].map((match) => match[2] ?? ""));
  const [title = null, alt = null] =
    nested.length > 0 ? nested : quoted.length > 0 ? quoted : [words.join(" ") || null];
  const shownAlt = alt === null || alt === "" ? title : alt;
  return picture(url, shownAlt, title === shownAlt ? null : title);
}

/** `text of the link https://link [external] [title]` */
function siteLink({ written }: TemplateTag, context: HexoTagContext): TagResult {
  // Volantis separates the text, the address and a picture by commas or colons.
  const [text = "", address = ""] = separatedArguments(written);
  if (/^(?:https?:\/)?\/\S+$|^#\S+$/.test(address)) return markdownLink(address, text);
  const words = hexoArguments(written);
  const at = words.findIndex((word) => URL_LIKE.test(word));
  if (at >= 0) {
    const title = words.slice(at + 1).filter((word) => word !== "true" && word !== "false");
    return markdownLink(words[at] ?? "", words.slice(0, at).join(" ") || title.join(" ") || null);
  }
  const path = words.findIndex((word) => /^[/#.]|\.html?$/.test(word));
  return path < 0
    ? null
    : markdownLink(context.siteUrl(words[path] ?? ""), words.filter((_, index) => index !== path).join(" "));
}

function postLink({ name, written }: TemplateTag, context: HexoTagContext): TagResult {
  const [reference = "", ...words] = withoutFlag(hexoArguments(written));
  const isText = !/\bfalse$/.test(written.trim());
  const [slug = "", fragment] = reference.split("#");
  const post = context.post(slug);
  const title = words.join(" ") || post?.title || slug.replace(/^.*\//s, "");
  const shown = isText ? escapedText(title) : title;
  if (post === null) {
    changedTag(context, name, "It names a post that does not exist, so that only its words were kept.");
    return shown;
  }
  return markdownLink(post.path + (fragment === undefined ? "" : `#${fragment}`), shown);
}

/** The last argument may say whether the title is escaped. */
function withoutFlag(words: readonly string[]): readonly string[] {
  return /^(?:true|false)$/.test(words.at(-1) ?? "") ? words.slice(0, -1) : words;
}

const absolute = (url = ""): string => (url.startsWith("//") ? `https:${url}` : url);
