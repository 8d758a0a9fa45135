// Writes inline content as Markdown: emphasis, links, code and escapes. It is separate from the block writer, because all its rules concern
// the meaning of a character next to another.
import { isCjk } from "../../../lib/text.js";
import { hasClass, type MarkupElement, type MarkupNode, serialiseMarkup, textContent } from "../tree.js";
import { fenceAround } from "./code-markup.js";

export interface InlineContext {
  /** In a table cell, a pipe ends the cell, and a line break must be written as a tag. */
  isInCell: boolean;
  /** In the text of a link, a bracket would end it. */
  isInLink: boolean;
  /** The open emphasis delimiters, which must not be nested in themselves. */
  delimiters: readonly string[];
}

export const inParagraph: InlineContext = { isInCell: false, isInLink: false, delimiters: [] };
export const inCell: InlineContext = { isInCell: true, isInLink: false, delimiters: [] };

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ["strong", "**"],
  ["b", "**"],
  ["em", "*"],
  ["i", "*"],
  ["del", "~~"],
  ["s", "~~"],
]);

export function writeInline(nodes: readonly MarkupNode[], context: InlineContext): string {
  let line = "";
  // The last character is a separate variable, because reading the end of a growing string copies it.
  let before = " ";
  for (const [index, node] of nodes.entries()) {
    const piece =
      typeof node === "string"
        ? escapeMarkdown(node.replace(/[ \t\n\f\r]+/g, " "), context)
        : writeElement(node, context, { before, after: firstCharacter(nodes[index + 1]) });
    line += piece;
    before = piece.at(-1) ?? before;
  }
  return line;
}

/** Removes spaces and line breaks at both ends, where they would leave a backslash or end an emphasis. */
export function trimBreaks(line: string): string {
  const { start, end } = textRange(line);
  return line.slice(start, end);
}

function textRange(line: string): { start: number; end: number } {
  let start = 0;
  let end = line.length;
  while (start < end && (line[start] === " " || line.startsWith("\\\n", start))) start += line[start] === " " ? 1 : 2;
  while (end > start && (line[end - 1] === " " || line[end - 1] === "\n")) end -= line[end - 1] === " " ? 1 : 2;
  return { start, end };
}

interface Neighbours {
  before: string;
  after: string;
}

function firstCharacter(node: MarkupNode | undefined): string {
  if (node === undefined) return " ";
  if (typeof node === "string") return /^\s/.test(node) ? " " : String.fromCodePoint(node.codePointAt(0) ?? 0x20);
  if (node.tag === "br") return " ";
  return DELIMITERS.has(node.tag) ? "*" : firstCharacter(node.children[0]);
}

function writeElement(element: MarkupElement, context: InlineContext, neighbours: Neighbours): string {
  const { tag, attributes } = element;
  const delimiter = DELIMITERS.get(tag);
  if (delimiter !== undefined) return writeEmphasis(element, delimiter, context, neighbours);
  switch (tag) {
    case "br":
      return context.isInCell ? "<br>" : "\\\n";
    case "code":
      return writeCode(element, context, neighbours.before);
    case "a":
      return writeLink(element, context);
    case "img":
      return writeImage(attributes);
    // A checkbox is written only at the start of a list item.
    case "input":
      return "";
    case "audio":
    case "video":
      return serialiseMarkup([element]);
    default:
      return writeTag(element, context);
  }
}

/** Elements without a Markdown form are written as HTML, which Markdown allows. */
function writeTag({ tag, attributes, children }: MarkupElement, context: InlineContext): string {
  const [opening = "", closing = ""] = serialiseMarkup([{ tag, attributes, children: ["\0"] }]).split("\0");
  return `${opening}${writeInline(children, context)}${closing}`;
}

