// Writes the inside of a line as Markdown: emphasis, links, code and escapes. Separate from the block writer because
// every rule here is about what one character means beside another.
import { isCjk } from "../../../lib/text.js";
import { hasClass, type MarkupElement, type MarkupNode, serialiseMarkup, textContent } from "../tree.js";
import { fenceAround } from "./code-markup.js";

export interface InlineContext {
  /** In a table cell a pipe ends the cell and a line break must be written as a tag. */
  isInCell: boolean;
  /** In a link's text brackets would end it. */
  isInLink: boolean;
  /** Emphasis signs that are open: a sign inside itself would end it. */
  signs: readonly string[];
}

export const inParagraph: InlineContext = { isInCell: false, isInLink: false, signs: [] };
export const inCell: InlineContext = { isInCell: true, isInLink: false, signs: [] };

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
  // Kept apart: looking at the end of a growing string would copy it each time.
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

/** Without spaces and line breaks at either end: there they would leave a backslash or end an emphasis. */
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
    // A box is only written where it begins an item.
    case "input":
      return "";
    case "audio":
    case "video":
      return serialiseMarkup([element]);
    default:
      return writeTag(element, context);
  }
}

/** Elements that Markdown has no sign for stay HTML, which Markdown allows. */
function writeTag({ tag, attributes, children }: MarkupElement, context: InlineContext): string {
  const [opening = "", closing = ""] = serialiseMarkup([{ tag, attributes, children: ["\0"] }]).split("\0");
  return `${opening}${writeInline(children, context)}${closing}`;
}

function writeEmphasis(element: MarkupElement, sign: string, context: InlineContext, neighbours: Neighbours): string {
  if (context.signs.includes(sign)) return writeInline(element.children, context);
  const written = writeInline(element.children, { ...context, signs: [...context.signs, sign] });
  const { start, end } = textRange(written);
  const inner = written.slice(start, end);
  if (inner === "") return written;
  const lead = written.slice(0, start);
  const rest = written.slice(end);
  const before = lead === "" ? neighbours.before : " ";
  const after = rest === "" ? neighbours.after : " ";
  const first = String.fromCodePoint(inner.codePointAt(0) ?? 0);
  const last = inner.at(-1) ?? "";
  const canStand =
    bindsTo(first, before) && bindsTo(last, after) && before !== sign[0] && first !== sign[0] && last !== sign[0];
  if (canStand) return `${lead}${sign}${inner}${sign}${rest}`;
  return `${lead}<${element.tag}>${inner}</${element.tag}>${rest}`;
}

/** CommonMark's flanking rule: a sign between punctuation inside and a letter outside is no sign, except beside CJK. */
function bindsTo(inside: string, outside: string): boolean {
  if (!isPunctuation(inside) || /\s/.test(outside) || isPunctuation(outside)) return true;
  return isCjk(inside.codePointAt(0) ?? 0) || isCjk(outside.codePointAt(0) ?? 0);
}

function isPunctuation(character: string): boolean {
  return /^[\p{P}\p{S}]/u.test(character);
}

function writeCode(element: MarkupElement, context: InlineContext, before: string): string {
  const code = textContent(element.children).replace(/\n/g, " ");
  if (code.trim() === "") return code;
  // Two spans that touch would be one.
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

/** Escapes only what would be read as markup, so that `snake_case` and `[root@host ~]#` stay readable. */
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

/** What starts a block at the start of a line is escaped there. */
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
