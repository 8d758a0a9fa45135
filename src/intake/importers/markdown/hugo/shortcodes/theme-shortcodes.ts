// The shortcodes that popular themes of Hugo share: LoveIt and FixIt, PaperMod, Docsy, Book, Learn and Relearn, Blowfish, Congo, Hextra,
// Stack and others. Where they differ, the arguments of all of them are understood.
import { escapeHtml } from "../../../../../platform/markup/tree.js";
import {
  alert,
  codeBlock,
  disclosure,
  displayFormula,
  embedLink,
  figure,
  inlineHtml,
  markdownLink,
  quotation,
  titled,
  titledCode,
} from "../../tags/common-tags.js";
import { argument, block, type TagResult, type TagTable, type TemplateTag } from "../../tags/tag.js";
import type { ShortcodeContext } from "./hugo-shortcodes.js";

type Translate = (tag: TemplateTag, context: ShortcodeContext) => TagResult;

const BOXES =
  "note tip important warning caution abstract summary info success question failure danger error bug example attention alert-note";
const DIAGRAMS = "mermaid plantuml graphviz markmap echarts chart flowchart wavedrom abc viz dot";
const FOLDS = "expand collapse spoiler fold accordion accordion-item accordionitem detail toggle expandable";
const WRAPPERS =
  "tabs tabgroup tabpane columns column col row grid steps cards container div section center left right align style typeit-group " +
  "timeline gallery gallery-dl carousel slides swiper lightgallery accordions block page lead article main wrapper markdown md";
const ENCRYPTED =
  "hugo-encryptor hugo_encryptor hugoencryptor fixit-encryptor encrypt encrypted protected password secret hidden private";

const named = (names: string, translate: Translate): [string, Translate][] =>
  names.split(" ").map((name) => [name, translate]);

export const themeShortcodes: TagTable<ShortcodeContext> = new Map<string, Translate>([
  ...named("image img imgcap picture pic photo", imageOf),
  ...named(BOXES, (tag) => box(tag.name.replace(/^alert-/, ""), argument(tag, "title", "0"), tag)),
  ...named("admonition notice callout hint", (tag) =>
    box(argument(tag, "type", "kind", "0"), argument(tag, "title", "1"), tag),
  ),
  ["alert", (tag) => box(argument(tag, "type", "color", "0"), argument(tag, "title"), tag)],
  ...named(DIAGRAMS, (tag) => codeOf(tag, tag.name)),
  ...named("katex math mathjax latex tex", formula),
  ...named(FOLDS, fold),
  ...named(WRAPPERS, (tag) => {
    return tag.content === null ? null : titled(argument(tag, "title", "header", "heading", "caption"), tag.content);
  }),
  ...named("tab tab-item step", (tag) =>
    titled(argument(tag, "title", "name", "header", "label", "0"), tag.content ?? ""),
  ),
  ...named("button btn linkbutton", button),
  ["link", button],
  ...named("code codeblock code-block highlight-code terminal command console", (tag) =>
    codeOf(tag, argument(tag, "language", "lang", "type", "0")),
  ),
  ["typeit", typed],
  ...named("rawhtml html raw unsafe", rawHtml),
  ...named("quote blockquote epigraph pullquote", (tag) => {
    const author = argument(tag, "author", "source", "cite", "0");
    const source = [author, argument(tag, "title", "caption")].filter((part) => part !== null).join(", ");
    return tag.content === null ? null : quotation(tag.content, source);
  }),
  ...named("kbd sub sup mark u del ins small", (tag) => {
    const text = tag.content ?? argument(tag, "text", "0");
    return text === null ? null : `<${tag.name}>${inlineHtml(text)}</${tag.name}>`;
  }),
  ...named(
    "badge label underline highlight-text text color",
    (tag) => tag.content ?? argument(tag, "text", "content", "0"),
  ),
  ...named("bilibili youku tencent acfun dailymotion twitch asciinema spotify codepen jsfiddle", (tag) => {
    const file = argument(tag, "cast", "src");
    const title = argument(tag, "title", "caption");
    return file === null
      ? embedLink(tag.name, argument(tag, "id", "bvid", "0"), title)
      : block(markdownLink(file, title));
  }),
  ...named("youtubepl youtube-playlist", (tag) => embedLink("youtubeplaylist", argument(tag, "id", "0"))),
  ...named("audio video", media),
  ...named("iframe embed pdf bookmark", (tag) => embedded(argument(tag, "src", "url", "href", "file", "0"), tag)),
  ["music", music],
  ...named("github ghrepo gh", repository),
  ...named("toc br clear clearfix", () => block("")),
  ...named("script css javascript", (tag, { dropped }) => {
    dropped(`the shortcode ${tag.name}`, "Its code is not executed here and was removed.");
    return block("");
  }),
  ...named(ENCRYPTED, (tag, { dropped }) => {
    dropped(`the shortcode ${tag.name}`, "What it encloses is hidden from visitors and was left out.");
    return block("");
  }),
]);

