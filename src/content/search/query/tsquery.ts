// Builds tsquery expressions: a word in every form that counts as a match, and runs as a phrase. Every lexeme is quoted by
// `quoteLexeme`.
import { foldCase } from "../index/fold.js";
import type { ScriptRun } from "../index/script-runs.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { charactersOf, partsOf, stemOf, subwordsOf, wordEndLexeme, wordStartLexeme } from "../index/tokens.js";
import { inHiragana, joinedForm, lettersAndDigits, versionOf } from "../index/word-forms.js";

/** A shorter beginning of a word would expand to too many lexemes: in a study, `'s':*` matched 88 % of the posts and took 0.8 s. */
export const MIN_PREFIX_LENGTH = 2;

const all = (expressions: readonly string[]): string => expressions.join(" & ");
export const any = (expressions: readonly string[]): string =>
  expressions.length === 1 ? (expressions[0] ?? "") : `(${expressions.join(" | ")})`;

/** Null without expressions. */
export const everyOf = (expressions: readonly string[]): string | null =>
  expressions.length === 0 ? null : all(expressions);
/** Null without expressions. */
export const someOf = (expressions: readonly string[]): string | null =>
  expressions.length === 0 ? null : any(expressions);

/** The same expression with the words of its phrases in any order. */
export const withoutOrder = (expression: string): string => expression.replace(/<(?:-|\d+)>/g, "&");

/** The same expression, restricted to lexemes of the title, the categories and the tags (weight A). */
export const inTitle = (expression: string): string =>
  expression.replace(/('(?:[^']|'')*')(:\*)?/g, (_whole, lexeme: string, prefix?: string) =>
    prefix === undefined ? `${lexeme}:A` : `${lexeme}:*A`,
  );

export const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(0, -1).map((character, index) => inHiragana(character + (characters[index + 1] ?? "")));

/**
 * The pairs of neighbouring characters, joined by `operator`. A single character becomes a prefix: it is the beginning of some pair, or a
 * lexeme by itself at the end of a run.
 */
export function pairExpression(characters: readonly string[], operator: " <-> " | " & "): string {
  if (characters.length === 1) return `${quoteLexeme(inHiragana(characters[0] ?? ""))}:*`;
  const pairs = pairsOf(characters);
  return pairs.length === 1 ? quoteLexeme(pairs[0] ?? "") : `(${pairs.map(quoteLexeme).join(operator)})`;
}

/**
 * The characters of a Korean word, with and without spaces between them: a character is the beginning of a pair, or the last one before a space.
 */
export function spacedExpression(characters: readonly string[]): string {
  const pairs = pairsOf(characters);
  const elements = pairs.map((pair, index) => {
    const last = quoteLexeme(characters[index] ?? "");
    const isEnd = index === pairs.length - 1;
    return any([quoteLexeme(pair), isEnd ? `(${last} <-> ${quoteLexeme(characters[index + 1] ?? "")}:*)` : last]);
  });
  return `(${elements.join(" <-> ")})`;
}

/** A word of a query. */
export interface WordRun extends ScriptRun {
  /** Another word that counts as the same one. */
  correctedTo?: string;
}

const correctionOf = ({ correctedTo }: WordRun): string[] => {
  if (correctedTo === undefined) return [];
  const stem = stemOf(correctedTo);
  return [correctedTo, ...(stem === null ? [] : [stem])].map(quoteLexeme);
};

/** The word itself, its parts as a phrase, its English stem, or what it is put right with. Names such as C++ and .NET have no parts. */
export const wordExpression = (run: WordRun, mayExpand: boolean): string =>
  any([...formsOf(run, mayExpand), ...correctionOf(run)]);

function formsOf({ text, prefix, suffix }: ScriptRun, mayExpand: boolean): string[] {
  const whole = foldCase(text);
  if (prefix !== "" || suffix !== "") return [quoteLexeme(prefix + whole + suffix)];
  const expansion = mayExpand && whole.length >= MIN_PREFIX_LENGTH ? ":*" : "";
  const alternatives = [quoteLexeme(whole) + expansion];
  const parts = partsOf(text).segments.flat();
  const quoted = parts.map((part, index) => partExpression(part, index === parts.length - 1 ? expansion : ""));
  if (parts.length > 1) alternatives.push(`(${quoted.map(any).join(" <-> ")})`);
  else alternatives.push(...(quoted[0] ?? []).slice(1));
  for (const form of [versionOf(whole), joinedForm(whole), stemOf(whole)])
    if (form !== null) alternatives.push(quoteLexeme(form));
  const apart = lettersAndDigits(whole);
  if (apart.length > 0) alternatives.push(`(${apart.map(quoteLexeme).join(" <-> ")})`);
  return alternatives;
}

