// The rendered body of a post for the page of the report. The body has been sanitised already; here it becomes one that loads nothing,
// runs nothing, and cannot reach out of its box: a new tree of few elements, in which pictures and frames are boxes with their address.
import { isElement, type MarkupElement, type MarkupNode, parseMarkup } from "../../../platform/markup/tree.js";
import { html, isolated, SafeHtml } from "./html-text.js";

const TEXT_TAGS = "b bdi cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup u var abbr time";
const BLOCK_TAGS = "p div section blockquote pre figure figcaption details summary ul ol li dl dt dd";
const TABLE_TAGS = "table caption thead tbody tfoot tr th td";
const ALLOWED = new Set(`${TEXT_TAGS} ${BLOCK_TAGS} ${TABLE_TAGS}`.split(" "));
const EMPTY = new Set(["br", "hr", "wbr"]);
/** What they contain is no text for readers. */
const WITHOUT_TEXT = new Set(["script", "style", "template", "title", "svg", "math", "noscript", "textarea"]);
const MEDIA = new Set(["img", "audio", "video", "iframe", "embed", "object"]);
/**
 * Elsewhere a browser would close other elements at such a tag, in the end that of the box, so that it becomes a `div` there.
 */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  li: ["ul", "ol"],
  dt: ["dl"],
  dd: ["dl"],
  tr: ["table", "thead", "tbody", "tfoot"],
  td: ["tr"],
  th: ["tr"],
  caption: ["table"],
  thead: ["table"],
  tbody: ["table"],
  tfoot: ["table"],
};
const CELL_SPANS = ["colspan", "rowspan"] as const;

/** Sanitised bodies are nested less deeply than this; the rest of others is shown as text. */
const MAX_DEPTH = 200;

export function previewOf(sanitised: string): SafeHtml {
  return nodesHtml(parseMarkup(sanitised), "", 0);
}

function nodesHtml(nodes: readonly MarkupNode[], parent: string, depth: number): SafeHtml {
  if (depth > MAX_DEPTH) return html``;
  return html`${nodes.map((node) => (isElement(node) ? elementHtml(node, parent, depth + 1) : html`${node}`))}`;
}

function elementHtml(element: MarkupElement, parent: string, depth: number): SafeHtml {
  const { tag, attributes, children } = element;
  if (WITHOUT_TEXT.has(tag)) return html``;
  if (MEDIA.has(tag)) return mediaHtml(element);
  if (EMPTY.has(tag)) return new SafeHtml(`<${tag}>`);
  if (tag === "input") return html`${attributes.checked === undefined ? "☐" : "☑"} `;
  const isMisplaced = PARENTS[tag]?.includes(parent) === false;
  const inside = nodesHtml(children, isMisplaced ? "div" : tag, depth);
  if (isMisplaced) return html`<div>${inside}</div>`;
  if (tag === "a") return linkHtml(attributes.href ?? "", inside);
  // The headings of the page come before those of a post.
  if (/^h[1-6]$/.test(tag)) return html`<p class="heading ${tag}">${inside}</p>`;
  if (!ALLOWED.has(tag)) return inside;
  const open = new SafeHtml(`${tag}${alertClass(attributes.class)}${spansOf(attributes)}`);
  return html`<${open}>${inside}</${new SafeHtml(tag)}>`;
}

/** Links to other sites work; those of the site itself show where they lead, because the page is not on the site. */
function linkHtml(url: string, inside: SafeHtml): SafeHtml {
  if (/^https?:\/\//i.test(url)) return html`<a href="${url}" rel="noopener noreferrer nofollow">${inside}</a>`;
  return html`<span class="link" title="${url}">${inside}</span>`;
}

function mediaHtml({ tag, attributes, children }: MarkupElement): SafeHtml {
  const first = children.find((child): child is MarkupElement => isElement(child) && child.tag === "source");
  const address = attributes.src ?? first?.attributes.src ?? "";
  const name = attributes.alt?.trim() || attributes.title?.trim() || (tag === "img" ? "Picture" : "Recording");
  const shown = address.startsWith("data:") ? "within the post" : address.slice(0, 300);
  return html`<span class="picture">${isolated(name.slice(0, 300))} <small>${shown}</small></span>`;
}

function alertClass(classes: string | undefined): string {
  return /(?:^| )markdown-alert(?: |$)/.test(classes ?? "") ? ' class="alert"' : "";
}

function spansOf(attributes: Readonly<Record<string, string>>): string {
  return CELL_SPANS.map((name) => {
    const value = attributes[name] ?? "";
    return /^[1-9]\d{0,2}$/.test(value) ? ` ${name}="${value}"` : "";
  }).join("");
}
