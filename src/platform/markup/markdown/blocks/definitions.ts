// Reads definition lists as PHP Markdown Extra, Goldmark and Kramdown do: a term on a line, and definitions that begin with a colon and a space.
import type MarkdownIt from "markdown-it";

type BlockState = Parameters<Parameters<MarkdownIt["block"]["ruler"]["push"]>[1]>[0];

const MAX_TERMS = 5;

export function readDefinitionLists(markdown: MarkdownIt): void {
  markdown.block.ruler.before("paragraph", "definition_list", readList);
}

function readList(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  if (silent || findDefinition(state, startLine, endLine) === null) return false;
  const list = state.push("dl_open", "dl", 1);
  let line = startLine;
  for (let first = findDefinition(state, line, endLine); first !== null; first = findDefinition(state, line, endLine)) {
    for (let term = line; term < first && !state.isEmpty(term); term++) pushTerm(state, term);
    line = pushDefinitions(state, first, endLine);
    const next = state.skipEmptyLines(line);
    if (findDefinition(state, next, endLine) !== null) line = next;
  }
  list.map = [startLine, line];
  state.push("dl_close", "dl", -1);
  state.line = line;
  return true;
}

/** The line of the first definition of the terms that start at the given line, or null. A blank line may follow a single term. */
function findDefinition(state: BlockState, start: number, endLine: number): number | null {
  for (let line = start; line < endLine && line <= start + MAX_TERMS; line++) {
    const isBlank = state.isEmpty(line);
    if (isBlank && line !== start + 1) return null;
    if (isBlank) return isDefinition(state, line + 1, endLine) ? line + 1 : null;
    if (isDefinition(state, line, endLine)) return line === start ? null : line;
    if (indentOf(state, line) < 0 || indentOf(state, line) >= 4) return null;
  }
  return null;
}

function isDefinition(state: BlockState, line: number, endLine: number): boolean {
  if (line >= endLine || indentOf(state, line) < 0 || indentOf(state, line) >= 4) return false;
  const start = startOf(state, line);
  return state.src[start] === ":" && /[ \t]/.test(state.src[start + 1] ?? "") && start + 2 < (state.eMarks[line] ?? 0);
}

function pushTerm(state: BlockState, line: number): void {
  state.push("dt_open", "dt", 1);
  const inline = state.push("inline", "", 0);
  inline.content = state.src.slice(startOf(state, line), state.eMarks[line]).trim();
  inline.map = [line, line + 1];
  inline.children = [];
  state.push("dt_close", "dt", -1);
}

function pushDefinitions(state: BlockState, first: number, endLine: number): number {
  let line = first;
  while (isDefinition(state, line, endLine)) {
    const end = endOfDefinition(state, line, endLine);
    pushDefinition(state, line, end);
    const next = state.skipEmptyLines(end);
    line = isDefinition(state, next, endLine) ? next : end;
  }
  return line;
}

/** Lines without a blank line before them belong to the definition, and indented lines after one. */
function endOfDefinition(state: BlockState, start: number, endLine: number): number {
  let end = start + 1;
  while (end < endLine) {
    const next = state.skipEmptyLines(end);
    if (next >= endLine || isDefinition(state, next, endLine)) return end;
    if (indentOf(state, next) < (next === end ? 0 : 2)) return end;
    end = next + 1;
  }
  return end;
}

function pushDefinition(state: BlockState, line: number, end: number): void {
  const { blkIndent, lineMax } = state;
  const [tShift = 0, sCount = 0] = [state.tShift[line], state.sCount[line]];
  const content = state.skipSpaces(startOf(state, line) + 1);
  state.push("dd_open", "dd", 1);
  const firstToken = state.tokens.length;
  state.tShift[line] = content - (state.bMarks[line] ?? 0);
  state.blkIndent = blkIndent + 2;
  state.sCount[line] = state.blkIndent;
  state.lineMax = end;
  state.md.block.tokenize(state, line, end);
  Object.assign(state, { blkIndent, lineMax });
  state.tShift[line] = tShift;
  state.sCount[line] = sCount;
  hideOnlyParagraph(state, firstToken);
  state.push("dd_close", "dd", -1);
}

/** A definition of a single paragraph has no `<p>`. */
function hideOnlyParagraph(state: BlockState, firstToken: number): void {
  const [open, , close] = state.tokens.slice(firstToken);
  if (state.tokens.length !== firstToken + 3 || open?.type !== "paragraph_open" || close === undefined) return;
  open.hidden = true;
  close.hidden = true;
}

function indentOf(state: BlockState, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}

function startOf(state: BlockState, line: number): number {
  return (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
}
