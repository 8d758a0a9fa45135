// Attributes of blocks whose value is elsewhere: in the post that shows a synced pattern (overrides), or in a custom field of the post. Without
// a value there, WordPress shows what the block itself has.
import { escapeHtml } from "../../../../../platform/markup/tree.js";
import { asObject, type BlockComment, blockCommentsOf, closingIndex, readAttributes } from "./block-comments.js";

export interface BoundValues {
  /** By the name of the block in the pattern, and by its attribute. */
  overrides: Record<string, unknown>;
  /** The value of a custom field. Null if the post has none. */
  fieldOf: (key: string) => string | null;
}

const MAX_VALUE_LENGTH = 100_000;
/** What `__default` stands for. */
const ATTRIBUTES = ["content", "text", "url", "alt", "title", "caption"];
const ELEMENTS: ReadonlyMap<string, RegExp> = new Map([
  ["content", /<(p|h[1-6]|pre|li)(?=[\s>])[^<>]*>/i],
  ["text", /<(a|button)(?=[\s>])[^<>]*>/i],
  ["caption", /<(figcaption)(?=[\s>])[^<>]*>/i],
]);

export function fillBindings(source: string, values: BoundValues): string {
  if (!source.includes('"bindings"')) return source;
  const comments = blockCommentsOf(source);
  let filled = "";
  let copiedUpTo = 0;
  for (let index = 0; index < comments.length; index += 1) {
    const comment = comments[index];
    if (comment?.kind !== "opening" || !comment.json.includes('"bindings"')) continue;
    const found = valuesOf(comment, values);
    if (found.size === 0) continue;
    index = closingIndex(comments, index);
    const end = comments[index]?.kind === "closing" ? (comments[index]?.start ?? source.length) : source.length;
    let html = source.slice(comment.end, end);
    for (const [attribute, value] of found) html = withValue(html, attribute, value);
    filled += source.slice(copiedUpTo, comment.end) + html;
    copiedUpTo = end;
  }
  return filled + source.slice(copiedUpTo);
}

function valuesOf({ json }: BlockComment, { overrides, fieldOf }: BoundValues): Map<string, string> {
  const metadata = asObject(readAttributes(json).metadata);
  const own = typeof metadata.name === "string" ? asObject(overrides[metadata.name]) : {};
  const bindings = asObject(metadata.bindings);
  const found = new Map<string, string>();
  for (const attribute of ATTRIBUTES) {
    const { source, args } = asObject(bindings[attribute] ?? bindings.__default);
    const { key } = asObject(args);
    let value: unknown = null;
    if (source === "core/pattern-overrides") value = own[attribute];
    if (source === "core/post-meta" && typeof key === "string") value = fieldOf(key);
    if (typeof value === "string" && value !== "" && value.length <= MAX_VALUE_LENGTH) found.set(attribute, value);
  }
  return found;
}

function withValue(html: string, attribute: string, value: string): string {
  const element = ELEMENTS.get(attribute);
  if (element !== undefined) return withContent(html, element, value);
  if (attribute !== "url") return withAttribute(html, "img", attribute, value);
  return html.includes("<img") ? withAttribute(html, "img", "src", value) : withAttribute(html, "a", "href", value);
}

function withContent(html: string, element: RegExp, value: string): string {
  const opening = element.exec(html);
  if (opening === null) return html;
  const start = opening.index + opening[0].length;
  const end = html.lastIndexOf(`</${opening[1]}`);
  return end < start ? html : html.slice(0, start) + value + html.slice(end);
}

function withAttribute(html: string, tag: string, name: string, value: string): string {
  const opening = new RegExp(`<${tag}(?=[\\s/>])[^<>]*>`, "i").exec(html);
  if (opening === null) return html;
  const others = opening[0].replace(new RegExp(`\\s${name}\\s{0,9}=\\s{0,9}(?:"[^"]*"|'[^']*')`, "i"), "");
  const changed = others.replace(/^<\w+/, (start) => `${start} ${name}="${escapeHtml(value)}"`);
  return html.slice(0, opening.index) + changed + html.slice(opening.index + opening[0].length);
}
