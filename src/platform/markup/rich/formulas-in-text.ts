// Finds formulas in the text of HTML, as the scripts that typeset them in browsers do. In Markdown, the parser finds them.
import { bracketFormula, dollarFormula } from "../markdown/formulas.js";

interface TextPart {
  text: string;
  isFormula: boolean;
}

export function formulasInText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let copied = 0;
  const opening = /[$\\]/g;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const at = found.index;
    const formula = found[0] === "$" ? dollarFormula(text, at) : bracketFormula(text, at);
    if (formula === null) {
      // An escaped sign opens nothing.
      if (found[0] === "\\") opening.lastIndex = at + 2;
      continue;
    }
    parts.push({ text: text.slice(copied, at), isFormula: false }, { text: formula.text, isFormula: true });
    copied = formula.end;
    opening.lastIndex = formula.end;
  }
  return [...parts, { text: text.slice(copied), isFormula: false }].filter((part) => part.text !== "");
}
