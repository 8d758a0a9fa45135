// Parses the text of a query into quoted phrases, excluded phrases (after a hyphen) and runs of words.
import { wellFormed } from "../../../lib/text.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import { isOptionOfCommand } from "../code/code-signs.js";
import { foldCase, foldKeepingCase } from "../index/fold.js";
import { markBefore } from "../index/marked-names.js";
import { runsOf, type ScriptRun } from "../index/script-runs.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { phraseOf } from "./tsquery.js";

const MAX_QUERY_LENGTH = 200;

export function requireQueryLength(text: string, argument: string): void {
  // A text has at most as many characters as UTF-16 units, which are cheaper to count.
  if (text.length <= MAX_QUERY_LENGTH || [...text].length <= MAX_QUERY_LENGTH) return;
  throw new BadInputError(
    "VALUE_OUT_OF_RANGE",
    `Argument "${argument}" takes at most ${MAX_QUERY_LENGTH} characters, but has ${[...text].length}.`,
    argument,
  );
}

export interface QueryText {
  /** Quoted phrases. All must match, in any order. */
  phrases: ScriptRun[][];
  words: ScriptRun[];
  excluded: ScriptRun[][];
  /** True if the query ends directly after its last word, which the user may still be typing. */
  mayBeIncomplete: boolean;
  /** Names in `words` with the marks before them, such as --rm and $PATH, as lexemes. */
  markedNames: string[];
  /** For each excluded word: what a text holds in which the word is an option, such as `java -version`. */
  possibleOptions: string[];
}

const QUOTED = /(^|[\s(])?(-)?["“„«]([^"“”„«»]*)["”»]/g;
/**
 * A hyphen before a word excludes it. Exceptions: options of commands, which have one or two letters or stand in a query with other signs
 * of code. At the start of the query only a word of letters is excluded: anything else, such as the -p376 of 1.9.1-p376, is the rest of a
 * copied text.
 */
const EXCLUDED = /(?:(?<=\s)|^(?=-\p{L}+(?:\s|$)))-(?=[\p{L}\p{N}])(?![A-Za-z0-9]{1,2}(?:\s|$))([^\s"]+)/gu;

/** @param hyphensAreText Whether a hyphen before a word excludes nothing, because posts hold it as an option. */
export function parseQuery(query: string, hyphensAreText = false): QueryText {
  const phrases: ScriptRun[][] = [];
  const excluded: ScriptRun[][] = [];
  let rest = foldKeepingCase(wellFormed(query));
  rest = rest.replace(QUOTED, (_whole, _before: string | undefined, hyphen: string | undefined, inner: string) => {
    const runs = [...runsOf(inner)];
    if (runs.length > 0) (hyphen === undefined ? phrases : excluded).push(runs);
    return "  ";
  });
  const quotedExclusions = excluded.flat();
  const possibleOptions: string[] = [];
  const text = rest;
  const withoutExclusions = text.replace(EXCLUDED, (whole, word: string, at: number) => {
    const [before, behind] = [text.slice(0, at), text.slice(at + whole.length)];
    if (hyphensAreText || isOptionOfCommand(before, word, behind)) return whole;
    const runs = [...runsOf(word)];
    if (runs.length > 0) excluded.push(runs);
    possibleOptions.push(...optionAfter(before, runs));
    return "  ";
  });
  const words = [...runsOf(withoutExclusions)];
  const markedNames = words.flatMap((run) => markedName(withoutExclusions, run));
  // A query of exclusions alone would match nothing, so it is read as plain text.
  if (words.length === 0 && phrases.length === 0) {
    const typed = [...runsOf(rest)];
    const mayBeIncomplete = quotedExclusions.length === 0 && typed.at(-1)?.end === rest.length;
    const names = typed.flatMap((run) => markedName(rest, run));
    const all = [...typed, ...quotedExclusions];
    return { phrases: [], words: all, excluded: [], mayBeIncomplete, markedNames: names, possibleOptions: [] };
  }
  const last = words.at(-1);
  const mayBeIncomplete = last !== undefined && last.end === withoutExclusions.length;
  return { phrases, words, excluded, mayBeIncomplete, markedNames, possibleOptions };
}

function markedName(text: string, { kind, start, text: word }: ScriptRun): string[] {
  const mark = kind === "WORD" ? markBefore(text, start) : "";
  return mark === "" ? [] : [mark + foldCase(word)];
}

/** A word in front of the hyphen, and the word with its hyphen, which may be the beginning of an option such as -mjson.tool. */
function optionAfter(before: string, [option]: readonly ScriptRun[]): string[] {
  const command = [...runsOf(before)].at(-1);
  if (command?.kind !== "WORD" || option?.kind !== "WORD") return [];
  return [`${phraseOf([command])} & ${quoteLexeme(`-${foldCase(option.text)}`)}:*`];
}
