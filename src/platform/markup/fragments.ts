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
