// Finds the places within a body that its own links lead to. Only their ids are retained, so that the others never collide with those of a
// site's page.
import { decodePercent } from "../../lib/text.js";
import { createElement, isElement, type MarkupElement, type MarkupNode } from "./tree.js";

/** The decoded fragments of the links within the body. */
export function linkedFragments(nodes: readonly MarkupNode[], found: Set<string> = new Set()): Set<string> {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    const { href } = node.attributes;
    if (node.tag === "a" && href?.startsWith("#")) found.add(fragmentOf(href));
    linkedFragments(node.children, found);
  }
  return found;
}

/** Makes the anchor of a heading like GitHub and Hugo, so that links written for either still work. */
export function anchorFrom(text: string): string {
  const anchor = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]|\p{Default_Ignorable_Code_Point}/gu, "")
    .trim()
    .replace(/\s/g, "-");
  return anchor === "" ? "section" : anchor;
}

/** What Hexo writes for letters that are no letter with a sign. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ...{ æ: "ae", œ: "oe", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i" },
};

const lettersOf = (anchor: string): string =>
  anchor
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, "");

/** Hexo, and Kramdown and Goldmark if they are told so, write Latin letters without their signs. */
const withoutSigns = (anchor: string): string =>
  lettersOf(anchor)
    .normalize("NFD")
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, "$1")
    .normalize("NFC")
    .replace(/[æœßøłđðþħı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);

/** The first Kramdown left out all other letters, and what precedes the first of these. */
const basicLetters = (anchor: string): string =>
  lettersOf(anchor)
    .replace(/[^a-z\d]/g, "")
    .replace(/^\d+/, "");

/** Finds the heading that another generator gave an anchor, by the ways in which generators make anchors, the most exact first. */
export class HeadingAnchors {
  readonly #ways: readonly { simplify: (anchor: string) => string; anchors: ReadonlyMap<string, string> }[];

  constructor(anchors: readonly string[]) {
    this.#ways = [lettersOf, withoutSigns, basicLetters].map((simplify) => ({
      simplify,
      anchors: new Map(anchors.toReversed().map((anchor) => [simplify(anchor), anchor])),
    }));
  }

  find(target: string): string | undefined {
    for (const { simplify, anchors } of this.#ways) {
      const simple = simplify(target);
      const found = simple === "" ? undefined : anchors.get(simple);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

export function fragmentOf(url: string): string {
  return decodePercent(url.slice(1));
}

/** Removes the ids of anchors that no link leads to, and marks the place within linked elements that are empty, which would be removed. */
export function markPlaces(nodes: readonly MarkupNode[], fragments: ReadonlySet<string>): void {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    markPlace(node, fragments);
    markPlaces(node.children, fragments);
  }
}

function markPlace(element: MarkupElement, fragments: ReadonlySet<string>): void {
  const { tag, attributes, children } = element;
  if (attributes.id === undefined) return;
  const isLinked = fragments.has(attributes.id);
  if (tag === "a") {
    if (!isLinked && attributes.href === undefined) delete attributes.id;
  } else if (isLinked && /^(?:p|div|section)$/.test(tag) && children.length === 0) {
    children.push(createElement("wbr", [], { id: attributes.id }));
    delete attributes.id;
  }
}
