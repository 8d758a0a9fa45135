// The tree that every view of a body is read from, with elements and strings. It is minimal, because a body of 2.5 kB must be parsed and
// read five times within half a millisecond.
import { Parser } from "htmlparser2";

export interface MarkupElement {
  tag: string;
  attributes: Record<string, string>;
  children: MarkupNode[];
}

export type MarkupNode = MarkupElement | string;

export const VOID_TAGS: readonly string[] = ["br", "col", "hr", "img", "input", "source", "track", "wbr"];

export function isElement(node: MarkupNode | undefined): node is MarkupElement {
  return typeof node === "object";
}

export function createElement(
  tag: string,
  children: MarkupNode[] = [],
  attributes: Record<string, string> = {},
): MarkupElement {
  return { tag, attributes, children };
}

export function hasClass(element: MarkupElement, name: string): boolean {
  return element.attributes.class?.split(" ").includes(name) ?? false;
}

/** Parses HTML that has been sanitised; nothing is removed here. */
export function parseMarkup(html: string): MarkupNode[] {
  const root = createElement("");
  const open = [root];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const element = createElement(tag, [], attributes);
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    ontext(text) {
      appendText(open.at(-1)?.children ?? root.children, text);
    },
    onclosetag() {
      open.pop();
    },
  });
  parser.end(html);
  return root.children;
}

/** The parser delivers entities separately. They are joined with their neighbours, so that a text is one string. */
export function appendText(siblings: MarkupNode[], text: string): void {
  const last = siblings.at(-1);
  if (typeof last === "string") siblings[siblings.length - 1] = last + text;
  else siblings.push(text);
}

/** Writes the same characters as the sanitiser, so that sanitising the result again does not change it. */
export function serialiseMarkup(nodes: readonly MarkupNode[]): string {
  let html = "";
  for (const node of nodes) {
    if (typeof node === "string") {
      html += escapeText(node);
      continue;
    }
    html += `<${node.tag}`;
    for (const [name, value] of Object.entries(node.attributes)) {
      html += value === "" && name !== "alt" ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
    }
    html += VOID_TAGS.includes(node.tag) ? " />" : `>${serialiseMarkup(node.children)}</${node.tag}>`;
  }
  return html;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (found) => ESCAPES[found] ?? found) : text;
}

/** The result is safe in text and between double quotes. */
export function escapeHtml(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;");
}

/** The text as written: `<br>` is a newline, and white space is not collapsed. */
export function textContent(nodes: readonly MarkupNode[]): string {
  let text = "";
  for (const node of nodes) {
    if (typeof node === "string") text += node;
    else if (node.tag === "br") text += "\n";
    else text += textContent(node.children);
  }
  return text;
}
