// Expressions of PostgreSQL's text search: words in every form that counts as them, and runs in a row. Lexemes are written by
// one function that quotes them all.
import { foldCase } from "../index/fold.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { charactersOf, endOfWord, partsOf, type ScriptRun, startOfWord, stemOf } from "../index/tokens.js";

export const MIN_PREFIX_LENGTH = 2;

const all = (expressions: readonly string[]): string => expressions.join(" & ");
export const any = (expressions: readonly string[]): string =>
  expressions.length === 1 ? (expressions[0] ?? "") : `(${expressions.join(" | ")})`;

export const everyOf = (expressions: readonly string[]): string | null =>
  expressions.length === 0 ? null : all(expressions);
export const someOf = (expressions: readonly string[]): string | null =>
  expressions.length === 0 ? null : any(expressions);

/** The same expression for lexemes of the title and the terms alone. */
export const inTitle = (expression: string): string =>
  expression.replace(/('(?:[^']|'')*')(:\*)?/g, (_whole, lexeme: string, grows?: string) =>
    grows === undefined ? `${lexeme}:A` : `${lexeme}:*A`,
  );

export const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(0, -1).map((character, index) => character + (characters[index + 1] ?? ""));

/** The pairs of neighbouring characters; a single one is the beginning of whatever pair or end it stands in. */
export function chain(characters: readonly string[], joint: string): string {
  if (characters.length === 1) return `${quoteLexeme(characters[0] ?? "")}:*`;
  const pairs = pairsOf(characters);
  return pairs.length === 1 ? quoteLexeme(pairs[0] ?? "") : `(${pairs.map(quoteLexeme).join(joint)})`;
}

/** C++ and .NET are themselves alone; anything else is also its parts in a row, and its English stem. */
export function wordExpression({ text, prefix, suffix }: ScriptRun, mayGrow: boolean): string {
  const whole = foldCase(text);
  if (prefix !== "" || suffix !== "") return quoteLexeme(prefix + whole + suffix);
  const grows = mayGrow && whole.length >= MIN_PREFIX_LENGTH ? ":*" : "";
  const alternatives = [quoteLexeme(whole) + grows];
  const parts = partsOf(text).segments.flat().map(foldCase);
  if (parts.length > 1) {
    const quoted = parts.map((part, index) => quoteLexeme(part) + (index === parts.length - 1 ? grows : ""));
    alternatives.push(`(${quoted.join(" <-> ")})`);
  }
  const stem = stemOf(whole);
  if (stem !== null) alternatives.push(quoteLexeme(stem));
  return any(alternatives);
}

interface Cuts {
  /** Whether the first word may be the end of another. */
  atStart: boolean;
  /** Whether the last word may be the beginning of another. */
  atEnd: boolean;
}

const WHOLE: Cuts = { atStart: false, atEnd: false };

/** Words and runs in a row, as they stand, but for what may be cut. */
export function phraseOf(runs: readonly ScriptRun[], cuts: Cuts = WHOLE): string {
  return phraseChain(
    runs.map((run, index) => {
      if (run.kind === "WORD") {
        const atStart = cuts.atStart && index === 0;
        return wordPart(run, { atStart, atEnd: cuts.atEnd && index === runs.length - 1 });
      }
      const characters = charactersOf(foldCase(run.text));
      // The last character of a run is a lexeme of its own and takes a place, where the text's run ends there too.
      return { expression: chain(characters, " <-> "), length: characters.length };
    }),
  );
}

function wordPart(run: ScriptRun, { atStart, atEnd }: Cuts): { expression: string; length: number; isWord: true } {
  const parts = partsOf(run.text).segments.flat().map(foldCase);
  const whole = run.prefix + foldCase(run.text) + run.suffix;
  if (run.prefix !== "" || run.suffix !== "") return { expression: quoteLexeme(whole), length: 1, isWord: true };
  const expressions = parts.map((part, index) => {
    const isLast = atEnd && index === parts.length - 1;
    const grows = isLast && part.length >= MIN_PREFIX_LENGTH ? ":*" : "";
    const alternatives = [quoteLexeme(part) + grows];
    if (atStart && index === 0) alternatives.push(quoteLexeme(endOfWord(part)) + (isLast ? ":*" : ""));
    if (isLast && grows === "") alternatives.push(quoteLexeme(startOfWord(part)));
    return any(alternatives);
  });
  const expression = expressions.length === 1 ? (expressions[0] ?? "") : `(${expressions.join(" <-> ")})`;
  return { expression, length: parts.length, isWord: true };
}

/** A phrase operator measures from the end of its left side, which for a run is its last pair, one before its end. */
function phraseChain(parts: readonly { expression: string; length: number; isWord?: boolean }[]): string {
  let text = "";
  for (const [index, part] of parts.entries()) {
    const previous = parts[index - 1];
    if (previous === undefined) text = part.expression;
    else {
      const distance = previous.isWord === true || previous.length === 1 ? 1 : 2;
      text = `(${text} <${distance}> ${part.expression})`;
    }
  }
  return text;
}
