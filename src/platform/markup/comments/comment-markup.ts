// The HTML and the text of comments. They are written by strangers, so that what is allowed is less than in a body: no pictures, media, headings, tables,
// ids or classes, and links to web pages only, which search engines do not count for the site.
import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { plainText } from "../plain-text.js";
import { sanitisedTree } from "../sanitise.js";
import { appendText, createElement, isElement, type MarkupElement, type MarkupNode, serialiseMarkup } from "../tree.js";
import { parseWordPress } from "../wordpress/wordpress.js";

export interface CommentMarkup {
  html: string;
  /** Plain text. */
  text: string;
}

const ALLOWED: ReadonlySet<string> = new Set(
  "p br blockquote pre code ul ol li em strong b i del s a q cite sub sup kbd".split(" "),
);
/** Elements that stand for a paragraph of their own. */
const PARAGRAPHS: ReadonlySet<string> = new Set("h1 h2 h3 h4 h5 h6 figcaption caption dt dd tr summary".split(" "));
/** Elements whose texts would run together. */
const CELLS: ReadonlySet<string> = new Set(["td", "th"]);
/** Elements whose content is no text of the comment. */
const DROPPED: ReadonlySet<string> = new Set("img audio video source input wbr hr".split(" "));
/** A paragraph cannot stand in these. */
const INLINE_ONLY: ReadonlySet<string> = new Set("p em strong b i del s a q cite sub sup kbd code pre".split(" "));
const LINK_REL = "nofollow ugc";

/** Markdown without HTML, pictures, headings, rules and tables, in which a line ends where the author ended it. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
  .use(cjkFriendly)
  .disable(["image", "heading", "lheading", "hr", "table", "reference"]);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export const commentFromMarkdown = (source: string): CommentMarkup => markupOf(sanitisedTree(markdown.render(source)));

/** HTML as it stands in comments of other systems. */
export const commentFromHtml = (source: string): CommentMarkup => markupOf(sanitisedTree(source));

/** HTML of WordPress, whose blank lines separate paragraphs. */
export const commentFromWordPress = (source: string): CommentMarkup => markupOf(parseWordPress(source));

function markupOf(tree: readonly MarkupNode[]): CommentMarkup {
  const nodes = restricted(tree, false);
  return { html: serialiseMarkup(nodes).trim(), text: plainText(nodes).trim() };
}

function restricted(nodes: readonly MarkupNode[], isInline: boolean): MarkupNode[] {
  const kept: MarkupNode[] = [];
  for (const node of nodes) {
    if (!isElement(node)) appendText(kept, node);
    else for (const child of restrictedElement(node, isInline)) append(kept, child);
  }
  return kept;
}

function append(siblings: MarkupNode[], node: MarkupNode): void {
  if (isElement(node)) siblings.push(node);
  else appendText(siblings, node);
}

function restrictedElement(element: MarkupElement, isInline: boolean): MarkupNode[] {
  const { tag, children } = element;
  if (DROPPED.has(tag)) return [];
  if (!isInline && PARAGRAPHS.has(tag)) return paragraphOf(restricted(children, true));
  if (CELLS.has(tag)) return [...restricted(children, isInline), " "];
  if (!ALLOWED.has(tag)) return restricted(children, isInline);
  if (tag === "a") return linkOf(element);
  const inside = restricted(children, isInline || INLINE_ONLY.has(tag));
  return inside.length === 0 && tag !== "br" ? [] : [createElement(tag, inside)];
}

const paragraphOf = (children: MarkupNode[]): MarkupNode[] =>
  children.length === 0 ? [] : [createElement("p", children)];

/** A link that leads to no web page keeps its text only. */
function linkOf({ attributes: { href = "" }, children }: MarkupElement): MarkupNode[] {
  const inside = restricted(children, true);
  if (!isWebUrl(href) || inside.length === 0) return inside;
  return [createElement("a", inside, { href, rel: LINK_REL })];
}

function isWebUrl(url: string): boolean {
  return /^https?:\/\/[^\s\\]+$/i.test(url) && URL.canParse(url);
}
