// How many columns a text takes on a terminal: two for a Han character or an emoji, none for a combining mark. Kept in
// one place because wrapping, padding and rules must agree on it.

// Wide and fullwidth blocks of UAX #11. Ambiguous characters such as “ and … count one, as terminals do by default.
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]*$/u;
const PRINTABLE_ASCII = /^[ -~]*$/;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** What a reader calls characters; a terminal never breaks inside one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

export function isWide(grapheme: string): boolean {
  return WIDE.test(grapheme) || EMOJI.test(grapheme);
}

export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return isWide(grapheme) ? 2 : 1;
}

export function padToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}
