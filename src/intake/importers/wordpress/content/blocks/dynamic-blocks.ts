// Blocks without markup of their own, which WordPress or a plugin fills when a page is shown. What their comment says to readers is kept; the
// rest, such as lists of the latest posts, cannot be known from the export and is counted for the report.
import { escapeHtml } from "../../../../../platform/markup/tree.js";
import { linkTo } from "../embedded-elements.js";
import { asObject, readAttributes } from "./block-comments.js";

const BLOCK = /<!--\s{1,9}wp:([a-z][\w/-]{0,80})(?:\s{1,9}(\{[^<>]{0,20000}?\}))?\s{0,9}\/-->/g;
const LINK_ITEMS: ReadonlySet<string> = new Set(["social-link", "navigation-link"]);
const WITHOUT_CONTENT: ReadonlySet<string> = new Set([
  "more",
  "nextpage",
  "spacer",
  "separator",
  "block",
  "footnotes",
  "paragraph",
]);
/** In the order in which readers see them. */
const TEXTS = [
  "title",
  "heading",
  "question",
  "text",
  "content",
  "quote",
  "answer",
  "description",
  "caption",
  "author",
];
const WORDS = /\p{L}{2}.*\s|\p{Lo}{2}|^\p{Lu}\p{L}+[.!?]?$/su;

/** `count` receives the name of each block of which nothing, or only its texts, could be kept. */
export function showDynamicBlocks(piece: string, count: (name: string) => void): string {
  if (!piece.includes("/-->")) return piece;
  return piece.replace(BLOCK, (text: string, name: string, json: string | undefined) => {
    const attributes = readAttributes(json ?? "");
    const link = linkOf(name, attributes);
    if (link !== null) return link;
    if (WITHOUT_CONTENT.has(name)) return text;
    count(name);
    // The texts of the blocks of WordPress itself are labels of their controls.
    return name.includes("/") ? `${textsOf({ ...attributes, ...readData(attributes) })}${text}` : text;
  });
}

function linkOf(name: string, attributes: Record<string, unknown>): string | null {
  const url = [attributes.url, attributes.feedURL].find(
    (value) => typeof value === "string" && /^https?:\/\//i.test(value),
  );
  if (typeof url !== "string") return null;
  const label = [attributes.label, attributes.title, attributes.service].find(
    (value) => typeof value === "string" && value !== "",
  );
  const link = linkTo(url, typeof label === "string" ? label : url);
  return LINK_ITEMS.has(name) ? `<li>${link}</li>` : `<p>${link}</p>`;
}

/** Attributes may contain HTML; a value without words is a setting. */
function textsOf(attributes: Record<string, unknown>): string {
  const texts = TEXTS.map((key) => attributes[key]).filter((value) => typeof value === "string" && WORDS.test(value));
  return texts
    .map((value) => `<p>${/<\w/.test(String(value)) ? String(value) : escapeHtml(String(value))}</p>`)
    .join("\n");
}

/** Blocks of Advanced Custom Fields have their fields in `data`. */
function readData({ data }: Record<string, unknown>): Record<string, unknown> {
  return asObject(data);
}
