// Splits the runs of a query into words, and tells which of them are fillers. That is decided over the whole query: if it holds nothing
// else, fillers are what is looked for. Scripts without spaces are split by Intl.Segmenter, and only here: its word lists change with the
// ICU version, so the index must not depend on it.
import { foldCase } from "../../index/fold.js";
import type { ScriptRun } from "../../index/script-runs.js";
import { charactersOf } from "../../index/tokens.js";
import { areEnglishFillers, asksWhy, isComplaint, isSingleFiller, isSlow, isUnspacedFiller } from "./filler-words.js";

/** A word of a run without spaces. */
export interface QueryWord {
  characters: readonly string[];
  /** How many characters at its end are a particle, or the long vowel that some write at the end of a loan word. */
  particleLength: number;
  isFiller: boolean;
}

export interface RunWords {
  run: ScriptRun;
  /** The words of a run without spaces, which together are the run; empty for a run that is a word. */
  words: QueryWord[];
  /** Whether the run consists of fillers. */
  isFiller: boolean;
}

export function wordsOfRuns(runs: readonly ScriptRun[]): RunWords[] {
  const latin = runs.filter((run) => run.kind === "WORD");
  const english = areEnglishFillers(
    latin.map((run) => run.prefix + foldCase(run.text) + run.suffix),
    latin.length < runs.length,
  );
  const segmented = runs.map((run) => (run.kind === "WORD" ? [] : segmentRun(run.text)));
  const isQuestion = asksWhy(segmented.flat().map(textOf));
  const read = runs.map((run, index): RunWords => {
    if (run.kind === "WORD") return { run, words: [], isFiller: english[latin.indexOf(run)] === true };
    const words = (segmented[index] ?? []).map((word) => ({
      ...word,
      isFiller: word.isFiller || (isQuestion && isSlow(textOf(word))),
    }));
    return { run, words, isFiller: words.every((word) => word.isFiller) };
  });
  if (read.some(({ isFiller }) => !isFiller)) return read;
  return read.map(({ run, words }) => ({
    run,
    words: words.map((word) => ({ ...word, isFiller: false })),
    isFiller: false,
  }));
}

const textOf = ({ characters }: QueryWord): string => characters.join("");

/** The characters of a word that a post must hold: without a particle. */
export const requiredCharacters = ({ characters, particleLength }: QueryWord): readonly string[] =>
  particleLength === 0 ? characters : characters.slice(0, -particleLength);

const MIN_LOAN_WORD = 3;
const LONG_LOAN_WORD = /^[\p{sc=Kana}ー]+ー$/u;
/** Where a run has one that ends in a long vowel. */
const LOAN_WORD = /([\p{sc=Kana}ー]{3,}ー(?![\p{sc=Kana}ー]))/u;
const HANGUL = /^\p{sc=Hang}+$/u;
const PARTICLE = /(?:에서|으로|이란|은|는|이|가|을|를|의|에|로|와|과|도|란)$/u;
const MIN_BARE_LENGTH = 2;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * The words of a run without spaces. The segmenter leaves single characters where it knows no word: neighbouring ones are joined, and one
 * that stays alone is joined to the word before it.
 */
function segmentRun(run: string): QueryWord[] {
  const words: QueryWord[] = [];
  let singles: string[] = [];
  const add = (characters: readonly string[], isFiller: boolean) =>
    words.push({ characters, particleLength: 0, isFiller });
  const joinSingles = () => {
    const previous = words.at(-1);
    const [only = ""] = singles;
    const isFiller = isSingleFiller(only) || isComplaint(only, previous?.characters.join("") ?? "");
    if (singles.length === 1 && isFiller) add(singles, true);
    else if (singles.length === 1 && previous !== undefined && !previous.isFiller && !isHangul(previous.characters)) {
      words[words.length - 1] = { ...previous, characters: [...previous.characters, ...singles] };
    } else if (singles.length > 0) add(singles, isUnspacedFiller(singles.join("")));
    singles = [];
  };
  for (const segment of foldCase(run).split(LOAN_WORD).flatMap(segmentsOf)) {
    const characters = charactersOf(segment);
    if (isUnspacedFiller(segment)) {
      joinSingles();
      add(characters, true);
    } else if (characters.length === 1) singles.push(segment);
    else {
      joinSingles();
      words.push({ characters, particleLength: particleLength(segment, characters), isFiller: false });
    }
  }
  joinSingles();
  return words;
}

const wordsIn = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** No dictionary has サイトー, which the segmenter takes for サイ and トー; without its end it is one word. */
function segmentsOf(text: string): string[] {
  const words = wordsIn(text);
  if (words.length < 2 || !LONG_LOAN_WORD.test(text)) return words;
  const bare = wordsIn(text.slice(0, -1));
  return bare.length < words.length ? bare.with(-1, `${bare.at(-1) ?? ""}ー`) : words;
}

const isHangul = (characters: readonly string[]): boolean => HANGUL.test(characters.join(""));

function particleLength(word: string, characters: readonly string[]): number {
  if (characters.length > MIN_LOAN_WORD && LONG_LOAN_WORD.test(word)) return 1;
  if (characters.length <= MIN_BARE_LENGTH || !HANGUL.test(word)) return 0;
  const [particle = ""] = PARTICLE.exec(word) ?? [];
  return characters.length - particle.length >= MIN_BARE_LENGTH ? particle.length : 0;
}
