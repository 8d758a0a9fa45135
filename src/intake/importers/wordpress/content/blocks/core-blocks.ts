// Blocks of WordPress whose markup is for its own scripts: formulas whose TeX is an attribute, and buttons and signs that do something only there.
import { escapeHtml } from "../../../../../platform/markup/tree.js";
import { blockCommentsOf, closingIndex, readAttributes } from "./block-comments.js";

const INLINE_FORMULA = /<math\s(?:[^<>]{0,500}\s)?data-latex="([^"<>]{1,5000})"[^<>]{0,500}>/gi;
const ACCORDION_SIGN = /<span[^<>]{0,300}wp-block-accordion-heading__toggle-icon[^<>]{0,300}>[^<>]{0,10}<\/span>/g;
const DOWNLOAD_BUTTON = /<a(?=\s[^<>]{0,2000}wp-block-file__button)/g;
const CDATA = /^\s{0,99}<!\[CDATA\[/;

export function showCoreBlocks(source: string): string {
  let shown = source.includes("wp:math") ? showFormulas(source) : source;
  if (shown.includes("data-latex")) shown = showInlineFormulas(shown);
  if (shown.includes("accordion-heading__toggle-icon")) shown = shown.replace(ACCORDION_SIGN, "");
  return shown.includes("wp-block-file__button") ? shown.replace(DOWNLOAD_BUTTON, " $&") : shown;
}

/** Some tools wrap a body in a section that HTML takes for a comment. Its end may be outside of the body. */
export function withoutCdata(source: string): string {
  const opening = CDATA.exec(source)?.[0];
  return opening === undefined ? source : source.slice(opening.length).replace(/\]\]>\s{0,99}$/, "");
}

function showFormulas(source: string): string {
  const comments = blockCommentsOf(source);
  let shown = "";
  let copiedUpTo = 0;
  for (let index = 0; index < comments.length; index += 1) {
    const comment = comments[index];
    if (comment?.name !== "math" || comment.kind !== "opening") continue;
    const { latex } = readAttributes(comment.json);
    index = closingIndex(comments, index);
    const end = comments[index]?.kind === "closing" ? (comments[index]?.start ?? source.length) : source.length;
    if (typeof latex !== "string" || latex.trim() === "") continue;
    shown += `${source.slice(copiedUpTo, comment.end)}<div>${mathElement(latex, "block")}</div>`;
    copiedUpTo = end;
  }
  return shown + source.slice(copiedUpTo);
}

function showInlineFormulas(source: string): string {
  const openings = new RegExp(INLINE_FORMULA);
  let shown = "";
  let copiedUpTo = 0;
  for (let match = openings.exec(source); match !== null; match = openings.exec(source)) {
    const end = source.indexOf("</math>", openings.lastIndex);
    if (end < 0) break;
    // Decoded by the parser, like any attribute.
    shown += source.slice(copiedUpTo, match.index) + mathOf(match[1] ?? "", "inline");
    copiedUpTo = end + "</math>".length;
    openings.lastIndex = copiedUpTo;
  }
  return shown + source.slice(copiedUpTo);
}

function mathElement(latex: string, display: "block" | "inline"): string {
  return mathOf(escapeHtml(latex), display);
}

function mathOf(escaped: string, display: "block" | "inline"): string {
  return `<math display="${display}"><semantics><mi></mi><annotation encoding="application/x-tex">${escaped}</annotation></semantics></math>`;
}
