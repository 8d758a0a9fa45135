// `[latex]` is the name of a language for code, and of a formula in a sentence.
const LATEX = /\[latex\]((?:(?!\[\/?latex\])[^\n]){1,2000})\[\/latex\]/gi;

/** A formula with other words on its line becomes `\\(…\\)`; on lines of its own it stays code. */
export function markInlineFormulas(piece: string): string {
  if (!piece.includes("[latex]")) return piece;
  return piece.replace(LATEX, (text, formula: string, start: number) => {
    const before = piece.slice(Math.max(0, start - 200), start);
    const after = piece.slice(start + text.length, start + text.length + 200);
    const hasNeighbours = /[^\s>][ \t]*$/.test(before) || /^[ \t]*[^\s<]/.test(after);
    return hasNeighbours ? `\\(${formula.trim()}\\)` : text;
  });
}
