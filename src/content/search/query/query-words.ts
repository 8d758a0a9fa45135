// Parses the text of a query into quoted phrases, excluded phrases (after a hyphen) and words. Scripts without spaces are split into
// words by Intl.Segmenter, and only here: its word lists change with the ICU version, so the index must not depend on it.
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import { isOptionOfCommand } from "../code/code-signs.js";
import { foldCase, foldKeepingCase } from "../index/fold.js";
import { markBefore } from "../index/marked-names.js";
import { runsOf, type ScriptRun } from "../index/script-runs.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { charactersOf } from "../index/tokens.js";
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
  let rest = foldKeepingCase(query.toWellFormed().replaceAll("\0", " "));
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

/** A word in front of the hyphen, and the word with its hyphen. */
function optionAfter(before: string, [option]: readonly ScriptRun[]): string[] {
  const command = [...runsOf(before)].at(-1);
  if (command?.kind !== "WORD" || option?.kind !== "WORD") return [];
  return [`${phraseOf([command])} <-> ${quoteLexeme(`-${foldCase(option.text)}`)}`];
}

/** Function words (stop words): they are not required to match unless the run consists of nothing else. */
const FUNCTION_WORDS = new Set(
  [
    "的 了 在 是 和 与 及 等 中 吗 呢 吧 么 啊 着 过 得 地 之 也 就 都 而 把 被 对 从 到 为 以 及其 以及 或 或者 什么 怎么 怎样 如何 为什么 哪些 哪个 哪里 多少 是否 一个 这个 那个 我们 可以",
    "の は が を に で と も へ や か から まで です ます ました する した して とは 何 どう なぜ どの これ それ その この という について",
    "은 는 이 가 을 를 의 에 에서 으로 로 와 과 도 무엇 어떻게 왜 어느",
  ].flatMap((line) => line.split(" ")),
);
const HANGUL = /^\p{sc=Hang}+$/u;
const PARTICLE = /(?:에서|으로|은|는|이|가|을|를|의|에|로|와|과|도)$/u;

export interface QueryWord {
  characters: readonly string[];
  isOptional: boolean;
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * The words of a run without spaces. The segmenter leaves single characters where it knows no word: neighbouring ones are joined, and one
 * that stays alone is joined to the word before it.
 */
export function segmentRun(run: string): QueryWord[] {
  const words: QueryWord[] = [];
  let singles: string[] = [];
  const joinSingles = () => {
    const previous = words.at(-1);
    if (singles.length === 1 && previous !== undefined && !previous.isOptional && !isHangul(previous.characters)) {
      words[words.length - 1] = { characters: [...previous.characters, ...singles], isOptional: false };
    } else if (singles.length > 0) words.push({ characters: singles, isOptional: false });
    singles = [];
  };
  for (const { segment } of segmenter.segment(foldCase(run))) {
    const characters = charactersOf(segment);
    if (FUNCTION_WORDS.has(segment)) {
      joinSingles();
      words.push({ characters, isOptional: true });
    } else if (characters.length === 1) singles.push(segment);
    else {
      joinSingles();
      words.push({ characters: withoutParticle(segment, characters), isOptional: false });
    }
  }
  joinSingles();
  return words;
}

const isHangul = (characters: readonly string[]): boolean => HANGUL.test(characters.join(""));

function withoutParticle(word: string, characters: readonly string[]): readonly string[] {
  if (characters.length < 3 || !HANGUL.test(word)) return characters;
  const bare = word.replace(PARTICLE, "");
  return bare.length >= 2 ? charactersOf(bare) : characters;
}
