// The words of a text that is being typed, without the words around them that no title needs to hold.
import { foldKeepingCase } from "./index/fold.js";
import { runsOf } from "./index/script-runs.js";
import { segmentRun } from "./query/query-words.js";

/** Expects folded text. All words if there are no others. */
export function tellingWords(text: string): string[] {
  const words = [...runsOf(foldKeepingCase(text))].flatMap((run) =>
    run.kind === "WORD"
      ? [{ text: run.prefix + run.text + run.suffix, isFiller: false }]
      : segmentRun(run.text).map(({ characters, isOptional }) => ({ text: characters.join(""), isFiller: isOptional })),
  );
  const telling = words.filter(({ isFiller }) => !isFiller);
  return (telling.length > 0 ? telling : words).map((word) => word.text);
}
