// Markdown for what the template tags of many generators and themes show: code, figures, links, videos, boxes and folded text.
import MarkdownIt from "markdown-it";
import { fenceAround, languageName } from "../../../../platform/markup/markdown-writer/code-markup.js";
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { block, type TagBlock } from "./tag.js";

const INLINE = new MarkdownIt({ html: true, linkify: true });

/** Markdown on one line as HTML, for elements in which Markdown is not read. */
export function inlineHtml(markdown: string): string {
  return INLINE.renderInline(markdown.trim().replace(/\s*\n\s*/g, " "));
}

/** How lines of a code block are shown. */
export interface LineOptions {
  /** Numbers and ranges of marked lines, such as `8 15-17`; null if none are marked. */
  marked: string | null;
  /** The number of the first line, or true for 1; null if lines are not numbered. */
  numbers: string | true | null;
}

/** The fence is longer than any run of backticks in the code. Blank lines around the code are removed. */
export function codeBlock(code: string, language: string | null, lines?: LineOptions): TagBlock {
  const text = code.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  const fence = fenceAround(text, 3);
  const options = lines === undefined ? "" : lineInfo(lines);
  const name = languageName(language) ?? (options === "" ? "" : "text");
  return block(`${fence}${name}${options}\n${text}\n${fence}`);
}

/** The options in the form of Hugo's fences; empty if there are none. */
function lineInfo({ marked, numbers }: LineOptions): string {
  const ranges = [...(marked ?? "").matchAll(/\d{1,6}(?:\s?-\s?\d{1,6})?/g)].map(([range]) => range).slice(0, 50);
  const first = typeof numbers === "string" && /^\d{1,6}$/.test(numbers) ? numbers : null;
  const options = [
    ...(ranges.length === 0 ? [] : [`hl_lines=[${ranges.join(",")}]`]),
    ...(numbers === null ? [] : ["linenos=true"]),
    ...(first === null ? [] : [`linenostart=${first}`]),
  ];
  return options.length === 0 ? "" : ` {${options.join(",")}}`;
}

/** Code below its title, such as the name of its file. The title is plain text. */
export function titledCode(title: string | null, code: string, language: string | null): TagBlock {
  const fence = codeBlock(code, language);
  return title === null ? fence : block(`**${escapedText(title.replace(/\s+/g, " "))}**\n\n${fence.block}`);
}

