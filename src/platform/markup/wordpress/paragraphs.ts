// Applies WordPress' paragraph rules to a parsed tree, because the classic editor stores line breaks instead of `<p>` and `<br>`. Unlike
// rules on text, rules on the tree cannot cut through an element. Empty elements are removed.
import { createElement, isElement, type MarkupElement, type MarkupNode, textContent } from "../tree.js";

const INLINE_TAGS = new Set(
  (
    "a abbr audio b bdi br cite code del dfn em i img input ins kbd mark q rb rp rt ruby s samp small source strong sub sup " +
    "time u var video wbr"
  ).split(" "),
);

/** These have only elements as children, and newlines between them have no meaning. */
const STRUCTURE_TAGS = new Set("table thead tbody tfoot tr colgroup ul ol dl audio video ruby".split(" "));

/** Their text is a single paragraph: newlines are line breaks, and blank lines have no meaning. */
const LINE_TAGS = new Set("p h1 h2 h3 h4 h5 h6 dt summary figcaption caption".split(" "));

/** Text directly in these is always wrapped in paragraphs; in other containers only if a blank line separates it. */
const WRAPPING_TAGS = new Set(["", "blockquote"]);

const BLANK_LINE = /\n[ \t]*\n\s*/;

/** These are invisible if they are empty. */
const INVISIBLE_IF_EMPTY = new Set(
  "p div section figure figcaption blockquote ul ol li dl h1 h2 h3 h4 h5 h6".split(" "),
);

/** With `hasLooseText`, newlines have their meaning in the classic editor; otherwise they are spaces. */
export function addParagraphs(nodes: readonly MarkupNode[], hasLooseText: boolean): MarkupNode[] {
  return new ParagraphRules(hasLooseText).flowOf(nodes, "");
}

class ParagraphRules {
  constructor(private readonly hasLooseText: boolean) {}

  flowOf(nodes: readonly MarkupNode[], tag: string): MarkupNode[] {
    const flow: MarkupNode[] = [];
    let run: MarkupNode[] = [];
    const endRun = (): void => {
      for (const paragraph of this.paragraphsOf(run, tag)) flow.push(paragraph);
      run = [];
    };
    for (const [index, node] of nodes.entries()) {
      const block = isElement(node) ? this.blockAt(node, nodes[index - 1], nodes[index + 1]) : null;
      if (block === null) {
        run.push(node);
        continue;
      }
      endRun();
      if (block.children.length > 0 || !INVISIBLE_IF_EMPTY.has(block.tag)) flow.push(block);
    }
    endRun();
    return flow;
  }

  /** Null for inline content. */
  private blockAt(
    node: MarkupElement,
    before: MarkupNode | undefined,
    after: MarkupNode | undefined,
  ): MarkupElement | null {
    return isInline(node) ? codeOnLines(node, before, after) : this.blockOf(node);
  }

  private blockOf(element: MarkupElement): MarkupElement {
    const { tag, attributes, children } = element;
    if (tag === "pre") return element;
    if (LINE_TAGS.has(tag) && children.every((child) => !isElement(child) || isInline(child))) {
      return { tag, attributes, children: this.linesOf(children) };
    }
    if (STRUCTURE_TAGS.has(tag)) {
      const filled = children.filter((child) => isElement(child) || child.trim() !== "");
      return { tag, attributes, children: filled.map((child) => (isElement(child) ? this.blockOf(child) : child)) };
    }
    return { tag, attributes, children: this.flowOf(children, tag) };
  }

  private paragraphsOf(run: readonly MarkupNode[], tag: string): MarkupNode[] {
    const isSplit = this.hasLooseText && !LINE_TAGS.has(tag);
    const paragraphs = (isSplit ? splitAtBlankLines(run) : [run]).filter((nodes) => !isBlank(nodes));
    const isWrapped = WRAPPING_TAGS.has(tag) || paragraphs.length > 1;
    return paragraphs.flatMap((nodes) => (isWrapped ? [createElement("p", this.linesOf(nodes))] : this.linesOf(nodes)));
  }

