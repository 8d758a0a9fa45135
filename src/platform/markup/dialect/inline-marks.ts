// Translates the marks that only some generators read to HTML: `~subscript~`, `^superscript^` and `++inserted++`, as plug-ins of markdown-it
// and the extras of Goldmark have them.
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
