// Converts a body to plain text, for search, feeds and excerpts. Unlike the Markdown writer, it outputs only what a reader sees as text.
import { isCjk } from "../../lib/text.js";
import { isDiagramLanguage } from "./markdown-writer/diagram-languages.js";
import { hasClass, isElement, type MarkupElement, type MarkupNode, textContent } from "./tree.js";

/** The break that an element causes before and after it. */
const NONE = 0;
const LINE = 1;
const PARAGRAPH = 2;

const BREAKS: ReadonlyMap<string, number> = new Map([
  ..."p div section blockquote pre hr figure table ul ol dl details address h1 h2 h3 h4 h5 h6 audio video"
    .split(" ")
    .map((tag) => [tag, PARAGRAPH] as const),
  ..."li tr dt dd figcaption caption summary".split(" ").map((tag) => [tag, LINE] as const),
]);

/** Elements that are not prose and are not used for an excerpt. */
const NOT_PROSE = new Set("pre table h1 h2 h3 h4 h5 h6 figure hr audio video".split(" "));

/** Long enough for the longest excerpt, short enough to be read with every list of posts. */
const SUMMARY_LENGTH = 2_000;

/** Paragraphs are separated by a blank line and cells by a tab. Code is unchanged, and images are omitted. */
export function plainText(nodes: readonly MarkupNode[]): string {
  const writer = new TextWriter(Number.POSITIVE_INFINITY, new Set());
  writer.writeAll(nodes);
  return writer.text;
}

/** The start of the prose on a single line. Code, tables and headings are used only if there is no prose. */
export function proseSummary(nodes: readonly MarkupNode[], text: string): string {
  const writer = new TextWriter(SUMMARY_LENGTH, NOT_PROSE);
  writer.writeAll(nodes);
  const prose = writer.text === "" ? otherText(nodes, text) : writer.text;
  const line = onOneLine(prose);
  const end = /[\uD800-\uDBFF]/.test(line[SUMMARY_LENGTH - 1] ?? "") ? SUMMARY_LENGTH - 1 : SUMMARY_LENGTH;
  return line.slice(0, end).trimEnd();
}

/** The source of a diagram tells readers nothing. */
function otherText(nodes: readonly MarkupNode[], text: string): string {
  const rest = nodes.filter((node) => !isDiagram(node));
  return (rest.length === nodes.length ? text : plainText(rest)).slice(0, 2 * SUMMARY_LENGTH);
}

function isDiagram(node: MarkupNode): boolean {
  const code = isElement(node) && node.tag === "pre" ? node.children[0] : undefined;
  const [, language = ""] = (isElement(code) ? /^language-(\S+)$/.exec(code.attributes.class ?? "") : null) ?? [];
  return isDiagramLanguage(language);
}

/** The title of an alert, or the address of an embedded document as its own paragraph. */
function isLabel(element: MarkupElement): boolean {
  if (element.tag !== "p") return false;
  const [only] = element.children;
  if (hasClass(element, "markdown-alert-title")) return true;
  return element.children.length === 1 && isElement(only) && only.tag === "a" && isAddress(only);
}

function isAddress({ children, attributes }: MarkupElement): boolean {
  return children.length === 1 && children[0] === attributes.href;
}

/** A line break after full-width punctuation is removed, because a space would show as a gap. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, (space, offset: number) => {
    const before = text.charCodeAt(offset - 1);
    return space.includes("\n") && isCjk(before) && /[\p{P}\p{S}]/u.test(text.charAt(offset - 1)) ? "" : " ";
  });
}

/** Separators are written only before the following text, so that the output is never read again, which would copy it. */
class TextWriter {
  text = "";
  private pendingBreak = NONE;
  private pendingSpace = "";
  private listDepth = 0;

  constructor(
    private readonly limit: number,
    private readonly skipped: ReadonlySet<string>,
  ) {}

  writeAll(nodes: readonly MarkupNode[]): void {
    for (const node of nodes) {
      if (this.text.length > this.limit) return;
      if (typeof node === "string") this.writeText(node);
      else this.writeElement(node);
    }
  }

  private writeElement(element: MarkupElement): void {
    const { tag, children } = element;
    if (tag === "br") {
      this.pendingBreak = Math.min(PARAGRAPH, this.pendingBreak + 1);
      return;
    }
    const isList = tag === "ul" || tag === "ol";
    const size = isList && this.listDepth > 0 ? LINE : (BREAKS.get(tag) ?? NONE);
    this.breakLine(size);
    if (this.skipped.has(tag) || isInvisible(element) || (this.skipped.size > 0 && isLabel(element))) return;
    if (isList) this.listDepth++;
    if (tag === "td" || tag === "th") this.pendingSpace = "\t";
    if (tag === "rt") this.pendingSpace = " ";
    if (tag === "pre") this.append(codeText(element));
    else this.writeAll(children);
    if (isList) this.listDepth--;
    this.breakLine(size);
  }

  private writeText(text: string): void {
    const collapsed = /[\t\n\f\r\u00a0]| {2}/.test(text) ? text.replace(/[ \t\n\f\r\u00a0]+/g, " ") : text;
    const start = collapsed.startsWith(" ") ? 1 : 0;
    if (start > 0) this.addSpace();
    if (collapsed.length === start) return;
    const endsWithSpace = collapsed.endsWith(" ");
    this.append(collapsed.slice(start, endsWithSpace ? -1 : undefined));
    if (endsWithSpace) this.addSpace();
  }

  private append(text: string): void {
    if (text === "") return;
    if (this.text !== "") this.text += BREAK_TEXT[this.pendingBreak] || this.pendingSpace;
    this.text += text;
    this.pendingBreak = NONE;
    this.pendingSpace = "";
  }

  private addSpace(): void {
    if (this.pendingSpace === "") this.pendingSpace = " ";
  }

  private breakLine(size: number): void {
    if (size > this.pendingBreak) this.pendingBreak = size;
    if (size !== NONE) this.pendingSpace = "";
  }
}

const BREAK_TEXT = ["", "\n", "\n\n"];

function isInvisible(element: MarkupElement): boolean {
  return element.tag === "rp" || element.tag === "img" || isFootnoteMark(element);
}

/** Footnote references, such as `[1]`, and their back links are not words. */
export function isFootnoteMark(element: MarkupElement): boolean {
  return hasClass(element, "footnote-ref") || hasClass(element, "footnote-backref");
}

/** The code of a `<pre>` as written, without the newline before the closing fence. */
export function codeText(pre: MarkupElement): string {
  return textContent(pre.children).replace(/\r?\n$/, "");
}

/** The text of a heading or a link, on one line. */
export function inlineText(nodes: readonly MarkupNode[]): string {
  const parts = nodes.map((node) => {
    if (!isElement(node)) return node;
    if (node.tag === "br") return " ";
    return isInvisible(node) ? "" : inlineText(node.children);
  });
  return parts.join("").replace(/\s+/g, " ").trim();
}
