// Reads containers, blocks between lines of colons: `::: tip Title` of VuePress and markdown-it-container, `:::note[Title]` of Docusaurus and
// `::: {.callout-note}` of Pandoc. A longer line of colons encloses shorter ones.
import type MarkdownIt from "markdown-it";
import { type BlockState, isIndentedCode, lineText } from "../parser-states.js";
import { admonitionKind, closeAdmonition, openAdmonition, pushInline, titleOf } from "./admonition-kinds.js";

const OPENING =
  /^(:{3,})[ \t]*(?:\{[ \t]*[.#]?([\w-]{1,50})([^{}\n]{0,300})\}|([A-Za-z][\w-]{0,50}))[ \t]*([^\n]{0,500})$/;
const MAX_DEPTH = 50;
const CLOSING = /^(:{3,})[ \t]*$/;

export function readContainers(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "container", readContainer, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

interface Opening {
  name: string;
  title: string | null;
}

function readContainer(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const text = lineText(state, startLine);
  if (!text.startsWith(":::")) return false;
  const ends = endsIn(state);
  const end = ends.get(startLine);
  if (end === undefined) return false;
  const opening = openingOf(text);
  const kind = opening === null ? null : admonitionKind(opening.name);
  // A container without an end reaches to that of the block around it, which is certain only for known names.
  if (opening === null || (end === null && kind === null)) return false;
  if (silent) return true;
  const last = Math.min(end ?? endLine, endLine);
  if (kind === null) openDivision(state, opening, startLine);
  else openAdmonition(state, kind, { title: opening.title ?? titleOf(kind.name), line: startLine });
  tokenizeWithin(state, startLine + 1, last);
  if (kind === null) state.push("container_close", "div", -1);
  else closeAdmonition(state, kind);
  state.line = end !== null && end < endLine ? end + 1 : last;
  return true;
}

/** The name of another container has no meaning for readers, but its title has. */
function openDivision(state: BlockState, { title }: Opening, line: number): void {
  state.push("container_open", "div", 1);
  if (title === null) return;
  state.push("paragraph_open", "p", 1);
  pushInline(state, title, line);
  state.push("paragraph_close", "p", -1);
}

function openingOf(text: string): Opening | null {
  const [, , bracedName, attributes = "", bareName = "", rest = ""] = OPENING.exec(text.trimEnd()) ?? [];
  const name = bracedName ?? bareName;
  if (name === "") return null;
  const written = rest.trim().replace(/[ \t]*:{3,}$/, "");
  const attribute = /\btitle="([^"]*)"/.exec(`${attributes} ${written}`)?.[1];
  const label = /^\[([^\n]*)\](?:\{[^{}]*\})?$/.exec(written)?.[1];
  const title = attribute ?? label ?? written.replace(/\{[^{}]*\}$/, "").trim();
  return { name, title: title === "" ? null : title };
}

export function tokenizeWithin(state: BlockState, startLine: number, endLine: number): void {
  const { lineMax, parentType } = state;
  state.lineMax = endLine;
  state.parentType = "root";
  if (startLine < endLine) state.md.block.tokenize(state, startLine, endLine);
  Object.assign(state, { lineMax, parentType });
}

/**
 * Maps the line of each opening in the text to that of its end, or null if it has none. A closing line ends the innermost container with
 * as many colons, or else with fewer, and those within it.
 */
function endsIn(state: BlockState): Map<number, number | null> {
  state.env.containers ??= new WeakMap();
  const known: Map<number, number | null> | undefined = state.env.containers.get(state.bMarks);
  if (known !== undefined) return known;
  const ends = new Map<number, number | null>();
  state.env.containers.set(state.bMarks, ends);
  const open: { line: number; colons: number }[] = [];
  let fence: string | null = null;
  for (const [line, written] of state.src.split("\n").entries()) {
    const text = written.replace(/^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s){0,200}/, "");
    const mark = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
    if (fence !== null) {
      if (mark?.startsWith(fence) && text.trim() === mark) fence = null;
    } else if (mark !== undefined) fence = mark;
    else if (text.startsWith(":::")) placeLine(text, line, open, ends);
  }
  return ends;
}

function placeLine(
  text: string,
  line: number,
  open: { line: number; colons: number }[],
  ends: Map<number, number | null>,
): void {
  const closing = CLOSING.exec(text)?.[1]?.length;
  if (closing === undefined) {
    if (open.length >= MAX_DEPTH || openingOf(text) === null) return;
    open.push({ line, colons: /^:+/.exec(text)?.[0].length ?? 0 });
    ends.set(line, null);
    return;
  }
  const equal = open.findLastIndex(({ colons }) => colons === closing);
  const index = equal < 0 ? open.findLastIndex(({ colons }) => colons < closing) : equal;
  if (index < 0) return;
  for (const { line: opened } of open.splice(index)) ends.set(opened, line);
}
