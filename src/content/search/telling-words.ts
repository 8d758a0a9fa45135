// The words of a text that is being typed, without the words around them that no title needs to hold.
import { foldKeepingCase } from "./index/fold.js";
import { runsOf } from "./index/script-runs.js";
import { wordsOfRuns } from "./query/words/run-words.js";

/** Expects folded text. All words if there are no others. */
export function tellingWords(text: string): string[] {
  return wordsOfRuns([...runsOf(foldKeepingCase(text))]).flatMap(({ run, words, isFiller }) => {
    if (run.kind === "WORD") return isFiller ? [] : [run.prefix + run.text + run.suffix];
    return words.filter((word) => !word.isFiller).map((word) => word.characters.join(""));
  });
}