/** The word as it was written or put right, without its parts and its stem. */
export function exactExpression({ text, prefix, suffix, correctedTo }: WordRun, mayExpand: boolean): string {
  const whole = foldCase(text);
  const isName = prefix !== "" || suffix !== "";
  const expansion = !isName && mayExpand && whole.length >= MIN_PREFIX_LENGTH ? ":*" : "";
  const corrected = correctedTo === undefined ? [] : [quoteLexeme(correctedTo)];
  return any([quoteLexeme(prefix + whole + suffix) + expansion, ...corrected]);
}

/** A part by itself, and if it is in camelCase its words at one position, which a longer name that ends in them has as well. */
function partExpression(part: string, expansion: string): string[] {
  const subwords = subwordsOf(part).map((word) => quoteLexeme(foldCase(word)));
  const whole = quoteLexeme(foldCase(part)) + expansion;
  return subwords.length === 1 ? [whole] : [whole, `(${subwords.join(" <0> ")}${expansion})`];
}

export interface Truncation {
  /** The first word may be the end of a longer word. */
  atStart: boolean;
  /** The last word may be the beginning of a longer word. */
  atEnd: boolean;
}

const NONE: Truncation = { atStart: false, atEnd: false };

/** The runs as one phrase, in their order and adjacent. Words at its ends may be truncated. */
export function phraseOf(runs: readonly WordRun[], truncation: Truncation = NONE): string {
  return joinPhrase(
    runs.map((run, index) => {
      if (run.kind === "WORD") {
        const atStart = truncation.atStart && index === 0;
        return wordInPhrase(run, { atStart, atEnd: truncation.atEnd && index === runs.length - 1 });
      }
      const characters = charactersOf(foldCase(run.text));
      // The last character of a run is a lexeme of its own and takes up a position if the run in the text ends there too.
      return { expression: pairExpression(characters, " <-> "), length: characters.length };
    }),
  );
}

function wordInPhrase(
  run: WordRun,
  { atStart, atEnd }: Truncation,
): { expression: string; length: number; isWord: true } {
  const parts = partsOf(run.text).segments.flat().map(foldCase);
  const whole = run.prefix + foldCase(run.text) + run.suffix;
  const others = correctionOf(run);
  if (run.prefix !== "" || run.suffix !== "") {
    return { expression: any([quoteLexeme(whole), ...others]), length: 1, isWord: true };
  }
  const expressions = parts.map((part, index) => {
    const isLast = atEnd && index === parts.length - 1;
    const expansion = isLast && part.length >= MIN_PREFIX_LENGTH ? ":*" : "";
    const alternatives = [quoteLexeme(part) + expansion];
    if (atStart && index === 0) alternatives.push(quoteLexeme(wordEndLexeme(part)) + (isLast ? ":*" : ""));
    if (isLast && expansion === "") alternatives.push(quoteLexeme(wordStartLexeme(part)));
    return any(alternatives);
  });
  const joined = expressions.length === 1 ? (expressions[0] ?? "") : `(${expressions.join(" <-> ")})`;
  const expression = others.length === 0 ? joined : any([joined, ...others]);
  return { expression, length: parts.length, isWord: true };
}

/** A phrase operator measures from the last lexeme of its left side. In a run that is the last pair, one position before the run's end. */
function joinPhrase(elements: readonly { expression: string; length: number; isWord?: boolean }[]): string {
  let phrase = "";
  for (const [index, element] of elements.entries()) {
    const previous = elements[index - 1];
    if (previous === undefined) phrase = element.expression;
    else {
      const distance = previous.isWord === true || previous.length === 1 ? 1 : 2;
      phrase = `(${phrase} <${distance}> ${element.expression})`;
    }
  }
  return phrase;
}