/** Text in which no character has a meaning in Markdown or HTML. */
export const escapedText = (text: string): string => escapeHtml(text).replace(/[*_`[\]]/g, "\\$&");

export function codeSpan(code: string): string {
  const text = code.trim().replace(/\s*\n\s*/g, " ");
  const marks = fenceAround(text, 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return text === "" ? "" : `${marks}${space}${text}${space}${marks}`;
}

export interface Figure {
  src: string;
  alt?: string | null;
  /** A heading in the caption. */
  title?: string | null;
  /** Markdown. */
  caption?: string | null;
  link?: string | null;
  /** Markdown about who made the picture. */
  attr?: string | null;
  attrLink?: string | null;
  width?: string | null;
  height?: string | null;
}

/** A figure on one line, so that it is valid in every place. */
export function figure(parts: Figure): TagBlock {
  const { src, alt, title, caption, link, attr, attrLink } = parts;
  const sizes = (["width", "height"] as const).map((name) => {
    const size = /^\d{1,5}(?=(?:px)?$)/.exec(parts[name]?.trim() ?? "")?.[0];
    return size === undefined ? "" : ` ${name}="${size}"`;
  });
  const plainCaption = [title, caption].find((text) => text != null) ?? "";
  const shownAlt = alt ?? inlineHtml(plainCaption).replace(/<[^<>]*>/g, "");
  const image = `<img src="${escapeHtml(src)}" alt="${alt == null ? shownAlt.replaceAll('"', "&quot;") : escapeHtml(alt)}"${sizes.join("")}>`;
  const linked = link ? `<a href="${escapeHtml(link)}">${image}</a>` : image;
  const source = attr
    ? attrLink
      ? `<a href="${escapeHtml(attrLink)}">${inlineHtml(attr)}</a>`
      : inlineHtml(attr)
    : "";
  const heading = title ? `<h4>${inlineHtml(title)}</h4>` : "";
  const text = [caption ? inlineHtml(caption) : "", source].filter((part) => part !== "").join(" ");
  const figcaption = heading + (heading !== "" && text !== "" ? `<p>${text}</p>` : text);
  return block(`<figure>${linked}${figcaption === "" ? "" : `<figcaption>${figcaption}</figcaption>`}</figure>`);
}

/** Within its line. The texts are plain. */
export function picture(src: string, alt: string | null, title: string | null = null): string {
  const shownTitle = title === null || title === "" ? "" : ` "${title.replace(/\s+/g, " ").replaceAll('"', "&quot;")}"`;
  return `![${escapedBrackets(alt ?? "")}](${encodedUrl(src)}${shownTitle})`;
}

/** Without words, the URL is shown. */
export function markdownLink(url: string, words: string | null = null): string {
  const text = words?.trim().replace(/\s*\n\s*/g, " ") ?? "";
  if (text === "" && /^(?:https?:|mailto:)[^\s<>]*$/i.test(url)) return `<${url}>`;
  return `[${text === "" ? escapedBrackets(url) : text.includes("](") ? text : escapedBrackets(text)}](${encodedUrl(url)})`;
}

const escapedBrackets = (text: string): string => text.replace(/\s+/g, " ").replace(/(?<!\\)[[\]]/g, "\\$&");

/** A URL that is valid as the destination of a link in Markdown. */
export function encodedUrl(url: string): string {
  return url
    .trim()
    .replace(/[\s()<>"\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

const VIDEOS: Readonly<Record<string, (id: string) => string>> = {
  youtube: (id) => `https://www.youtube.com/watch?v=${id}`,
  youtubeplaylist: (id) => `https://www.youtube.com/playlist?list=${id}`,
  vimeo: (id) => `https://vimeo.com/${id}`,
  bilibili: (id) => `https://www.bilibili.com/video/${/^\d+$/.test(id) ? `av${id}` : id}`,
  dailymotion: (id) => `https://www.dailymotion.com/video/${id}`,
  youku: (id) => `https://v.youku.com/v_show/id_${id}.html`,
  tencent: (id) => `https://v.qq.com/x/page/${id}.html`,
  acfun: (id) => `https://www.acfun.cn/v/${id}`,
  twitch: (id) => `https://www.twitch.tv/videos/${id}`,
  asciinema: (id) => `https://asciinema.org/a/${id}`,
  spotify: (id) => `https://open.spotify.com/${id}`,
  codepen: (id) => `https://codepen.io/${id}`,
  jsfiddle: (id) => `https://jsfiddle.net/${id}/`,
  gist: (id) => `https://gist.github.com/${id}`,
  tweet: (id) => `https://twitter.com/${id}`,
  instagram: (id) => `https://www.instagram.com/p/${id}/`,
};

/** A link in a paragraph of its own to something that was embedded. Null if the name is unknown or the id is none. */
export function embedLink(kind: string, id: string | null, title: string | null = null): TagBlock | null {
  const given = id?.trim() ?? "";
  if (/^https?:\/\/\S+$/i.test(given)) return block(markdownLink(given, title));
  const address = VIDEOS[kind];
  if (address === undefined || !/^[\w./?=&-]+$/.test(given)) return null;
  return block(markdownLink(address(given), title));
}

/** The kinds of boxes that the renderer knows, and other names for them. */
const ALERTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "note tip important warning caution abstract summary info todo success question failure danger bug example quote"
      .split(" ")
      .map((kind) => [kind, kind]),
  ),
  ...{ primary: "note", secondary: "note", default: "note", light: "note", dark: "note", notice: "note", blue: "note" },
  ...{ warn: "warning", alert: "warning", attention: "warning", orange: "warning", yellow: "warning", red: "danger" },
  ...{ error: "danger", fail: "failure", check: "success", done: "success", green: "success", hint: "tip" },
  ...{ help: "question", faq: "question", tldr: "summary" },
};

/** A box with a coloured edge, as GitHub has them. */
export function alert(kind: string | null, title: string | null, content: string): TagBlock {
  const mark =
    ALERTS[
      kind
        ?.trim()
        .toLowerCase()
        .replace(/^alert-/, "") ?? ""
    ] ?? "note";
  const heading = title?.trim().replace(/\s+/g, " ") ?? "";
  return block(quoted(`[!${mark.toUpperCase()}]${heading === "" ? "" : ` ${heading}`}\n${content.trim()}`.trimEnd()));
}

export function quotation(content: string, source: string | null = null): TagBlock {
  return block(quoted(`${content.trim()}${source ? `\n\n— ${source.trim()}` : ""}`));
}

const quoted = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line.trim() === "" ? ">" : `> ${line}`))
    .join("\n");

/** Text that unfolds when its summary is clicked. */
export function disclosure(summary: string | null, content: string, isOpen = false): TagBlock {
  const shown = summary?.trim() ? inlineHtml(summary) : "Details";
  return block(`<details${isOpen ? " open" : ""}><summary>${shown}</summary>\n\n${content.trim()}\n\n</details>`);
}

/** A part with a title, such as one of several tabs. */
export function titled(title: string | null, content: string): TagBlock {
  const heading = title?.trim().replace(/\s+/g, " ").replaceAll("*", "\\*") ?? "";
  return block(heading === "" ? content.trim() : `**${heading}**\n\n${content.trim()}`);
}

/** A formula in a paragraph of its own. */
export function displayFormula(tex: string): TagBlock {
  const text = tex
    .trim()
    .replace(/^(\${1,2})([\s\S]*)\1$/, "$2")
    .replace(/\n\s*\n/g, "\n")
    .trim();
  return block(text === "" ? "" : `$$\n${text}\n$$`);
}
