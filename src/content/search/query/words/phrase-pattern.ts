// The regular expression of a quoted phrase, for texts of whose words the index does not have all positions.
import type { ScriptRun } from "../../index/script-runs.js";

/** Spaces and punctuation of any script. */
const BETWEEN = "[^0-9A-Za-z\\u00c0-\\u024f\\u0370-\\u1fff\\u3040-\\ud7ff\\uf900-\\ufaff\\uff66-\\uffdc]";

/** For PostgreSQL, without regard to case. The words stand in their order, with nothing but spaces and punctuation between them. */
export function phrasePattern(runs: readonly ScriptRun[]): string {
  return runs
    .map(({ kind, prefix, text, suffix }, index) => {
      const before = runs[index - 1];
      const areWords = kind === "WORD" && before?.kind === "WORD";
      const joint = before === undefined ? "" : `${BETWEEN}{${areWords ? 1 : 0},9}`;
      return joint + escaped(prefix + text + suffix);
    })
    .join("");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
