// The phrases of a query without words at its ends, which may be pieces of words or a topic beside the words of a text.
import type { ScriptRun } from "../../index/script-runs.js";
import { charactersOf } from "../../index/tokens.js";
import { MIN_PREFIX_LENGTH, phraseOf, someOf, type Truncation } from "../tsquery.js";
import type { RunWords } from "./run-words.js";

/** A single run that is shorter occurs in too many posts. */
const MIN_INNER_LENGTH = 3;

const isSelective = (words: readonly ScriptRun[]): boolean =>
  words.length > 1 ||
  words.some(({ kind, text }) => kind === "UNSPACED" && charactersOf(text).length >= MIN_INNER_LENGTH);

/** Bodies are found by beginnings of words of at least two letters, never by the ends of words. */
export function innerPhraseOf(words: readonly ScriptRun[], { atStart, atEnd }: Truncation): string | null {
  const endsInLetter = atEnd && charactersOf(words.at(-1)?.text ?? "").length < MIN_PREFIX_LENGTH;
  const inner = words.slice(atStart ? 1 : 0, endsInLetter ? -1 : undefined);
  if (inner.length === words.length || !isSelective(inner)) return null;
  return phraseOf(inner, { atStart: false, atEnd: atEnd && !endsInLetter });
}

/** Longer queries were copied from a text, of which `fullPhrase` finds the place. */
const MAX_NEIGHBOURS = 8;

/** Fillers alone say nothing about a post. */
export function neighboursOf(words: readonly RunWords[], atEnd: boolean): string | null {
  if (words.length < 2 || words.length > MAX_NEIGHBOURS) return null;
  const phrases = [
    { part: words.slice(1), atEnd },
    { part: words.slice(0, -1), atEnd: false },
  ].filter(({ part }) => !part.every(({ isFiller }) => isFiller) && isSelective(part.map(({ run }) => run)));
  return someOf(
    phrases.map((phrase) =>
      phraseOf(
        phrase.part.map(({ run }) => run),
        { atStart: false, atEnd: phrase.atEnd },
      ),
    ),
  );
}
