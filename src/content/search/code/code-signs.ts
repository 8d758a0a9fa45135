// Recognises what readers paste from a terminal or an editor: command lines, options, paths, names with punctuation, messages. Their
// punctuation is not in the index, but says how the query is to be read and which text a post must hold as it was typed.

/** Punctuation that only code has, also within a word or before it. */
const CODE_MARKS = /[/*$=|\\;{}()[\]<>_@#~^%&`+]|::|--\p{L}/u;
/** The same, a file or version, a lone dot, an option, a digit. Prose has some of these. */
const ANY_SIGN = new RegExp(
  `${CODE_MARKS.source}|(?<![\\p{L}\\p{N}])-\\p{L}|\\.[\\p{L}\\p{N}]|(?<!\\S)\\.(?!\\S)|\\p{Nd}`,
  "u",
);
/**
 * Signs that a word after a hyphen is an option: those above except for brackets and names such as C#, a quotation in single quotes, an
 * option of one or two letters or with a digit.
 */
const OPTION_SIGNS = new RegExp(
  [
    "[/*$=|\\\\;<>_@~^%&`]|::|--\\p{L}",
    "(?<![\\p{L}\\p{N}+#])[+#']|(?<!\\S)\\.(?!\\S)",
    "(?<!\\S)-(?:[A-Za-z0-9]{1,2}(?!\\S)|\\p{L}*\\p{Nd})",
  ].join("|"),
  "u",
);
/** What stands behind an option rather than behind an excluded word: a number, a file. */
const ARGUMENT_SIGNS = /(?<!\S)\p{Nd}|[\p{L}\p{N}]\.[\p{L}\p{N}]/u;

/**
 * Whether a word after a hyphen is an option of a command and not to be excluded, by the text before and behind the word. A number or a
 * name with a dot in front says nothing: `Ubuntu 22.04 -snap` and `Node.js -express` exclude a word.
 */
export function isOptionOfCommand(before: string, word: string, behind: string): boolean {
  return OPTION_SIGNS.test(`${before} ${behind}`) || /[\d=/.:,]/.test(word) || ARGUMENT_SIGNS.test(behind);
}

export interface CodeLiterals {
  /** The query as it stands in code; null if it has no sign of code. */
  whole: string | null;
  /** Parts of the query without spaces that have signs of code, if there are others beside them. */
  pieces: string[];
  /** Whether the query is code for certain. Numbers and names with dots also occur in prose. */
  isCode: boolean;
}

const MAX_PIECES = 8;
const MIN_LENGTH = 2;
const PROMPT = /^(?:[$#%>]|PS>|>>>)\s+(?=\S)/;
/** Printable characters of ASCII except for the space. */
const PIECE = /[!-~]+/g;
const QUOTES = /^["'`(]+|["'`),.:;?!]+$/g;

/** In lower case as far as ASCII goes, like the texts that they are compared with. */
export function literalsOf(query: string): CodeLiterals {
  const text = lowerAscii(query.replace(PROMPT, "").trim());
  const unquoted = /^["“„«][^"“”„«»]*["”»]$/.test(text) ? text.slice(1, -1).trim() : text;
  const isName = DASHED.test(unquoted);
  const isCode = CODE_MARKS.test(unquoted) || OPTION.test(unquoted) || DOTTED.test(unquoted) || isName;
  if (unquoted.length < MIN_LENGTH || !(isName || ANY_SIGN.test(unquoted)))
    return { whole: null, pieces: [], isCode: false };
  const pieces = (unquoted.match(PIECE) ?? [])
    .map((piece) => piece.replace(QUOTES, ""))
    .filter((piece) => piece.length >= MIN_LENGTH && /[a-z]/.test(piece) && ANY_SIGN.test(piece) && piece !== unquoted);
  return { whole: unquoted, pieces: [...new Set(pieces)].slice(0, MAX_PIECES), isCode };
}

/** A file, a method or a version by itself. */
const DOTTED = /^[\w-]+(?:\.[\w-]+)+$/;
/** A name by itself, such as `size-fits-all`, which may be a part of a longer one. */
const DASHED = /^[a-z\d]+(?:-[a-z\d]+)+$/;
const OPTION = /(?<!\S)-\p{L}/u;
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
