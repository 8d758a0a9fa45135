// Writes a parsed body as Markdown that renders to the same text. It is our own code instead of Turndown, because the tree exists already
// and because of CJK emphasis and escapes (docs/decisions/0023-text-libraries-not-used.md).

import { codeText } from "../plain-text.js";
import { isElement, type MarkupElement, type MarkupNode, serialiseMarkup } from "../tree.js";
import { fenceAround } from "./code-markup.js";
import { escapeLineStarts, inCell, inParagraph, trimBreaks, writeInline } from "./markdown-inline.js";

const BLOCK_TAGS = new Set(
  "p div section address h1 h2 h3 h4 h5 h6 pre blockquote ul ol dl hr table figure figcaption details audio video li".split(
    " ",
  ),
);

export function writeMarkdown(nodes: readonly MarkupNode[]): string {
  return writeBlocks(nodes).join("\n\n");
}

function isBlock(node: MarkupNode): node is MarkupElement {
  return isElement(node) && (BLOCK_TAGS.has(node.tag) || (node.tag === "a" && node.children.some(isBlock)));
}

function writeBlocks(nodes: readonly MarkupNode[]): string[] {
  const blocks: string[] = [];
  let run: MarkupNode[] = [];
  let previousTag = "";
  const endRun = (): void => {
    const paragraph = writeParagraph(run);
    if (paragraph !== "") {
      blocks.push(paragraph);
      previousTag = "p";
    }
    run = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      run.push(node);
      continue;
    }
    endRun();
    // Another marker separates two adjacent lists, which would otherwise be read as one.
    for (const block of writeBlock(node, previousTag === node.tag)) blocks.push(block);
    previousTag = node.tag;
  }
  endRun();
  return blocks;
}

function writeParagraph(nodes: readonly MarkupNode[]): string {
  if (nodes.length === 0) return "";
  return escapeLineStarts(trimBreaks(writeInline(nodes, inParagraph)));
}

function writeBlock(element: MarkupElement, isAfterSame: boolean): string[] {
  const { tag, children } = element;
  switch (tag) {
    case "p":
      return [writeParagraph(children)].filter((paragraph) => paragraph !== "");
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      return [`${"#".repeat(Number(tag[1]))} ${trimBreaks(writeInline(children, inParagraph)).replace(/\\?\n/g, " ")}`];
    case "hr":
      return ["---"];
    case "pre":
      return [writeCodeBlock(element)];
    case "blockquote":
      return [prefixLines(writeMarkdown(children), "> ", "> ")];
    case "ul":
    case "ol":
      return [writeList(element, isAfterSame)];
    case "table":
      return writeTable(element);
    case "dl":
    case "audio":
    case "video":
      return [writeHtml(element)];
    case "details":
      return writeDetails(element);
    default:
      return writeBlocks(children);
  }
}

function writeCodeBlock(pre: MarkupElement): string {
  const code = codeText(pre);
  const [first] = pre.children;
  const language = isElement(first) ? (first.attributes.class?.replace(/^language-/, "") ?? "") : "";
  const fence = fenceAround(code, 3);
  return `${fence}${language}\n${code}\n${fence}`;
}

function prefixLines(text: string, first: string, others: string): string {
  return text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd())
    .join("\n");
}

function writeList(list: MarkupElement, isAfterSame: boolean): string {
  const items = list.children.filter((child) => isElement(child) || child.trim() !== "");
  const blocks = items.map((item) =>
    isElement(item) && item.tag === "li" ? writeBlocks(item.children) : writeBlocks([item]),
  );
  const isLoose = items.some(
    (item) => isElement(item) && item.children.some((child) => isBlock(child) && !isList(child)),
  );
  const start = Number.parseInt(list.attributes.start ?? "1", 10);
  const lines = blocks.map((parts, index) => {
    const marker =
      list.tag === "ol"
        ? `${(Number.isNaN(start) ? 1 : Math.max(0, start)) + index}${isAfterSame ? ")" : "."} `
        : isAfterSame
          ? "* "
          : "- ";
    const first = `${marker}${checkbox(items[index])}`;
    // `- ---` would be a horizontal rule, not an item that contains one.
    if (parts[0] === "---") parts[0] = "___";
    return prefixLines(parts.join(isLoose ? "\n\n" : "\n"), first, " ".repeat(marker.length));
  });
  return lines.join(isLoose ? "\n\n" : "\n");
}

function isList(element: MarkupElement): boolean {
  return element.tag === "ul" || element.tag === "ol";
}

function checkbox(item: MarkupNode | undefined): string {
  const first = isElement(item) ? item.children[0] : undefined;
  const box = isElement(first) && first.tag === "p" ? first.children[0] : first;
  if (!isElement(box) || box.tag !== "input") return "";
  return box.attributes.checked === undefined ? "[ ] " : "[x] ";
}

/** A table with spanning cells or blocks in cells is written as HTML, because Markdown has no form for it. */
function writeTable(table: MarkupElement): string[] {
  const rows = rowsOf(table);
  const cells = rows.flatMap((row) => row.children.filter(isElement));
  const isPlain = cells.every(
    ({ attributes, children }) => !attributes.colspan && !attributes.rowspan && !children.some(isBlock),
  );
  if (cells.length === 0) return [];
  if (!isPlain) return [writeHtml(table)];
  const caption = table.children.find((child) => isElement(child) && child.tag === "caption");
  const written = rows.map((row) => row.children.filter(isElement));
  const hasHeader = written[0]?.every((cell) => cell.tag === "th") ?? false;
  const width = written.reduce((widest, row) => Math.max(widest, row.length), 0);
  const header = hasHeader ? (written[0] ?? []) : [];
  const rule = Array.from({ length: width }, (_, index) => alignmentRule((written[0] ?? [])[index]));
  const lines = [
    rowLine(header, width),
    `| ${rule.join(" | ")} |`,
    ...written.slice(hasHeader ? 1 : 0).map((row) => rowLine(row, row.length)),
  ];
  return [...(isElement(caption) ? [writeParagraph(caption.children)] : []), lines.join("\n")];
}

function rowsOf(table: MarkupElement): MarkupElement[] {
  return table.children.filter(isElement).flatMap((child) => {
    if (child.tag === "tr") return [child];
    return /^t(?:head|body|foot)$/.test(child.tag) ? rowsOf(child) : [];
  });
}

function rowLine(cells: readonly MarkupElement[], width: number): string {
  const texts = Array.from({ length: width }, (_, index) => writeInline(cells[index]?.children ?? [], inCell).trim());
  return `| ${texts.join(" | ")} |`;
}

function alignmentRule(cell: MarkupElement | undefined): string {
  switch (cell?.attributes.align) {
    case "left":
      return ":--";
    case "right":
      return "--:";
    case "center":
      return ":-:";
    default:
      return "---";
  }
}

/** Escapes blank lines, which would end the HTML block, and double braces, which would be read as a tag of a site generator. */
function writeHtml(element: MarkupElement): string {
  return serialiseMarkup([element])
    .replace(/\n(?=[ \t]{0,99}\n)/g, "&#10;")
    .replace(/\{(?=[{%])/g, "&#123;");
}

function writeDetails({ children }: MarkupElement): string[] {
  const summary = children.find((child) => isElement(child) && child.tag === "summary");
  const others = children.filter((child) => child !== summary);
  const opening = isElement(summary) ? `<details>\n${writeHtml(summary)}` : "<details>";
  return [opening, ...writeBlocks(others), "</details>"];
}
