// The HTML that browsers may receive: the elements, and for each the attributes and their values. It is data without any rule that
// depends on other elements, so that it can be reviewed alone.
import { FENCE_ATTRIBUTE, FORMULA_ATTRIBUTE, ownRichMark } from "../rich/rich-marks.js";
import { LINE_ATTRIBUTE, markedLine } from "./line-marks.js";
import { isImageUrl, isSafeUrl } from "./safe-url.js";

const HEADINGS = "h1 h2 h3 h4 h5 h6";
const BLOCKS = "p div section blockquote pre hr figure figcaption details summary address";
const LISTS = "ul ol li dl dt dd";
const TABLES = "table caption colgroup col thead tbody tfoot tr th td";
const PHRASES = "a abbr b bdi cite code del dfn em i ins kbd mark q s samp";
const MORE_PHRASES = "small strong sub sup time u var br wbr ruby rb rt rp input";
const MEDIA = "img audio video source";

const ALLOWED_TAGS: readonly string[] = [HEADINGS, BLOCKS, LISTS, TABLES, PHRASES, MORE_PHRASES, MEDIA]
  .join(" ")
  .split(" ");

/** The content of these elements is code, a fallback or a separate document, but never prose. */
export const HIDDEN_TAGS: ReadonlySet<string> = new Set(
  "script style textarea option xmp noscript noembed noframes template title svg math".split(" "),
);

/** Marks a link that replaces a frame or a script, whose content browsers never show. It is not an attribute of the result. */
export const FRAME_MARK = "data-frame";

/** Returns the value of an attribute in the result, or null if the result lacks the attribute. */
export type AttributeRule = (value: string) => string | null;

const anyText: AttributeRule = (value) => value;
const someText: AttributeRule = (value) => (value === "" ? null : value);
const safeUrl: AttributeRule = (value) => (value !== "" && isSafeUrl(value) ? value : null);
const imageUrl: AttributeRule = (value) => (value !== "" && isImageUrl(value) ? value : null);

function oneOf(...allowed: string[]): AttributeRule {
  return (value) => (allowed.includes(value) ? value : null);
}

/** A class that ends in `*` stands for all that begin so. */
function classes(...allowed: string[]): AttributeRule {
  const names = new Set(allowed.filter((name) => !name.endsWith("*")));
  const prefixes = allowed.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
  return (value) => {
    const kept = value
      .split(/\s+/)
      .filter((name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))
      .join(" ");
    return kept === "" ? null : kept;
  };
}

const alignment = oneOf("left", "center", "right");

const OWN_ATTRIBUTES: Record<string, Record<string, AttributeRule>> = {
  a: {
    href: safeUrl,
    title: someText,
    [FRAME_MARK]: someText,
    rel: oneOf("noopener"),
    class: classes("footnote-backref"),
  },
  abbr: { title: someText },
  audio: { src: safeUrl, controls: anyText, preload: someText },
  video: {
    src: safeUrl,
    controls: anyText,
    preload: someText,
    poster: safeUrl,
    width: someText,
    height: someText,
  },
  source: { src: safeUrl, type: someText },
  img: { src: imageUrl, alt: anyText, title: someText, width: someText, height: someText },
  input: { type: someText, checked: anyText, disabled: anyText, class: classes("task-list-item-checkbox") },
  li: { value: someText, class: classes("task-list-item", "footnote-item") },
  ol: { start: someText, reversed: anyText, class: classes("footnotes-list") },
  td: { colspan: someText, rowspan: someText, align: alignment },
  th: { colspan: someText, rowspan: someText, scope: someText, align: alignment },
  col: { span: someText },
  colgroup: { span: someText },
  time: { datetime: someText },
  details: { open: anyText },
  blockquote: { class: classes("markdown-alert", "markdown-alert-*") },
  p: { class: classes("markdown-alert-title"), [FORMULA_ATTRIBUTE]: ownRichMark },
  var: { [FORMULA_ATTRIBUTE]: ownRichMark },
  code: { class: classes("language-*"), [FENCE_ATTRIBUTE]: ownRichMark },
  ul: { class: classes("contains-task-list") },
  sup: { class: classes("footnote-ref") },
  hr: { class: classes("footnotes-sep") },
  section: { class: classes("footnotes") },
};

/** The rules of the attributes by element. An element without an entry is not allowed. */
export const ALLOWED: ReadonlyMap<string, ReadonlyMap<string, AttributeRule>> = new Map(
  ALLOWED_TAGS.map((tag) => [
    tag,
    new Map(Object.entries({ id: someText, [LINE_ATTRIBUTE]: markedLine, ...OWN_ATTRIBUTES[tag] })),
  ]),
);
