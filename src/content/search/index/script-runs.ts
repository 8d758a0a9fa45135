// Splits a folded text into runs of one kind of script: runs of scripts without spaces, and words.
import { kindOfUnit, OTHER_UNIT, SPACED, SPACED_UNIT, UNSPACED, UNSPACED_UNIT } from "./character-kinds.js";

const RUN = new RegExp(
  `([${UNSPACED}]+)|((?<![\\p{L}\\p{N}.])\\.(?=\\p{L}))?(${SPACED}+(?:[._\\-'’]${SPACED}+)*)([+#]{1,2}(?!${SPACED}))?`,
  "gv",
);

/** A run of letters and digits of one kind of script. */
export interface ScriptRun {
  /** A run of a script without spaces, or a word. */
  kind: "UNSPACED" | "WORD";
  /** Folded except for the case. */
  text: string;
  /** `+`, `#` or two of them, as in C++. They are part of the name. */
  suffix: string;
  /** The dot of .NET. */
  prefix: string;
  start: number;
  end: number;
}

/** Expects text that `foldKeepingCase` has folded. */
export function* runsOf(text: string): Generator<ScriptRun> {
  for (const match of text.matchAll(RUN)) yield runOf(match);
}

function runOf(match: RegExpExecArray): ScriptRun {
  const [whole, unspaced, prefix = "", word = "", suffix = ""] = match;
  const place = { start: match.index, end: match.index + whole.length };
  if (unspaced !== undefined) return { kind: "UNSPACED", text: unspaced, prefix: "", suffix: "", ...place };
  return { kind: "WORD", text: word, prefix, suffix, ...place };
}

interface RunListener {
  /** A run of a script without spaces, in units that are a character each. */
  onPairs(start: number, end: number): void;
  /** A word of ASCII letters and digits without any punctuation, which begins at `start`. */
  onWord(word: string, start: number): void;
  /** Any other run. */
  onRun(run: ScriptRun): void;
}

/** Its own copy, because `matchAll` begins where the last match of its expression ended. */
const NEXT_RUN = new RegExp(RUN);

/** Reports the runs of `runsOf`. Nearly all of them are found without the regular expression. */
export function eachRun(text: string, listener: RunListener): void {
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const kind = kindOfUnit(unit);
    if (kind === OTHER_UNIT && !(unit === DOT && kindOfUnit(text.charCodeAt(at + 1)) > UNSPACED_UNIT)) {
      at += 1;
      continue;
    }
    const end = endOfSimpleRun(text, at, kind);
    if (end === null) {
      NEXT_RUN.lastIndex = at;
      const match = NEXT_RUN.exec(text);
      if (match === null) return;
      const run = runOf(match);
      listener.onRun(run);
      at = run.end;
    } else {
      if (kind === UNSPACED_UNIT) listener.onPairs(at, end);
      else listener.onWord(text.slice(at, end), at);
      at = end;
    }
  }
}

function endOfSimpleRun(text: string, start: number, kind: number): number | null {
  if (kind === UNSPACED_UNIT) return endOfPairs(text, start);
  return kind === SPACED_UNIT ? endOfPlainWord(text, start) : null;
}

const DOT = 0x2e;
const JOINERS = new Set(Array.from("._-'’", (joiner) => joiner.charCodeAt(0)));
const SUFFIXES = new Set(Array.from("+#", (suffix) => suffix.charCodeAt(0)));

/** The end of a run of a script without spaces, or null if half of a character follows. Such a run has neither case nor accents. */
function endOfPairs(text: string, start: number): number | null {
  let end = start + 1;
  let kind = kindOfUnit(text.charCodeAt(end));
  while (kind === UNSPACED_UNIT) {
    end += 1;
    kind = kindOfUnit(text.charCodeAt(end));
  }
  return kind > SPACED_UNIT ? null : end;
}

/** The end of a word of ASCII letters and digits that is not joined with another one, or null for any other word. */
function endOfPlainWord(text: string, start: number): number | null {
  let end = start;
  let unit = text.charCodeAt(end);
  while (unit < 0x80 && kindOfUnit(unit) === SPACED_UNIT) {
    end += 1;
    unit = text.charCodeAt(end);
  }
  const next = kindOfUnit(unit);
  if (end === start || next > UNSPACED_UNIT || SUFFIXES.has(unit)) return null;
  return JOINERS.has(unit) && kindOfUnit(text.charCodeAt(end + 1)) > UNSPACED_UNIT ? null : end;
}
