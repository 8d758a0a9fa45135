// WordPress' paragraph rules on a parsed tree: the classic editor stores line breaks, not `<p>` and `<br>`. Working on
// the tree rather than on the text means that no rule can cut through an element. What is empty then goes.
import { createElement, isElement, type MarkupElement, type MarkupNode, textContent } from "../tree.js";

const INLINE_TAGS = new Set(
  (
    "a abbr audio b bdi br cite code del dfn em i img input ins kbd mark q rb rp rt ruby s samp small source strong sub sup " +
    "time u var video wbr"
  ).split(" "),
);

/** Only elements belong directly into these; newlines between them mean nothing. */
const STRUCTURE_TAGS = new Set("table thead tbody tfoot tr colgroup ul ol dl audio video ruby".split(" "));

/** Their text is a line of its own already: newlines break lines, blank lines part nothing. */
const LINE_TAGS = new Set("p h1 h2 h3 h4 h5 h6 dt summary figcaption caption".split(" "));

/** Text directly in these is always wrapped; in other containers only where a blank line parts it. */
const WRAPPING_TAGS = new Set(["", "blockquote"]);

const BLANK_LINE = /\n[ \t]*\n\s*/;

/** Nothing of these is seen where nothing is in them. */
const HOLLOW_TAGS = new Set("p div section figure figcaption blockquote ul ol li dl h1 h2 h3 h4 h5 h6".split(" "));

/** With `hasLooseText`, newlines mean what the classic editor means by them; without, they are spaces. */
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
      if (block.children.length > 0 || !HOLLOW_TAGS.has(block.tag)) flow.push(block);
    }
    endRun();
    return flow;
  }

  /** Null for what belongs into a line. */
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
      const kept = children.filter((child) => isElement(child) || child.trim() !== "");
      return { tag, attributes, children: kept.map((child) => (isElement(child) ? this.blockOf(child) : child)) };
    }
    return { tag, attributes, children: this.flowOf(children, tag) };
  }

  private paragraphsOf(run: readonly MarkupNode[], tag: string): MarkupNode[] {
    const paragraphs = (this.hasLooseText ? splitAtBlankLines(run) : [run]).filter((nodes) => !isBlank(nodes));
    const isWrapped = WRAPPING_TAGS.has(tag) || paragraphs.length > 1;
    return paragraphs.flatMap((nodes) => (isWrapped ? [createElement("p", this.linesOf(nodes))] : this.linesOf(nodes)));
  }

  /** Newlines become `<br>` or spaces; at either end they mean nothing. */
  private linesOf(nodes: readonly MarkupNode[]): MarkupNode[] {
    const lines = this.hasLooseText ? brokenLines(nodes) : joinedLines(nodes);
    let start = 0;
    let end = lines.length;
    while (start < end && isEdgeBreak(lines[start])) start++;
    while (end > start && isEdgeBreak(lines[end - 1])) end--;
    const kept = lines.slice(start, end);
    const [first] = kept;
    if (typeof first === "string") kept[0] = first.trimStart();
    const last = kept.at(-1);
    if (typeof last === "string") kept[kept.length - 1] = last.trimEnd();
    return kept;
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

/** The classic editor keeps distance with `&nbsp;` between blank lines; a theme's margins do that here. */
function isBlank(nodes: readonly MarkupNode[]): boolean {
  return nodes.every((node) => (isElement(node) ? isBareAnchor(node) : node.trim() === ""));
}

/** `<a name="top"></a>` without the name that sanitising took. */
function isBareAnchor({ tag, attributes, children }: MarkupElement): boolean {
  return tag === "a" && children.length === 0 && Object.keys(attributes).length === 0;
}

/** `<code>` over several lines, and on lines of its own, was meant as a block. */
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

/** Newlines become `<br>`, except beside one. */
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
