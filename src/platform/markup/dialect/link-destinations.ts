// Finds where the destinations of links, pictures and definitions are written in Markdown. The parser itself says what is one; only its results
// have no positions.
import type MarkdownIt from "markdown-it";
import { type BlockState, type InlineState, lineText } from "../markdown/parser-states.js";

/** With offsets in the text that was parsed. */
export interface Destination {
  text: string;
  start: number;
  end: number;
}

export interface Definition extends Destination {
  label: string;
  line: number;
}

type Found = (state: InlineState, kind: "LINK" | "FILE", destination: Destination) => void;

const lastByText = new WeakMap<MarkdownIt, Destination & { source: string }>();

/** Remembers the destination that the parser read last. It belongs to the link or the picture that is made next. */
export function observeDestinations(markdown: MarkdownIt): void {
  const { parseLinkDestination } = markdown.helpers;
  markdown.helpers.parseLinkDestination = (source, start, max) => {
    const result = parseLinkDestination(source, start, max);
    const isBracketed = source[start] === "<";
    const [from, to] = isBracketed ? [start + 1, result.pos - 1] : [start, result.pos];
    if (result.ok) lastByText.set(markdown, { source, text: source.slice(from, to), start: from, end: to });
    return result;
  };
  markdown.block.ruler.before("reference", "definition_address", findDefinition);
}

export function watchLinks(state: InlineState, found: Found): void {
  const push = state.push.bind(state);
  state.push = (type, tag, nesting) => {
    if (type === "link_open" || type === "image") {
      const last = lastByText.get(state.md);
      lastByText.delete(state.md);
      if (last?.source === state.src && isOwnDestination(state, type, last))
        found(state, type === "image" ? "FILE" : "LINK", last);
    }
    return push(type, tag, nesting);
  };
}

/** Links and pictures with a reference have no destination of their own; the last one was then that of another link. */
function isOwnDestination(state: InlineState, type: string, { start }: Destination): boolean {
  const before = state.src.slice(Math.max(0, start - 200), start);
  if (start < state.pos || !/\]\(\s*<?$/.test(before)) return false;
  return type === "image" || state.src.slice(state.posMax, start).trim().replace(/<$/, "") === "](";
}

const DEFINITION = /^(\[(?!\^)([^[\]\n]{1,999})\]:[ \t]*)(?:<([^<>\n]{1,4000})>|([^\s<>]{1,4000}))/;

/** Remembers what may be a definition; whether it is one, the parser decides afterwards. */
function findDefinition(state: BlockState, startLine: number): boolean {
  const text = lineText(state, startLine);
  const [, before = "", label = "", bracketed, bare = ""] = text.startsWith("[") ? (DEFINITION.exec(text) ?? []) : [];
  const destination = bracketed ?? bare;
  if (destination === "") return false;
  const offset = before.length + (bracketed === undefined ? 0 : 1);
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0) + offset;
  state.env.definitions ??= [];
  const definition: Definition = { label, line: startLine, text: destination, start, end: start + destination.length };
  state.env.definitions.push(definition);
  return false;
}
