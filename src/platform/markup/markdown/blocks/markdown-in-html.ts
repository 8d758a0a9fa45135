// Reads the content of HTML elements with the attribute `markdown` as Markdown, as Kramdown, PHP Markdown Extra and Python-Markdown do.
import type MarkdownIt from "markdown-it";
import type { BlockState } from "../parser-states.js";
import { isIndentedCode, lineText } from "../parser-states.js";
import {
  contentModelOf,
  firstFrom,
  type HtmlElement,
  htmlElements,
  outermost,
  SPAN_ELEMENTS,
} from "./html-elements.js";

const MAX_DEPTH = 10;

export function readMarkdownInHtml(markdown: MarkdownIt): void {
  markdown.block.ruler.before("html_block", "markdown_in_html", readElement, {
    alt: ["paragraph", "reference", "blockquote"],
  });
}

function readElement(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine) || (state.env.htmlDepth ?? 0) >= MAX_DEPTH) return false;
  if (!/^<[a-z]/i.test(lineText(state, startLine).slice(0, 2))) return false;
  const elements = elementsIn(state);
  if (elements.length === 0) return false;
  const last = endOfOwnElement(state, startLine, endLine, elements) ?? lastLineOf(state, startLine, endLine, elements);
  if (last === null) return false;
  if (silent) return true;
  const text = state.getLines(startLine, last, state.blkIndent, false);
  state.env.htmlDepth = (state.env.htmlDepth ?? 0) + 1;
  pushParts(state, text, startLine);
  state.env.htmlDepth -= 1;
  state.line = last;
  return true;
}

/** The elements of the whole text of the parser that have Markdown in them. Within one of them, all elements end Markdown. */
function elementsIn(state: BlockState): HtmlElement[] {
  state.env.markdownElements ??= new WeakMap();
  const known: HtmlElement[] | undefined = state.env.markdownElements.get(state.bMarks);
  if (known !== undefined) return known;
  const isWithin = (state.env.htmlDepth ?? 0) > 0;
  const hasAny = isWithin || /\bmarkdown\s{0,9}=/i.test(state.src);
  const all = hasAny ? htmlElements(state.src) : [];
  const elements = outermost(all.filter((element) => isWithin || contentModelOf(element) !== null));
  state.env.markdownElements.set(state.bMarks, elements);
  return elements;
}

/** The line after an element that is alone on its lines, if one begins on a line. What follows is Markdown again. */
function endOfOwnElement(
  state: BlockState,
  startLine: number,
  endLine: number,
  elements: readonly HtmlElement[],
): number | null {
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const element = elements[firstFrom(elements, start)];
  if (element?.start !== start || SPAN_ELEMENTS.has(element.tag)) return null;
  let line = startLine;
  while (line < endLine && (state.eMarks[line] ?? 0) < element.end) line++;
  return line < endLine && state.src.slice(element.end, state.eMarks[line]).trim() === "" ? line + 1 : null;
}

/**
 * The line after the HTML block that begins on a line, if an element with Markdown begins in it. The block ends at the first blank line
 * outside of such elements.
 */
function lastLineOf(
  state: BlockState,
  startLine: number,
  endLine: number,
  elements: readonly HtmlElement[],
): number | null {
  let index = firstFrom(elements, state.bMarks[startLine] ?? 0);
  let line = startLine;
  let found = false;
  while (line < endLine && !state.isEmpty(line)) {
    if (line > startLine && (state.sCount[line] ?? 0) < state.blkIndent) break;
    while ((elements[index]?.start ?? Number.POSITIVE_INFINITY) < (state.eMarks[line] ?? 0)) {
      found ||= contentModelOf(elements[index] as HtmlElement) !== null;
      const { end = 0 } = elements[index] ?? {};
      while (line < endLine - 1 && (state.eMarks[line] ?? 0) < end) line++;
      index++;
    }
    line++;
  }
  return found ? line : null;
}

function pushParts(state: BlockState, text: string, startLine: number): void {
  const elements = outermost(htmlElements(text).filter((element) => contentModelOf(element) !== null));
  let copiedTo = 0;
  let line = startLine;
  for (const element of elements) {
    line = pushHtml(state, text.slice(copiedTo, element.contentStart), line);
    line = pushContent(
      state,
      text.slice(element.contentStart, element.contentEnd),
      contentModelOf(element) === "BLOCK",
      line,
    );
    copiedTo = element.contentEnd;
  }
  pushHtml(state, text.slice(copiedTo), line);
}

/** Returns the line on which the HTML ends. */
function pushHtml(state: BlockState, html: string, line: number): number {
  const end = line + html.split("\n").length - 1;
  const token = state.push("html_block", "", 0);
  token.content = html;
  token.map = [line, end + 1];
  return end;
}

function pushContent(state: BlockState, content: string, isBlock: boolean, line: number): number {
  const end = line + content.split("\n").length - 1;
  const first = state.tokens.length;
  if (isBlock) state.md.block.parse(content, state.md, state.env, state.tokens);
  else if (content.trim() !== "") {
    const inline = state.push("inline", "", 0);
    inline.content = content.trim();
    const blank = content.length - content.trimStart().length;
    inline.map = [content.slice(0, blank).split("\n").length - 1, end - line + 1];
    inline.children = [];
  }
  for (const token of state.tokens.slice(first)) {
    if (token.map !== null) token.map = [token.map[0] + line, token.map[1] + line];
  }
  return end;
}
