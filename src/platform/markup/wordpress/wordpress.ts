// Parses a WordPress body to a sanitised tree with the paragraphs that WordPress would show.

import { linkedFragments, markPlaces } from "../fragments.js";
import { sanitisedTree } from "../sanitise.js";
import { withLineMarks } from "../sanitising/line-marks.js";
import { createElement, isElement, type MarkupElement, type MarkupNode } from "../tree.js";
import { addParagraphs } from "./paragraphs.js";
import { readWordPressSource } from "./wordpress-markup.js";

/** With `hasLines`, elements are marked with the lines of the source. */
export function parseWordPress(source: string, hasLines = false): MarkupNode[] {
  const plain = /[\r\0]/.test(source) ? source.replace(/\r\n?/g, "\n").replaceAll("\0", "\u{fffd}") : source;
  const text = hasLines ? withLineMarks(plain) : plain;
  const segments = readWordPressSource(text).map(({ html, ...segment }) => ({ ...segment, tree: sanitisedTree(html) }));
  const everything = segments.flatMap(({ tree }) => tree);
  markPlaces(everything, linkedFragments(everything));
  const nodes = segments.flatMap(({ tree, hasLooseText }) => addParagraphs(tree, hasLooseText));
  return blocksOnLines(nodes.map(linkBareUrl));
}

const URL_ALONE = /^\s*(https?:\/\/[^\s<>"]+)\s*$/;

/** WordPress embeds the target of a URL on its own line; here the URL becomes a link. */
function linkBareUrl(node: MarkupNode): MarkupNode {
  if (!isElement(node)) return node;
  const { tag, children } = node;
  if (tag !== "p" && tag !== "div" && tag !== "figure") return node;
  const [only] = children;
  if (children.length === 1 && typeof only === "string") return { ...node, children: [linkIfUrl(only)] };
  return tag === "p" ? node : { ...node, children: children.map((child) => linkInWrapper(child)) };
}

/** Gutenberg wraps the URL of an embed in `<figure><div>`. */
function linkInWrapper(node: MarkupNode): MarkupNode {
  return isElement(node) && node.tag === "div" ? linkBareUrl(node) : node;
}

function linkIfUrl(text: string): MarkupNode {
  const url = URL_ALONE.exec(text)?.[1];
  return url === undefined ? text : createLink(url);
}

function createLink(url: string): MarkupElement {
  return createElement("a", [url], { href: url });
}

/** One top-level block per line, so that the HTML can be read and compared. */
function blocksOnLines(nodes: readonly MarkupNode[]): MarkupNode[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : ["\n", node]));
}
