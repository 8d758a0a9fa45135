// Marks each newline within a paragraph as a line break, for sources whose generator shows one there (marked and markdown-it with `breaks`,
// Kramdown with `hard_wrap`, Goldmark with `hardWraps`).
import type { InlineState } from "../markdown/parser-states.js";
import { recordEdit, translatorOf } from "./source-edits.js";
import { isTagLine } from "./template-tags.js";

const translate = translatorOf({
  mayChange: (source) => /[\r\n][^\S\r\n]*[^\s]/.test(source),
  rules: { newline: markNewline },
});

/** The first and the last line of a container such as `:::info`. */
const CONTAINER = /^[\s>]*(?::{3,}|!{3}|\?{3}\+?(?=\s))/;

/** Adds a backslash at the ends of lines. Lines that are a template tag remain as they are, because they are replaced by a block. */
export function hardBreaks(source: string): string {
  return translate(source);
}

function markNewline(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (silent || src[pos] !== "\n" || src.endsWith("  ", pos)) return false;
  const before = src.slice(src.lastIndexOf("\n", pos - 1) + 1, pos);
  const next = src.indexOf("\n", pos + 1);
  const after = src.slice(pos + 1, next < 0 ? undefined : next);
  if ([before, after].every((line) => !isTagLine(line) && !CONTAINER.test(line)))
    recordEdit(state, { start: pos, end: pos, text: "\\" });
  return false;
}
