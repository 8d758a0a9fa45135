// Collects the headings, links and code blocks of a parsed body in one pass, and completes the tree: headings get anchors, external links
// get their `rel`. Doing both in one pass ensures that HTML and outline have the same anchors and URLs.
import type { BodyLink, CodeBlock, Heading, RenderOptions } from "./body.js";
import { anchorFrom, fragmentOf, HeadingAnchors, linkedFragments } from "./fragments.js";
import { internalPath } from "./internal-path.js";
import { codeText, inlineText, isFootnoteMark } from "./plain-text.js";
import { LINE_ATTRIBUTE } from "./sanitising/line-marks.js";
import { createElement, isElement, type MarkupElement, type MarkupNode } from "./tree.js";

export interface Outline {
  tableOfContents: Heading[];
  codeBlocks: CodeBlock[];
  links: BodyLink[];
}

/** Modifies the given tree. */
export function outlineOf(nodes: MarkupNode[], options: RenderOptions): Outline {
  const finisher = new TreeFinisher(options, linkedFragments(nodes));
  finisher.visitAll(nodes);
  finisher.placeAnchors();
  finisher.followFragments();
  return { tableOfContents: finisher.headings, codeBlocks: finisher.codeBlocks, links: finisher.links };
}

/** The ids of footnotes of this renderer and of common plugins and word processors. */
const FOOTNOTE_ID =
  /^(?:fn|fnref|footnote|endnote|_ftn|_ftnref|_edn|_ednref|note|ref|cite_note|cite_ref)[-_:]?[\w:.-]{0,80}$/i;

class TreeFinisher {
  readonly headings: Heading[] = [];
  readonly codeBlocks: CodeBlock[] = [];
  readonly links: BodyLink[] = [];
  private readonly usedIds = new Set<string>();
  private readonly nextSuffix = new Map<string, number>();
  /** Elements whose ids yield to the anchors of headings. */
  private readonly anchored: MarkupElement[] = [];
  /** Maps the ids that authors gave to elements to those in `html`. */
  private readonly renamed = new Map<string, string>();
  private readonly fragmentLinks: { element: MarkupElement; link: BodyLink }[] = [];

  constructor(
    private readonly options: RenderOptions,
    private readonly fragments: ReadonlySet<string>,
  ) {}

  visitAll(nodes: readonly MarkupNode[]): void {
    for (const node of nodes) {
      if (isElement(node)) this.visit(node);
    }
  }

  private visit(element: MarkupElement): void {
    const { tag } = element;
    if (tag === "pre") {
      this.visitCode(element);
      return;
    }
    if (/^h[1-6]$/.test(tag)) this.visitHeading(element);
    else if (element.attributes.id !== undefined) this.filterId(element);
    if (tag === "a") this.visitLink(element);
    this.visitAll(element.children);
  }

  private visitCode(pre: MarkupElement): void {
    const only = pre.children.length === 1 ? pre.children[0] : undefined;
    let code = isElement(only) && only.tag === "code" ? only : undefined;
    if (code === undefined) {
      code = createElement("code", pre.children);
      pre.children = [code];
    }
    const language = code.attributes.class?.replace(/^language-/, "") ?? null;
    this.codeBlocks.push({ language, source: codeText(pre) });
  }

  private visitHeading(heading: MarkupElement): void {
    const text = inlineText(heading.children);
    const written = heading.attributes.id;
    const anchor = this.uniqueId(written === undefined || /[\s\p{Cc}]/u.test(written) ? anchorFrom(text) : written);
    if (written !== undefined && !this.renamed.has(written)) this.renamed.set(written, anchor);
    const line = heading.attributes[LINE_ATTRIBUTE];
    heading.attributes = line === undefined ? { id: anchor } : { id: anchor, [LINE_ATTRIBUTE]: line };
    if (text !== "") this.headings.push({ level: Number(heading.tag.slice(1)), text, anchor });
  }

  /** Retains the ids of footnotes and of the elements that links of the body lead to. */
  private filterId(element: MarkupElement): void {
    const id = element.attributes.id ?? "";
    if (FOOTNOTE_ID.test(id) && !this.usedIds.has(id)) this.usedIds.add(id);
    else if (id !== "" && this.fragments.has(id)) this.anchored.push(element);
    else delete element.attributes.id;
  }

  /** The first element with an id is the target of its links, as in browsers. */
  placeAnchors(): void {
    for (const element of this.anchored) {
      const written = element.attributes.id ?? "";
      if (this.renamed.has(written)) {
        delete element.attributes.id;
        continue;
      }
      const id = this.uniqueId(written.replace(/[\s\p{Cc}]+/gu, "-"));
      element.attributes.id = id;
      this.renamed.set(written, id);
    }
  }

  private visitLink(element: MarkupElement): void {
    const url = element.attributes.href;
    delete element.attributes.rel;
    if (url === undefined || isFootnoteLink(element)) return;
    const path = internalPath(url, this.options.siteUrl, this.options.page);
    if (path === null && /^(?:https?:)?\/\//i.test(url)) element.attributes.rel = "noopener";
    const link = { url, text: inlineText(element.children) || imageText(element.children), path };
    this.links.push(link);
    if (url.startsWith("#")) this.fragmentLinks.push({ element, link });
  }

  private uniqueId(wanted: string): string {
    let id = wanted;
    while (this.usedIds.has(id)) {
      const suffix = this.nextSuffix.get(wanted) ?? 1;
      this.nextSuffix.set(wanted, suffix + 1);
      id = `${wanted}-${suffix}`;
    }
    this.usedIds.add(id);
    return id;
  }

  /** Links to written ids, and to anchors that another generator made from a heading, are changed to those in `html`. */
  followFragments(): void {
    if (this.fragmentLinks.length === 0) return;
    const anchors = new HeadingAnchors(this.headings.map(({ anchor }) => anchor));
    for (const { element, link } of this.fragmentLinks) {
      const target = fragmentOf(link.url);
      const anchor = this.renamed.get(target) ?? (this.usedIds.has(target) ? undefined : anchors.find(target));
      if (anchor === undefined) continue;
      link.url = `#${anchor}`;
      element.attributes.href = link.url;
    }
  }
}

function isFootnoteLink(element: MarkupElement): boolean {
  return isFootnoteMark(element) || /^#(?:fn|fnref)\d/.test(element.attributes.href ?? "");
}

function imageText(nodes: readonly MarkupNode[]): string {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    const text = node.tag === "img" ? (node.attributes.alt ?? "") : imageText(node.children);
    if (text !== "") return text;
  }
  return "";
}