function writeEmphasis(
  element: MarkupElement,
  delimiter: string,
  context: InlineContext,
  neighbours: Neighbours,
): string {
  if (context.delimiters.includes(delimiter)) return writeInline(element.children, context);
  const written = writeInline(element.children, { ...context, delimiters: [...context.delimiters, delimiter] });
  const { start, end } = textRange(written);
  const inner = written.slice(start, end);
  if (inner === "") return written;
  const lead = written.slice(0, start);
  const rest = written.slice(end);
  const before = lead === "" ? neighbours.before : " ";
  const after = rest === "" ? neighbours.after : " ";
  const first = String.fromCodePoint(inner.codePointAt(0) ?? 0);
  const last = inner.at(-1) ?? "";
  const isDelimited =
    canDelimit(first, before) &&
    canDelimit(last, after) &&
    before !== delimiter[0] &&
    first !== delimiter[0] &&
    last !== delimiter[0];
  if (isDelimited) return `${lead}${delimiter}${inner}${delimiter}${rest}`;
  return `${lead}<${element.tag}>${inner}</${element.tag}>${rest}`;
}

/** CommonMark's flanking rule: between punctuation inside and a letter outside there is no delimiter, except next to CJK. */
function canDelimit(inside: string, outside: string): boolean {
  if (!isPunctuation(inside) || /\s/.test(outside) || isPunctuation(outside)) return true;
  return isCjk(inside.codePointAt(0) ?? 0) || isCjk(outside.codePointAt(0) ?? 0);
}

function isPunctuation(character: string): boolean {
  return /^[\p{P}\p{S}]/u.test(character);
}

function writeCode(element: MarkupElement, context: InlineContext, before: string): string {
  const code = textContent(element.children).replace(/\n/g, " ");
  if (code.trim() === "") return code;
  // Two adjacent code spans would be read as one.
  if (before === "`") return `<code>${escapeMarkdown(code, context)}</code>`;
  const fence = fenceAround(code, 1);
  const pad = /^`|`$/.test(code) ? " " : "";
  return `${fence}${pad}${context.isInCell ? code.replaceAll("|", "\\|") : code}${pad}${fence}`;
}

function writeLink(element: MarkupElement, context: InlineContext): string {
  const { href, title } = element.attributes;
  if (hasClass(element, "footnote-backref")) return "";
  const text = trimBreaks(writeInline(element.children, { ...context, isInLink: true }));
  if (href === undefined || context.isInLink) return text;
  if (textContent(element.children) === href && /^https?:\/\/[^\s<>]+$/.test(href)) return `<${href}>`;
  return `[${text}](${destination(href, title)})`;
}

function writeImage(attributes: Readonly<Record<string, string>>): string {
  const alt = (attributes.alt ?? "").replace(/\s+/g, " ").replace(/[[\]\\]/g, "\\$&");
  return `![${alt}](${destination(attributes.src ?? "", attributes.title)})`;
}

function destination(url: string, title: string | undefined): string {
  const trimmed = url.trim();
  const target = /[\s()<>\\]|^$/.test(trimmed) ? `<${trimmed.replace(/[\s<>\\]/g, encodeCharacter)}>` : trimmed;
  return title === undefined || title === ""
    ? target
    : `${target} "${title.replace(/\s+/g, " ").replace(/["\\]/g, "\\$&")}"`;
}

function encodeCharacter(character: string): string {
  return encodeURIComponent(character);
}

const SPECIAL = /[\\`*_[\]{<&~|!]/;

/** Escapes only characters that would be read as markup, so that `snake_case` and `[root@host ~]#` remain readable. */
function escapeMarkdown(text: string, { isInCell, isInLink }: InlineContext): string {
  if (!SPECIAL.test(text)) return text;
  const escaped = text
    .replace(
      /[`*]|\\(?=[!-/:-@[-`{-~\s]|$)|~(?=~)|\{(?=[#.:%]|[\w-]{1,32}=)|!$|<(?=[a-z/!?])|(?<=\{\{)<|&(?=#?\w{1,32};)/gi,
      "\\$&",
    )
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(isInLink ? /[[\]]/g : /\[(?=\^|[ xX]\])|\](?=[([:]|$)/g, "\\$&");
  return isInCell ? escaped.replaceAll("|", "\\|") : escaped;
}

/** Escapes characters at the start of a line that would begin a block. */
export function escapeLineStarts(paragraph: string): string {
  return paragraph
    .split("\n")
    .map((line) => line.trimStart())
    .map((line) =>
      line
        .replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[|:=-][|:\s=-]*$)/, "\\")
        .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\"),
    )
    .join("\n");
}
