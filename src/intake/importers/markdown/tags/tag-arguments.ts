// Splits the arguments of a template tag into words and named values. Quotation marks and backticks enclose values with spaces.

export interface TagArguments {
  words: string[];
  named: Map<string, string>;
}

const ARGUMENT =
  /(?:([\p{L}\d_][\p{L}\d_.-]{0,99})(\s{0,9}=\s{0,9}|:))?(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|`([^`]*)`|([^\s"'`,=][^\s,=]*)|([^\s]))/gu;

/** `hasColons`: a colon separates a name from its value as well, as in `lang:js`. */
export function tagArguments(written: string, hasColons: boolean): TagArguments {
  const found: TagArguments = { words: [], named: new Map() };
  for (const match of written.matchAll(ARGUMENT)) {
    const [whole, name, separator = "", double, single, raw, bare, other] = match;
    const quoted = double ?? single;
    const value = quoted === undefined ? (raw ?? bare ?? other ?? "") : unescaped(quoted);
    const isQuoted = quoted !== undefined || raw !== undefined;
    if (name === undefined) {
      if (isQuoted || !/^[,=]$/.test(value)) found.words.push(value);
    } else if (separator === ":" && (!hasColons || (!isQuoted && value.startsWith("//")))) found.words.push(whole);
    else found.named.set(name.toLowerCase(), value);
  }
  return found;
}

/** Backslashes before quotation marks and backslashes are those of the template language; all others are text, as in formulas. */
function unescaped(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["'\\])/g, "$1") : text;
}