  /** Newlines become `<br>` or spaces; those at both ends are removed. */
  private linesOf(nodes: readonly MarkupNode[]): MarkupNode[] {
    const lines = this.hasLooseText ? brokenLines(nodes) : joinedLines(nodes);
    let start = 0;
    let end = lines.length;
    while (start < end && isEdgeBreak(lines[start])) start++;
    while (end > start && isEdgeBreak(lines[end - 1])) end--;
    const trimmed = lines.slice(start, end);
    const [first] = trimmed;
    if (typeof first === "string") trimmed[0] = first.trimStart();
    const last = trimmed.at(-1);
    if (typeof last === "string") trimmed[trimmed.length - 1] = last.trimEnd();
    return trimmed;
  }
}

/** An inline element that wraps a block, such as a link around a figure, behaves as a block. */
function isInline(element: MarkupElement): boolean {
  if (!INLINE_TAGS.has(element.tag)) return false;
  return element.children.every((child) => !isElement(child) || isInline(child));
}

function splitAtBlankLines(run: readonly MarkupNode[]): MarkupNode[][] {
  const paragraphs: MarkupNode[][] = [[]];
  for (const node of run) {
    if (isElement(node)) {
      paragraphs.at(-1)?.push(node);
      continue;
    }
    const [first = "", ...others] = node.includes("\n") ? node.split(BLANK_LINE) : [node];
    paragraphs.at(-1)?.push(first);
    for (const text of others) paragraphs.push([text]);
  }
  return paragraphs;
}

/** A paragraph of `&nbsp;` is blank: the classic editor uses it as vertical space. */
function isBlank(nodes: readonly MarkupNode[]): boolean {
  return nodes.every((node) => (isElement(node) ? isBareAnchor(node) : node.trim() === ""));
}

/** `<a name="top"></a>`, whose name was removed by sanitising. */
function isBareAnchor({ tag, attributes, children }: MarkupElement): boolean {
  return tag === "a" && children.length === 0 && Object.keys(attributes).length === 0;
}

/** A `<code>` of several lines that begins and ends at line ends is a code block. */
function codeOnLines(
  element: MarkupElement,
  before: MarkupNode | undefined,
  after: MarkupNode | undefined,
): MarkupElement | null {
  if (element.tag !== "code") return null;
  const text = textContent(element.children).replace(/^\n/, "").trimEnd();
  if (!text.includes("\n") || !isLineEnd(before) || !isLineStart(after)) return null;
  return createElement("pre", [createElement("code", [text], element.attributes)]);
}

function isLineEnd(node: MarkupNode | undefined): boolean {
  if (isElement(node)) return !isInline(node) || isBreak(node);
  return node === undefined || /\n[ \t]*$/.test(node.slice(-99));
}

function isLineStart(node: MarkupNode | undefined): boolean {
  if (isElement(node)) return !isInline(node) || isBreak(node);
  return node === undefined || /^[ \t]*\n/.test(node.slice(0, 99));
}

function isEdgeBreak(node: MarkupNode | undefined): boolean {
  return typeof node === "string" ? node.trim() === "" : node?.tag === "br";
}

function joinedLines(nodes: readonly MarkupNode[]): MarkupNode[] {
  return nodes.map((node) => {
    if (!isElement(node))
      return node.includes("\n") ? node.replace(/\s+/g, (space) => (space.includes("\n") ? " " : space)) : node;
    return node.tag === "code" ? node : { ...node, children: joinedLines(node.children) };
  });
}

/** Newlines become `<br>`, except next to one. */
function brokenLines(nodes: readonly MarkupNode[]): MarkupNode[] {
  const lines: MarkupNode[] = [];
  for (const [index, node] of nodes.entries()) {
    if (isElement(node)) {
      if (node.tag === "code" || node.tag === "br") lines.push(node);
      else lines.push({ ...node, children: brokenLines(node.children) });
    } else if (node.includes("\n")) {
      pushLines(lines, node, isBreak(nodes[index - 1]), isBreak(nodes[index + 1]));
    } else {
      lines.push(node);
    }
  }
  return lines;
}

function isBreak(node: MarkupNode | undefined): boolean {
  return isElement(node) && node.tag === "br";
}

function pushLines(lines: MarkupNode[], text: string, isAfterBreak: boolean, isBeforeBreak: boolean): void {
  let inner = isAfterBreak ? text.replace(/^[ \t]*\n/, "") : text;
  if (isBeforeBreak) inner = inner.replace(/(?<![ \t])[ \t]*\n[ \t]*$/, "");
  for (const [index, line] of inner.split("\n").entries()) {
    if (index > 0) lines.push(createElement("br"));
    if (line !== "") lines.push(index > 0 ? line.trimStart() : line);
  }
}
