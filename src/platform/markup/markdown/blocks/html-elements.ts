// Finds the HTML elements of a Markdown source with their ends, outside of code. The parser of Markdown itself only knows tags.
import { VOID_TAGS } from "../../tree.js";

export interface HtmlElement {
  /** In lower case. */
  tag: string;
  attributes: string;
  /** Of the opening tag. */
  start: number;
  contentStart: number;
  contentEnd: number;
  /** After the closing tag. */
  end: number;
}

const TOKEN =
  /(^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){0,100}(?:`{3,}|~{3,})[^\n]*$)|(`{1,3})[^`\n]{1,500}\2(?!`)|<!--[\s\S]*?(?:-->|$(?![\s\S]))|<(\/?)([a-z][a-z0-9:-]{0,40})((?:[^<>"'`]|"[^"<>]{0,2000}"|'[^'<>]{0,2000}')*)>/gim;

/** The elements that have a closing tag, in the order of their opening tags. Linear in the length of the source. */
export function htmlElements(source: string): HtmlElement[] {
  const stack = new ElementStack();
  let fence: string | null = null;
  for (const { 0: written, 1: fenceLine, 3: slash, 4: name = "", 5: attributes = "", index } of source.matchAll(
    TOKEN,
  )) {
    const mark = fenceLine === undefined ? undefined : /`{3,}|~{3,}/.exec(fenceLine)?.[0];
    if (fence !== null) {
      if (mark?.startsWith(fence) && fenceLine?.trim().endsWith(mark)) fence = null;
      continue;
    }
    if (mark !== undefined) fence = mark;
    const tag = name.toLowerCase();
    const end = index + written.length;
    if (tag === "" || VOID_TAGS.includes(tag)) continue;
    if (slash === "/") stack.close(tag, index, end);
    else if (!attributes.endsWith("/"))
      stack.open({ tag, attributes, start: index, contentStart: end, contentEnd: end, end });
  }
  return stack.found.sort((a, b) => a.start - b.start);
}

class ElementStack {
  readonly found: HtmlElement[] = [];
  private readonly elements: HtmlElement[] = [];
  private readonly openByTag = new Map<string, number>();

  open(element: HtmlElement): void {
    this.elements.push(element);
    this.count(element.tag, 1);
  }

  /** Elements without a closing tag end with the element around them. */
  close(tag: string, contentEnd: number, end: number): void {
    if ((this.openByTag.get(tag) ?? 0) === 0) return;
    for (let element = this.elements.pop(); element !== undefined; element = this.elements.pop()) {
      this.count(element.tag, -1);
      if (element.tag !== tag) continue;
      this.found.push({ ...element, contentEnd, end });
      return;
    }
  }

  private count(tag: string, change: number): void {
    this.openByTag.set(tag, (this.openByTag.get(tag) ?? 0) + change);
  }
}

/** Those that are in no other one, in the same order. */
export function outermost(elements: readonly HtmlElement[]): HtmlElement[] {
  let end = 0;
  return elements.filter((element) => {
    if (element.start < end) return false;
    end = element.end;
    return true;
  });
}

/** The index of the first element from an offset. */
export function firstFrom(elements: readonly HtmlElement[], offset: number): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type ContentModel = "BLOCK" | "SPAN";

/** Kramdown's elements with blocks. The others with Markdown in them have spans. */
const BLOCK_MODEL = new Set(
  (
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form header hgroup iframe li main map menu " +
    "nav noscript object section summary td center"
  ).split(" "),
);
/** The elements within a paragraph, by Kramdown. */
export const SPAN_ELEMENTS: ReadonlySet<string> = new Set(
  (
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt rtc ruby samp select small span " +
    "strong sub sup tt u var"
  ).split(" "),
);
const SPAN_ONLY = new Set(["summary", "p"]);
const RAW = new Set("script style pre code textarea kbd samp var table tbody thead tfoot tr ul ol colgroup".split(" "));

/** How the content of an element with `markdown="1"`, `"block"` or `"span"` is read. Null if it is not Markdown. */
export function contentModelOf({ tag, attributes }: HtmlElement): ContentModel | null {
  const value = /(?:^|\s)markdown\s{0,9}=\s{0,9}["']?(1|block|span)(?=["'\s/]|$)/i.exec(attributes)?.[1]?.toLowerCase();
  if (value === undefined || (RAW.has(tag) && value === "1")) return null;
  if (value !== "1") return value === "block" ? "BLOCK" : "SPAN";
  return BLOCK_MODEL.has(tag) && !SPAN_ONLY.has(tag) ? "BLOCK" : "SPAN";
}
