// Translates what only Kramdown reads differently: HTML elements reach to their closing tag, whatever blank lines and indentation they have, and
// Markdown goes on right behind them; `{::nomarkdown}`, `{::comment}`, `{::options}` and the line `^` that ends a block.
import type MarkdownIt from "markdown-it";
import {
  contentModelOf,
  firstFrom,
  type HtmlElement,
  htmlElements,
  outermost,
  SPAN_ELEMENTS,
} from "../markdown/blocks/html-elements.js";
import {
  type BlockState,
  type InlineState,
  isIndentedCode,
  lineText,
  type MarkdownToken,
} from "../markdown/parser-states.js";
import { mayHaveTightEmphasis, readTightEmphasis } from "./inline-marks.js";
import { recordEdit, type SourceEdit, translatorOf } from "./source-edits.js";
import type { SourceLines } from "./source-lines.js";

const translate = translatorOf({
  mayChange: (source) => /<[a-z]|\{::|^[ \t]{0,3}\^[ \t]*$/im.test(source) || mayHaveTightEmphasis(source),
  rules: { kramdown_extension: readSpanExtension, tight_emphasis: readTightEmphasis },
  configure: readBlockExtensions,
  blockEdits: (tokens, lines) => [
    ...htmlEdits(tokens, lines),
    ...tokens.flatMap((token) => extensionEdits(token, lines)),
  ],
});

export function kramdownToMarkdown(source: string): string {
  return translate(source);
}

/** The edits for HTML blocks. What an element with Markdown in it encloses is unchanged. */
function htmlEdits(tokens: readonly MarkdownToken[], lines: SourceLines): SourceEdit[] {
  const edits: SourceEdit[] = [];
  let elements: HtmlElement[] | null = null;
  let done = 0;
  for (const { type, map, content } of tokens) {
    if (type !== "html_block" || map === null || !/^\s*<[a-z]/i.test(content)) continue;
    const start = (lines.starts[map[0]] ?? 0) + Math.max(0, lines.lines[map[0]]?.indexOf("<") ?? 0);
    const tag = /<([a-z][a-z0-9:-]*)/i.exec(content)?.[1]?.toLowerCase() ?? "";
    if (start < done || /^(?:script|style|pre|textarea)$/.test(tag)) continue;
    if (SPAN_ELEMENTS.has(tag)) {
      edits.push(...joinedLine(map, lines));
      continue;
    }
    elements ??= htmlElements(lines.source);
    const element = elements[firstFrom(elements, start)];
    if (element?.start !== start) continue;
    done = element.end;
    edits.push(...withoutBlankLines(element, elements, map[0], lines), ...endOfElement(element, lines));
  }
  return edits;
}

/** A span at the start of a paragraph is alone on its line, which would make the paragraph HTML. */
function joinedLine([first, end]: [number, number], { lines, starts }: SourceLines): SourceEdit[] {
  if (end - first < 2 || lines[first + 1]?.trim() === "") return [];
  const from = (starts[first] ?? 0) + (lines[first]?.trimEnd().length ?? 0);
  const next = lines[first + 1] ?? "";
  return [{ start: from, end: (starts[first + 1] ?? 0) + (next.length - next.trimStart().length), text: " " }];
}

function withoutBlankLines(
  element: HtmlElement,
  all: readonly HtmlElement[],
  firstLine: number,
  { lines, starts }: SourceLines,
): SourceEdit[] {
  const inside = all.slice(firstFrom(all, element.start), firstFrom(all, element.end));
  const markdown = outermost(inside.filter((inner) => contentModelOf(inner) !== null));
  const verbatim = outermost(inside.filter(({ tag }) => tag === "pre" || tag === "textarea"));
  const edits: SourceEdit[] = [];
  for (let line = firstLine + 1; (starts[line] ?? element.end) < element.end; line++) {
    const start = starts[line] ?? 0;
    if (lines[line]?.trim() !== "" || isWithin(markdown, start)) continue;
    edits.push({ start, end: starts[line + 1] ?? start, text: isWithin(verbatim, start) ? "&#10;" : "" });
  }
  return edits;
}

function isWithin(ranges: readonly HtmlElement[], offset: number): boolean {
  const last = ranges[firstFrom(ranges, offset + 1) - 1];
  return last !== undefined && offset < last.contentEnd;
}

/** Markdown goes on after the element. */
function endOfElement({ end }: HtmlElement, { source }: SourceLines): SourceEdit[] {
  const rest = /^([ \t]*)(\r\n?|\n)?([ \t]*)(\S)?/.exec(source.slice(end, end + 500));
  const [, , newline, , next] = rest ?? [];
  return next === undefined ? [] : [{ start: end, end, text: newline === undefined ? "\n\n" : "\n" }];
}

const BLOCK_OPENING = /^\{::(comment|nomarkdown|options)\b([^{}\n]{0,500}?)(\/?)\}[ \t]*$/;
const CLOSING = /^\{:\/(?:comment|nomarkdown)?\}[ \t]*$/;

function readBlockExtensions(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "kramdown_extension", readBlockExtension, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

function readBlockExtension(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  const text = lineText(state, startLine).trimEnd();
  if ((text !== "^" && !text.startsWith("{::")) || isIndentedCode(state, startLine)) return false;
  const [, name = "end", , isClosed] = text === "^" ? [] : (BLOCK_OPENING.exec(text) ?? [null, ""]);
  if (name === "") return false;
  const end =
    name === "end" || name === "options" || isClosed === "/" ? startLine : closingLine(state, startLine, endLine);
  if (end === null) return false;
  if (silent) return true;
  state.line = end + 1;
  const token = state.push("kramdown_extension", "", 0);
  token.info = name;
  token.map = [startLine, end + 1];
  return true;
}

/** A search without a result is not repeated from later lines. */
function closingLine(state: BlockState, startLine: number, endLine: number): number | null {
  if ((state.env.unclosedFrom ?? Number.POSITIVE_INFINITY) <= startLine) return null;
  for (let line = startLine + 1; line < endLine; line++) {
    if (CLOSING.test(lineText(state, line))) return line;
  }
  state.env.unclosedFrom = startLine;
  return null;
}

function extensionEdits({ type, map, info }: MarkdownToken, lines: SourceLines): SourceEdit[] {
  if (type !== "kramdown_extension" || map === null) return [];
  const [first, end] = map;
  const whole = (line: number, text: string): SourceEdit => {
    const written = lines.lines[line] ?? "";
    const start = (lines.starts[line] ?? 0) + (written.length - written.trimStart().length);
    return { start, end: (lines.starts[line] ?? 0) + written.length, text };
  };
  if (info === "end")
    return [
      { ...whole(first, "<!-- -->"), start: whole(first, "").end - (lines.lines[first]?.trimEnd().length ? 1 : 0) },
    ];
  if (info !== "nomarkdown") {
    const { from, to } = lines.range(map);
    return [{ start: from, end: to, text: "" }];
  }
  const blank = lines.lines
    .slice(first + 1, end - 1)
    .flatMap((line, index) => (line.trim() === "" ? [emptied(lines, first + 1 + index)] : []));
  return [whole(first, "<div>"), ...blank, whole(end - 1, "</div>\n")];
}

function emptied({ starts, source }: SourceLines, line: number): SourceEdit {
  return { start: starts[line] ?? 0, end: starts[line + 1] ?? source.length, text: "" };
}

const SPAN = /\{::(comment|nomarkdown)[^{}\n]{0,200}\}([^\n]{0,2000}?)\{:\/(?:comment|nomarkdown)?\}/y;
const OPTIONS = /\{::(?:comment|options|nomarkdown)\b[^{}\n]{0,500}\/\}/y;

function readSpanExtension(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (!src.startsWith("{::", pos)) return false;
  OPTIONS.lastIndex = pos;
  SPAN.lastIndex = pos;
  const [written = "", name, content = ""] = OPTIONS.exec(src) ?? SPAN.exec(src) ?? [];
  if (written === "" || pos + written.length > state.posMax) return false;
  if (!silent) {
    const text =
      name === "nomarkdown"
        ? content.replace(/<[^<>]{0,500}>|[\\`*_[\]$~=^]/g, (part) => (part.length > 1 ? part : `\\${part}`))
        : "";
    recordEdit(state, { start: pos, end: pos + written.length, text });
  }
  state.pos = pos + written.length;
  return true;
}
