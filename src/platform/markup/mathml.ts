// Replaces MathML by the TeX that most tools write beside it, because the elements of MathML are not in the allow-list of the sanitiser. The
// result is sanitised afterwards.

const ANNOTATION =
  /<annotation(?=[^<>]{0,200}["']application\/x-(?:tex|latex)["'])[^<>]{0,200}>([^<]{1,5000})<\/annotation\s{0,9}>/i;
const ALTERNATIVE = /^<math\s[^<>]{0,500}?\balttext=(?:"([^"<>]{1,5000})"|'([^'<>]{1,5000})')/i;

/** MathML without TeX is unchanged, so that the sanitiser removes it. */
export function replaceMathMl(html: string): string {
  if (!/<math[\s>]/i.test(html)) return html;
  const opening = /<math(?=[\s>])/gi;
  const closing = /<\/math\s{0,9}>/gi;
  let result = "";
  let copiedUpTo = 0;
  for (let open = opening.exec(html); open !== null; open = opening.exec(html)) {
    closing.lastIndex = open.index;
    const close = closing.exec(html);
    if (close === null) break;
    const end = close.index + close[0].length;
    const formula = texOf(html.slice(open.index, end));
    opening.lastIndex = end;
    if (formula === null) continue;
    result += html.slice(copiedUpTo, open.index) + formula;
    copiedUpTo = end;
  }
  return result + html.slice(copiedUpTo);
}

function texOf(math: string): string | null {
  const [, double, single] = ALTERNATIVE.exec(math) ?? [];
  const tex = (ANNOTATION.exec(math)?.[1] ?? double ?? single)?.replace(/\s+/g, " ").trim();
  if (!tex) return null;
  return /^<math\s[^<>]{0,500}\bdisplay=["']?block/i.test(math) ? `\\[${tex}\\]` : `\\(${tex}\\)`;
}
