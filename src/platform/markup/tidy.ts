// Completes a sanitised tree where the rule needs the surrounding elements: links never contain links, each link shows something, and sources
// are only in media.
import { FRAME_MARK } from "./sanitising/allow-list.js";
import { createElement, isElement, type MarkupElement, type MarkupNode, parseMarkup, serialiseMarkup } from "./tree.js";

export function tidy(nodes: readonly MarkupNode[]): MarkupNode[] {
  const around = { isInLink: false, isInMedia: false, changes: { count: 0 } };
  const tidied = tidyIn(nodes, around);
  // Without the element around them, elements may close others, so that the result would change if it were parsed again.
  return around.changes.count === 0 ? tidied : parseMarkup(serialiseMarkup(tidied));
}

interface Surroundings {
  isInLink: boolean;
  isInMedia: boolean;
  /** The number of elements that were removed. */
  changes: { count: number };
}

function tidyIn(nodes: readonly MarkupNode[], around: Surroundings): MarkupNode[] {
  return nodes.flatMap((node) => (isElement(node) ? tidyElement(node, around) : [node]));
}

function tidyElement(element: MarkupElement, around: Surroundings): MarkupNode[] {
  if (element.tag === "source" && !around.isInMedia) return removed(around, []);
  if (element.tag === "a") return tidyLink(element, around);
  const isMedia = element.tag === "audio" || element.tag === "video";
  element.children = tidyIn(element.children, isMedia ? { ...around, isInMedia: true } : around);
  if (!isMedia || hasSource(element)) return [element];
  return removed(
    around,
    element.children.filter((child) => typeof child === "string"),
  );
}

function removed(around: Surroundings, instead: MarkupNode[]): MarkupNode[] {
  around.changes.count++;
  return instead;
}

/** Of nested links, the outer one is retained. The place that an inner one marks remains where it was. */
function tidyLink(link: MarkupElement, around: Surroundings): MarkupNode[] {
  const { href, id } = link.attributes;
  if (link.attributes[FRAME_MARK] !== undefined) link.children = [href ?? ""];
  delete link.attributes[FRAME_MARK];
  if (href === undefined || around.isInLink) {
    const inside = tidyIn(link.children, around);
    if (!around.isInLink && !hasLink(inside)) return [{ ...link, children: inside }];
    const place = id === undefined ? [] : [createElement(around.isInLink ? "wbr" : "a", [], { id })];
    return removed(around, [...place, ...inside]);
  }
  link.children = tidyIn(link.children, { ...around, isInLink: true });
  if (/^https?:/i.test(href) && !isVisible(link.children)) link.children.push(href);
  return [link];
}

function hasLink(nodes: readonly MarkupNode[]): boolean {
  return nodes.some((node) => isElement(node) && (node.tag === "a" || hasLink(node.children)));
}

function isVisible(nodes: readonly MarkupNode[]): boolean {
  return nodes.some((node) => {
    if (typeof node === "string") return node.trim() !== "";
    return ["img", "audio", "video", "input", "hr"].includes(node.tag) || isVisible(node.children);
  });
}

function hasSource(media: MarkupElement): boolean {
  return Boolean(media.attributes.src) || media.children.some((child) => isElement(child) && child.tag === "source");
}
