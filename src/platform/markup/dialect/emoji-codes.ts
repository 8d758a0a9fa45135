// Replaces the codes of emoji, such as `:smile:`, by the characters, for generators that are configured to read them. The codes are those of
// GitHub, by the data of markdown-it-emoji.
import codes from "markdown-it-emoji/lib/data/full.mjs";
import type { InlineState } from "../markdown/parser-states.js";
import { recordEdit, translatorOf } from "./source-edits.js";

const CODE = /:([a-z0-9_+-]{1,60}):/y;

const translate = translatorOf({
  mayChange: (source) => /:[a-z0-9_+-]{1,60}:/.test(source),
  rules: { emoji: readCode },
});

/** Unknown codes remain as they are, and so do numbers between colons within a longer number, such as a time. */
export function emojiCodes(source: string): string {
  return translate(source);
}

function readCode(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== ":") return false;
  CODE.lastIndex = pos;
  const [written = "", name = ""] = CODE.exec(src) ?? [];
  const character = Object.hasOwn(codes, name) ? codes[name] : undefined;
  const end = pos + written.length;
  if (character === undefined || end > state.posMax) return false;
  if (/^\d+$/.test(name) && (/\d/.test(src[pos - 1] ?? "") || /\d/.test(src[end] ?? ""))) return false;
  if (!silent) {
    recordEdit(state, { start: pos, end, text: character });
    state.pending += written;
  }
  state.pos = end;
  return true;
}
