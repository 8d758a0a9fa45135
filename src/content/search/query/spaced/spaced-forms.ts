// Korean words that readers join and texts write with spaces, such as 한영전환키 for 한영 전환 키.
import { pairExpression, spacedExpression } from "../tsquery.js";
import { contentOf } from "../words/query-terms.js";
import { type RunWords, requiredCharacters } from "../words/run-words.js";

/** A shorter word would be found in most texts, at the border of two words. */
const MIN_CHARACTERS = 3;
const HANGUL = /^\p{sc=Hang}+$/u;

/** The expressions of words and runs as they stand in a plan, and those that match them with spaces too. */
export function spacedForms(runs: readonly RunWords[]): Map<string, string> {
  const forms = new Map<string, string>();
  for (const { words, isFiller } of runs) {
    if (isFiller || words.length === 0) continue;
    const whole = words.flatMap(({ characters }) => characters);
    const parts = words.flatMap((word) => [word.characters, requiredCharacters(word)]);
    for (const characters of [...parts, contentOf(words), whole]) {
      if (characters.length < MIN_CHARACTERS || !HANGUL.test(characters.join(""))) continue;
      forms.set(pairExpression(characters, " <-> "), spacedExpression(characters));
    }
  }
  return forms;
}
