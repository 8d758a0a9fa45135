// Typesets formulas in TeX as MathML, which browsers show without scripts and fonts of the site. A formula that is not understood stays as it
// was written.
import { createElement, isElement, type MarkupElement, parseMarkup } from "../tree.js";
import { allowedMath } from "./math-elements.js";

export interface Formula {
  tex: string;
  isDisplayed: boolean;
}

/** In UTF-16 units. */
const MAX_TEX = 10_000;
const LIMITS = { maxExpand: 1_000, maxSize: [20, 100] as [number, number] };

/** The parts of a formula as it was written, with its delimiters. Null if there are none. */
export function formulaOf(written: string): Formula | null {
  const text = written.trim();
  for (const [opening, closing, isDisplayed] of DELIMITERS) {
    if (text.length <= opening.length + closing.length) continue;
    if (!text.startsWith(opening) || !text.endsWith(closing)) continue;
    const tex = text.slice(opening.length, text.length - closing.length).trim();
    return tex === "" ? null : { tex, isDisplayed };
  }
  return text.startsWith("\\begin{") ? { tex: text, isDisplayed: true } : null;
}

const DELIMITERS = [
  ["$$", "$$", true],
  ["\\[", "\\]", true],
  ["\\(", "\\)", false],
  ["$`", "`$", false],
  ["$", "$", false],
] as const;

/** The element `math`, or null. */
export async function typeset({ tex, isDisplayed }: Formula): Promise<MarkupElement | null> {
  if (tex.length > MAX_TEX) return null;
  const { default: temml } = await import("temml");
  try {
    const options = { ...LIMITS, displayMode: isDisplayed, throwOnError: true, trust: false, annotate: false };
    const [math, ...others] = parseMarkup(temml.renderToString(tex, options));
    if (!isElement(math) || math.tag !== "math" || others.length > 0) return null;
    const children = allowedMath(math.children);
    return children && createElement("math", children, isDisplayed ? { display: "block" } : {});
  } catch {
    // Temml names what it does not know, and very deep formulas exceed the stack.
    return null;
  }
}
