// Converts inline shortcodes and tags of Hugo, Jekyll and Hexo to Markdown. It is a table of pure functions, separate from the scanner,
// so that a further tag is one more line.
import { decodePercent } from "../../../lib/text.js";
import { attributeOf } from "../markdown-writer/code-markup.js";
import { isPageFile, postPathOf } from "../page-reference.js";
import { escapeHtml } from "../tree.js";

/** The argument is the trimmed content of `{{< >}}`, `{{% %}}` or `{% %}`. */
type TagToMarkdown = (inner: string) => string;

/** Hugo's brackets have no other meaning, so unknown shortcodes are removed, and the content that they enclose remains. */
export function hugoShortcode(inner: string): string {
  const name = /^[\w/-]+/.exec(inner)?.[0] ?? "";
  return hugoTags.get(name)?.(inner.slice(name.length).trim()) ?? "";
}

/** Liquid's brackets are also those of Jinja and occur in prose about templates, so unknown tags remain as written. */
export function liquidTag(tag: string, inner: string): string {
  const name = /^\w+/.exec(inner)?.[0] ?? "";
  if (SILENT_LIQUID.has(name.replace(/^end/, ""))) return "";
  return liquidTags.get(name)?.(inner.slice(name.length).trim()) ?? tag;
}

const SILENT_LIQUID = new Set(
  "raw note notel cq centerquote blockquote quote tabs tab include toc assign capture".split(" "),
);

const hugoTags: ReadonlyMap<string, TagToMarkdown> = new Map<string, TagToMarkdown>([
  ["ref", reference],
  ["relref", reference],
  ["figure", figure],
  ["img", figure],
  ["youtube", (inner) => video("https://www.youtube.com/watch?v=", inner)],
  ["vimeo", (inner) => video("https://vimeo.com/", inner)],
  ["bilibili", (inner) => video("https://www.bilibili.com/video/", inner)],
  ["gist", gist],
  ["tweet", tweet],
  ["x", tweet],
]);

const liquidTags: ReadonlyMap<string, TagToMarkdown> = new Map<string, TagToMarkdown>([
  ["post_url", reference],
  ["post_path", reference],
  ["post_link", postLink],
  ["link", link],
  ["asset_path", (inner) => encodeSpaces(words(inner)[0] ?? "")],
  ["asset_img", image],
  ["img", image],
  ["youtube", (inner) => video("https://www.youtube.com/watch?v=", inner)],
  ["vimeo", (inner) => video("https://vimeo.com/", inner)],
  ["gist", gist],
]);

/** Splits arguments and removes quotes, as in `ref "posts/x.md"` and `img /x.png "A title"`. */
function words(inner: string): string[] {
  return Array.from(
    inner.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g),
    ([all, double, single]) => double ?? single ?? all,
  );
}

function reference(inner: string): string {
  return encodeSpaces(postPathOf(referenceTarget(inner)));
}

function referenceTarget(inner: string): string {
  return attributeOf(inner, ["path"]) ?? words(inner)[0] ?? "";
}

/** Jekyll's `link` may also refer to images and documents, whose paths remain the same. */
function link(inner: string): string {
  const target = referenceTarget(inner);
  return isPageFile(target) ? reference(inner) : encodeSpaces(`/${target.replace(/^\/+/, "")}`);
}

/** Converts Hexo's `post_link first 'A title' false` to a link. Without a title, its text is the file name. */
function postLink(inner: string): string {
  const [file = "", ...rest] = words(inner);
  const title = rest.filter((word) => word !== "true" && word !== "false").join(" ");
  return file === "" ? "" : `[${(title || file).replace(/[[\]]/g, "")}](${encodeSpaces(postPathOf(file))})`;
}

function encodeSpaces(url: string): string {
  return decodePercent(url).replace(/[\s()<>%]/g, (character) =>
    encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
  );
}

function figure(inner: string): string {
  const attribute = (name: string): string => escapeHtml(attributeOf(inner, [name]) ?? "");
  const src = attribute("src") || escapeHtml(words(inner)[0] ?? "");
  const caption = attribute("caption") || attribute("title");
  const image = `<img src="${src}" alt="${attribute("alt") || caption}">`;
  const link = attribute("link");
  const content = link === "" ? image : `<a href="${link}">${image}</a>`;
  // The blank line ends the HTML block, so that the next line is Markdown again.
  return `<figure>${content}${caption === "" ? "" : `<figcaption>${caption}</figcaption>`}</figure>\n\n`;
}

function image(inner: string): string {
  const parts = words(inner);
  const src = parts.findIndex((part) => /[./]/.test(part));
  if (src < 0) return "";
  const title = parts.slice(src + 1).filter((part) => !/^\d+(?:px|%)?$/.test(part));
  return `![${title.join(" ").replace(/[[\]]/g, "")}](${encodeSpaces(parts[src] ?? "")})`;
}

function video(address: string, inner: string): string {
  const id = attributeOf(inner, ["id"]) ?? words(inner)[0] ?? "";
  return /^[\w-]+$/.test(id) ? `<${address}${id}>` : "";
}

function gist(inner: string): string {
  const path = words(inner).slice(0, 2).join("/");
  return /^[\w-]+(?:\/[\w-]+)?$/.test(path) ? `<https://gist.github.com/${path}>` : "";
}

function tweet(inner: string): string {
  const user = attributeOf(inner, ["user"]);
  const id = attributeOf(inner, ["id"]) ?? words(inner)[0] ?? "";
  return /^\w+$/.test(id)
    ? `<https://twitter.com/${user !== null && /^\w+$/.test(user) ? user : "i"}/status/${id}>`
    : "";
}
