// Keeps formulas as they were written, so that emphasis and backslash rules do not change them and a client can typeset them. The rules for
// dollar signs are those of Pandoc (https://pandoc.org/MANUAL.html#math) with GitHub's "$`…`$".
import type MarkdownIt from "markdown-it";
import { FORMULA_ATTRIBUTE, richMark } from "../rich/rich-marks.js";
import { escapeHtml } from "../tree.js";

type InlineState = Parameters<Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1]>[0];
type BlockState = Parameters<Parameters<MarkdownIt["block"]["ruler"]["push"]>[1]>[0];

const MAX_LINES = 200;
const MAX_LENGTH = 2_000;

export function keepFormulas(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "formula", readInline);
  markdown.block.ruler.before("fence", "formula", readBlock, { alt: ["paragraph", "blockquote", "list"] });
  markdown.renderer.rules.formula = (tokens, index, _options, { hasMarks }) => {
    const text = escapeHtml(tokens[index]?.content ?? "");
    return hasMarks ? `<var ${MARK}>${text}</var>` : text;
  };
  markdown.renderer.rules.formula_block = (tokens, index, _options, { hasMarks }) =>
    `<p${hasMarks ? ` ${MARK}` : ""}>${escapeHtml(tokens[index]?.content ?? "")}</p>\n`;
}

const MARK = `${FORMULA_ATTRIBUTE}="${richMark("")}"`;

function readInline(state: InlineState, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const first = src[pos];
  if (first !== "$" && first !== "\\") return false;
  const found = first === "$" ? dollarFormula(src, pos) : bracketFormula(src, pos);
  if (found === null || found.end > posMax) return false;
  if (!silent) state.push("formula", "", 0).content = asWritten(found.text);
  state.pos = found.end;
  return true;
}

export interface WrittenFormula {
  end: number;
  text: string;
}

/** Null if no formula begins at the dollar. */
export function dollarFormula(src: string, pos: number): WrittenFormula | null {
  // "US$5" and the second dollar of "5$, 6$" open nothing.
  if (/[\w$\\]/.test(src[pos - 1] ?? "")) return null;
  if (src[pos + 1] === "$") return displayFormula(src, pos);
  if (src[pos + 1] === "`") return between(src, pos, "$`", "`$");
  const end = endOfInline(src, pos + 1);
  if (end === null) return null;
  const inner = src.slice(pos + 1, end);
  return isOtherMarkup(inner) ? null : { end: end + 1, text: src.slice(pos, end + 1) };
}

function displayFormula(src: string, pos: number): WrittenFormula | null {
  const end = src.indexOf("$$", pos + 2);
  return end < 0 || src.slice(pos + 2, end).trim() === "" ? null : { end: end + 2, text: src.slice(pos, end + 2) };
}

/**
 * The offset of the closing dollar, or null. As in Pandoc, the formula neither starts nor ends with a space, and no digit follows it, so that
 * "$5 and $6" is text. The next dollar decides, so that many dollars take linear time.
 */
function endOfInline(src: string, start: number): number | null {
  if (/[\s$]/.test(src[start] ?? " ")) return null;
  let end = src.indexOf("$", start);
  while (end > 0 && src[end - 1] === "\\") end = src.indexOf("$", end + 1);
  if (end < 0 || end - start > MAX_LENGTH || /\s/.test(src[end - 1] ?? "") || /[\d$]/.test(src[end + 1] ?? ""))
    return null;
  return end;
}

/** Two prices may enclose code, the end of a link or an HTML element, which take precedence. */
function isOtherMarkup(inner: string): boolean {
  return inner.includes("`") || /^[^[]*\]\(/.test(inner) || /<\/[a-z]|<[a-z]+\s[a-z-]+=/i.test(inner);
}

/** `\(…\)` and `\[…\]`, and the same with two backslashes, as written for renderers that remove one of them. */
export function bracketFormula(src: string, pos: number): WrittenFormula | null {
  const [opening = "", slashes = "", bracket = ""] = /^(\\{1,2})([([])/.exec(src.slice(pos, pos + 3)) ?? [];
  if (opening === "") return null;
  const found = between(src, pos, opening, slashes + (bracket === "(" ? ")" : "]"));
  if (found === null) return null;
  const inner = found.text.slice(opening.length, -opening.length);
  if (!(bracket === "(" ? isFormula(inner) : hasFormulaSign(inner))) return null;
  return slashes === "\\" ? found : { ...found, text: withoutEscapes(found.text) };
}

function between(src: string, pos: number, opening: string, closing: string): WrittenFormula | null {
  const window = src.slice(pos, pos + MAX_LENGTH);
  const end = window.indexOf(closing, opening.length);
  if (end < 0 || window.slice(opening.length, end).trim() === "") return null;
  return { end: pos + end + closing.length, text: window.slice(0, end + closing.length) };
}

/** Converters escape brackets in prose, such as `\[1\]` and `\[a link\]`. */
function hasFormulaSign(inner: string): boolean {
  return /\\[a-z]|\^|[^\\]=|\b[a-z]_/i.test(inner);
}

/** `\(x\)` is a formula; `\(in words\)` is an escaped parenthesis. */
function isFormula(inner: string): boolean {
  return hasFormulaSign(inner) || !/\p{L}{3}|[^\p{ASCII}]/u.test(inner);
}

const BLOCK = /^(?:\$\$|\\{1,2}\[|\\begin\{([a-z]{1,30}\*?)\})/i;

/** A formula on lines of its own may have lines that look like lists, headings and tables. */
function readBlock(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  const first = lineAt(state, startLine);
  const [opening = "", environment] = BLOCK.exec(first) ?? [];
  if (opening === "" || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const closing = environment === undefined ? opening.replace("[", "]") : `\\end{${environment}}`;
  if (environment === undefined && first.length > opening.length && first.endsWith(closing)) return false;
  const isAlone = environment !== undefined || first === opening;
  const end = findClosing(state, startLine, endLine, { closing, isAlone });
  if (end === null) return false;
  const source = state.getLines(startLine, end + 1, state.blkIndent, false).trim();
  if (opening.endsWith("[") && !hasFormulaSign(source.slice(opening.length))) return false;
  if (silent) return true;
  const token = state.push("formula_block", "", 0);
  token.content = opening.startsWith("\\\\") ? withoutEscapes(source) : asWritten(source);
  token.map = [startLine, end + 1];
  state.line = end + 1;
  return true;
}

interface BlockEnd {
  closing: string;
  /** Blank lines do not end a formula whose opening is alone on its line. */
  isAlone: boolean;
}

/** Lines are not copied, because each line may open a formula that has no end. */
function findClosing(state: BlockState, startLine: number, endLine: number, block: BlockEnd): number | null {
  const last = Math.min(endLine, startLine + MAX_LINES);
  for (let line = startLine; line < last; line++) {
    const isFirst = line === startLine;
    if (!isFirst || block.closing.startsWith("\\end")) {
      const end = state.skipSpacesBack(state.eMarks[line] ?? 0, state.bMarks[line] ?? 0);
      if (state.src.endsWith(block.closing, end)) return line;
    }
    if (state.isEmpty(line)) {
      if (!block.isAlone) return null;
    } else if ((state.sCount[line] ?? 0) < state.blkIndent) return null;
  }
  return null;
}

/** Four backslashes are the end of a line, written for renderers that remove half of them. */
function asWritten(formula: string): string {
  return formula.includes("\\\\\\\\") ? withoutEscapes(formula) : formula;
}

/** Undoes the doubling of backslashes, and no other rule. */
function withoutEscapes(source: string): string {
  return source.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

function lineAt(state: BlockState, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
}
