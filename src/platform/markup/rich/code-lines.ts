// Puts each line of code into an element of its own, for line numbers and marked lines. Newlines stay between the elements, so that copied
// code is the code.
import { createElement, isElement, type MarkupElement, type MarkupNode } from "../tree.js";
import { type FenceInfo, isMarkedLine } from "./fence-info.js";

/** The number of the line, which the stylesheet shows. Text would be copied with the code. */
const NUMBER_ATTRIBUTE = "data-number";
/** More are not marked or numbered. */
const MAX_LINES = 2_000;

export function codeInLines(nodes: readonly MarkupNode[], info: FenceInfo): MarkupNode[] | null {
  const lines = linesOf(nodes);
  if (lines.length > MAX_LINES) return null;
  const hasEnd = lines.length > 1 && lines.at(-1)?.length === 0;
  const shown = hasEnd ? lines.slice(0, -1) : lines;
  const elements = shown.flatMap((line, index): MarkupNode[] => {
    const name = isMarkedLine(info, index + 1) ? "code-line marked-line" : "code-line";
    const attributes: Record<string, string> = { class: name };
    if (info.firstNumber !== null) attributes[NUMBER_ATTRIBUTE] = String(info.firstNumber + index);
    return [...(index === 0 ? [] : ["\n"]), createElement("span", line, attributes)];
  });
  return hasEnd ? [...elements, "\n"] : elements;
}

/** An element over several lines becomes one in each of them. */
function linesOf(nodes: readonly MarkupNode[]): MarkupNode[][] {
  let line: MarkupNode[] = [];
  const lines = [line];
  for (const node of nodes) {
    const parts: (string | MarkupElement[])[] = isElement(node) ? partsOf(node) : node.split("\n");
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        line = [];
        lines.push(line);
      }
      if (typeof part === "string") {
        if (part !== "") line.push(part);
      } else line.push(...part);
    }
  }
  return lines;
}

const partsOf = (element: MarkupElement): MarkupElement[][] =>
  linesOf(element.children).map((children) => (children.length === 0 ? [] : [{ ...element, children }]));
