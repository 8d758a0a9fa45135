// Translates the marks that only some generators read to HTML: `~subscript~`, `^superscript^` and `++inserted++`, as plug-ins of markdown-it
// and the extras of Goldmark have them.
import { endOfMark } from "../markdown/marks.js";
import type { InlineState } from "../markdown/parser-states.js";
import { recordEdit, translatorOf } from "./source-edits.js";

export interface EnabledMarks {
  subscript?: boolean;
  superscript?: boolean;
  inserted?: boolean;
}

interface Mark {
  tag: string;
  sign: string;
  /** From the opening to the closing mark, with one group. */
  pattern: RegExp;
}

/** Spaces within a subscript are escaped. Code, links and formulas take precedence. */
const SUBSCRIPT: Mark = { tag: "sub", sign: "~", pattern: /~((?:[^\s~\\`$[\]<>]|\\[^\n]){1,200})~(?!~)/y };
const SUPERSCRIPT: Mark = { tag: "sup", sign: "^", pattern: /\^((?:[^\s^\\`$[\]<>]|\\[^\n]){1,200})\^(?!\^)/y };
const INSERTED: Mark = { tag: "ins", sign: "++", pattern: /\+\+(?![\s+])([^+\n`[\]<>]{0,500}[^\s+`[\]<>])\+\+(?!\+)/y };

/** Of generators that have no marks, which print the signs of equality. */
export const literalMarks: (source: string) => string = translatorOf({
  mayChange: (source) => source.includes("=="),
  rules: {
    literal_mark(state: InlineState, silent: boolean): boolean {
      if (endOfMark(state) === null) return false;
      if (!silent) {
        recordEdit(state, { start: state.pos, end: state.pos, text: "\\" });
        state.pending += "==";
      }
      state.pos += 2;
      return true;
    },
  },
});

const translators = new Map<string, (source: string) => string>();

export function inlineMarks(source: string, enabled: EnabledMarks): string {
  const marks = [
    ...(enabled.subscript ? [SUBSCRIPT] : []),
    ...(enabled.superscript ? [SUPERSCRIPT] : []),
    ...(enabled.inserted ? [INSERTED] : []),
  ];
  const key = marks.map(({ tag }) => tag).join();
  const translate = translators.get(key) ?? translatorFor(marks);
  translators.set(key, translate);
  return translate(source);
}

function translatorFor(marks: readonly Mark[]): (source: string) => string {
  return translatorOf({
    mayChange: (source) => marks.some(({ sign }) => source.includes(sign)),
    rules: Object.fromEntries(
      marks.map((mark) => [mark.tag, (state: InlineState, silent: boolean) => readMark(state, silent, mark)]),
    ),
  });
}

function readMark(state: InlineState, silent: boolean, { tag, sign, pattern }: Mark): boolean {
  const { src, pos, posMax } = state;
  if (!src.startsWith(sign, pos) || src[pos - 1] === sign[0] || src[pos - 1] === "[") return false;
  if (tag === "ins" && !state.scanDelims(pos, true).can_open) return false;
  pattern.lastIndex = pos;
  const [written = "", content = ""] = pattern.exec(src) ?? [];
  const end = pos + written.length;
  if (written === "" || end > posMax) return false;
  if (!silent) {
    const start = pos + sign.length;
    recordEdit(state, { start: pos, end: start, text: `<${tag}>` });
    for (const { index } of content.matchAll(/\\ /g))
      recordEdit(state, { start: start + index, end: start + index + 1, text: "" });
    recordEdit(state, { start: end - sign.length, end, text: `</${tag}>` });
    state.pending += written;
  }
  state.pos = end;
  return true;
}

/** An asterisk between a letter and a sign, which is no emphasis in CommonMark. */
const TIGHT = /[\p{L}\p{N}]\*{1,2}[\p{P}\p{S}]|[\p{P}\p{S}]\*{1,2}[\p{L}\p{N}]/u;
const MAX_EMPHASIS = 2_000;

export const mayHaveTightEmphasis = (source: string): boolean => source.includes("*") && TIGHT.test(source);

/** Where emphasis that has been read ends, so that its end is not read as a beginning. */
const ends = new WeakMap<InlineState, Set<number>>();

/** Kramdown reads `**words:**more` as well: an asterisk begins emphasis unless a blank follows, and ends it unless a blank precedes. */
export function readTightEmphasis(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  const [marks = ""] = /^\*{1,2}(?![*\s])/.exec(src.slice(pos, pos + 3)) ?? [];
  if (marks === "" || src[pos - 1] === "*" || ends.get(state)?.has(pos) === true) return false;
  const end = endOfEmphasis(state, marks);
  if (end === null || (state.scanDelims(pos, true).can_open && state.scanDelims(end, true).can_close)) return false;
  if (!silent) {
    const tag = marks.length === 2 ? "strong" : "em";
    recordEdit(state, { start: pos, end: pos + marks.length, text: `<${tag}>` });
    recordEdit(state, { start: end, end: end + marks.length, text: `</${tag}>` });
    ends.set(state, (ends.get(state) ?? new Set()).add(end));
    state.pending += marks;
  }
  state.pos += marks.length;
  return true;
}

/** Null if there is none, or if code, a link or another mark is in between. */
function endOfEmphasis({ src, pos, posMax }: InlineState, marks: string): number | null {
  const start = pos + marks.length;
  const end = src.slice(0, Math.min(posMax, start + MAX_EMPHASIS)).indexOf("*", start + 1);
  if (end < 0 || !src.startsWith(marks, end) || src[end + marks.length] === "*") return null;
  return /[`[\]<>\\]|\s$/.test(src.slice(start, end)) ? null : end;
}