function imageOf(tag: TemplateTag): TagResult {
  const src = argument(tag, "src", "url", "href", "0");
  if (src === null) return null;
  const words = tag.words.slice(tag.named.has("src") ? 0 : 1);
  return figure({
    src,
    alt: argument(tag, "alt"),
    title: argument(tag, "caption") === null ? null : argument(tag, "title"),
    caption: argument(tag, "caption", "title") ?? words[0] ?? (tag.content?.trim() || null),
    link: argument(tag, "link", "src_l"),
    attr: argument(tag, "attr"),
    attrLink: argument(tag, "attrlink"),
    width: argument(tag, "width"),
    height: argument(tag, "height"),
  });
}

/** The first argument of some themes is the title, and of others the kind. */
function box(kind: string | null, title: string | null, tag: TemplateTag): TagResult {
  const text = tag.content ?? argument(tag, "text", "content", "body");
  if (text === null && title === null) return null;
  const shown = title !== null && /^(?:true|false)$/.test(title) ? null : title;
  return alert(kind, shown, text ?? "");
}

function formula(tag: TemplateTag): TagResult {
  const tex = (tag.verbatim ?? argument(tag, "0", "formula") ?? "").trim();
  const isDisplay = /\bdisplay\b/.test(tag.written) || /\n/.test(tex) || /^(?:\$\$|\\\[|\\begin)/.test(tex);
  // Without content it only loads the library.
  if (tex === "") return block("");
  const bare = tex.replace(/^\\\[([\s\S]*)\\\]$|^\\\(([\s\S]*)\\\)$/, (_, one, other) => one ?? other ?? "");
  if (isDisplay) return displayFormula(bare);
  return bare.startsWith("$") ? bare : `$${bare}$`;
}

function rawHtml({ verbatim }: TemplateTag): TagResult {
  return verbatim?.includes("\n") ? block(verbatim) : verbatim;
}

function fold(tag: TemplateTag): TagResult {
  if (tag.content === null) return null;
  const title = argument(tag, "title", "summary", "label", "header", "name", "0");
  return disclosure(title, tag.content, argument(tag, "open") === "true");
}

function button(tag: TemplateTag, context: ShortcodeContext): TagResult {
  const page = argument(tag, "relref", "ref", "page");
  const url = page === null ? argument(tag, "href", "link", "url", "0") : (context.refer(page, null) ?? page);
  const words = tag.content?.trim() || argument(tag, "content", "text", "title", "label", "1");
  return url === null ? null : markdownLink(url, words || null);
}

/** Above the code, themes show its title or the name of its file. */
function codeOf(tag: TemplateTag, language: string | null): TagResult {
  const title = argument(tag, "title", "caption", "filename", "file", "name");
  return tag.verbatim === null ? null : titledCode(title, tag.verbatim, language);
}

function typed(tag: TemplateTag): TagResult {
  if (tag.content === null) return null;
  const language = argument(tag, "code");
  return language === null ? block(tag.content) : codeBlock(tag.verbatim ?? "", language);
}

function media(tag: TemplateTag): TagResult {
  const src = argument(tag, "src", "url", "mp4", "mp3", "webm", "file", "0");
  if (src === null) return null;
  const caption = argument(tag, "caption", "title");
  const player = `<${tag.name} controls src="${escapeHtml(src)}"></${tag.name}>`;
  return block(caption === null ? player : `<figure>${player}<figcaption>${inlineHtml(caption)}</figcaption></figure>`);
}

function embedded(url: string | null, tag: TemplateTag): TagResult {
  return url === null ? null : block(markdownLink(url, argument(tag, "title", "caption", "name")));
}

/** `music url=… name=… artist=…`, or the number of a song at one of the Chinese services. */
function music(tag: TemplateTag): TagResult {
  const url = argument(tag, "url");
  const words = [argument(tag, "name"), argument(tag, "artist")].filter((part) => part !== null).join(" – ");
  if (url !== null) return block(markdownLink(url, words || null));
  const [service, kind, id] = tag.words;
  const isNetease = service === "netease" && /^\d+$/.test(id ?? "");
  return isNetease ? block(markdownLink(`https://music.163.com/#/${kind}?id=${id}`)) : null;
}

function repository(tag: TemplateTag): TagResult {
  const name = argument(tag, "repo", "name", "0") ?? "";
  return /^[\w.-]+\/[\w.-]+$/.test(name) ? block(markdownLink(`https://github.com/${name}`, name)) : null;
}
