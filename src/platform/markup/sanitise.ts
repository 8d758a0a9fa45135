// Sanitises every body by an allow-list before anything else reads it. It is separate, so that the HTML that browsers may receive is
// defined in one place and can be reviewed alone.
import sanitizeHtml from "sanitize-html";
import { replaceMathMl } from "./mathml.js";
import { limitNesting, MAX_NESTING } from "./nesting.js";
import { FRAME_MARK, tidy } from "./tidy.js";
import { type MarkupNode, parseMarkup, serialiseMarkup, VOID_TAGS } from "./tree.js";

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];
const BLOCKS = [
  "p",
  "div",
  "section",
  "blockquote",
  "pre",
  "hr",
  "figure",
  "figcaption",
  "details",
  "summary",
  "address",
];
const LISTS = ["ul", "ol", "li", "dl", "dt", "dd"];
const TABLES = ["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"];
const PHRASES = [
  "a",
  "abbr",
  "b",
  "bdi",
  "cite",
  "code",
  "del",
  "dfn",
  "em",
  "i",
  "ins",
  "kbd",
  "mark",
  "q",
  "s",
  "samp",
];
const MORE_PHRASES = [
  "small",
  "strong",
  "sub",
  "sup",
  "time",
  "u",
  "var",
  "br",
  "wbr",
  "ruby",
  "rb",
  "rt",
  "rp",
  "input",
];
const MEDIA = ["img", "audio", "video", "source"];

/** The content of these elements is code, a fallback or a separate document, but never prose. */
const HIDDEN = [
  "script",
  "style",
  "textarea",
  "option",
  "xmp",
  "noscript",
  "noembed",
  "noframes",
  "template",
  "title",
  "svg",
  "math",
];

/**
 * An element without any effect. Elements are removed by renaming them to it, not to a forbidden tag, because the library would drop the
 * opening tag of the new name but write its closing tag for the next element at that depth.
 */
const EMPTY: sanitizeHtml.Tag = { tagName: "wbr", attribs: {} };

const LAZY_SOURCES = ["data-src", "data-original", "data-lazy-src", "data-actualsrc"];
const IMAGE_DATA = /^data:image\/(?:png|jpeg|gif|webp)[;,]/i;

const options: sanitizeHtml.IOptions = {
  allowedTags: [...HEADINGS, ...BLOCKS, ...LISTS, ...TABLES, ...PHRASES, ...MORE_PHRASES, ...MEDIA],
  allowedAttributes: {
    "*": ["id"],
    a: ["href", "title", FRAME_MARK, { name: "rel", values: ["noopener"] }],
    abbr: ["title"],
    audio: ["src", "controls", "preload"],
    video: ["src", "controls", "preload", "poster", "width", "height"],
    source: ["src", "type"],
    img: ["src", "alt", "title", "width", "height"],
    input: ["type", "checked", "disabled"],
    li: ["value"],
    ol: ["start", "reversed"],
    td: ["colspan", "rowspan", { name: "align", values: ["left", "center", "right"] }],
    th: ["colspan", "rowspan", "scope", { name: "align", values: ["left", "center", "right"] }],
    col: ["span"],
    colgroup: ["span"],
    time: ["datetime"],
    details: ["open"],
  },
  allowedClasses: {
    blockquote: ["markdown-alert", "markdown-alert-*"],
    p: ["markdown-alert-title"],
    code: ["language-*"],
    ul: ["contains-task-list"],
    li: ["task-list-item", "footnote-item"],
    input: ["task-list-item-checkbox"],
    sup: ["footnote-ref"],
    a: ["footnote-backref"],
    hr: ["footnotes-sep"],
    ol: ["footnotes-list"],
    section: ["footnotes"],
  },
  selfClosing: [...VOID_TAGS],
  allowedSchemes: ["http", "https", "mailto", "tel", "ftp"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
  allowedSchemesAppliedToAttributes: ["href", "src", "poster"],
  nonTextTags: HIDDEN,
  nestingLimit: MAX_NESTING,
  transformTags: {
    center: "div",
    article: "section",
    aside: "section",
    strike: "s",
    tt: "code",
    acronym: "abbr",
    img: keepImage,
    input: keepCheckbox,
    sup: markFootnote,
    a: keepAnchor,
    audio: keepMedia,
    video: keepMedia,
    source: keepSource,
    script: linkScript,
    iframe: linkFrame,
    embed: linkFrame,
  },
};

/** Never throws. Elements that are not on the list lose their tags, and also their text if it is not prose. */
export function sanitisedTree(html: string): MarkupNode[] {
  return tidy(parseMarkup(sanitizeHtml(limitNesting(replaceMathMl(html)), options)));
}

/** Idempotent: sanitising the result again does not change it, because the tree is well-formed. */
export function sanitise(html: string): string {
  return serialiseMarkup(sanitisedTree(html));
}

/** Lazy-loading plugins store the address in another attribute; without their script the image would not be visible. */
function keepImage(_tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const lazy = lazySource(attributes);
  const written = attributes.src ?? "";
  const src = lazy !== undefined && (written === "" || isData(written)) ? lazy : written;
  if (src === "" || (isData(src) && !IMAGE_DATA.test(src))) return EMPTY;
  return { tagName: "img", attribs: { ...attributes, src } };
}

function isData(url: string): boolean {
  // Browsers ignore these characters in a scheme.
  return /^data:/i.test(url.replace(/[\0- ]+/g, ""));
}

function keepCheckbox(_tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  if (attributes.type !== "checkbox") return EMPTY;
  const { checked } = attributes;
  const attribs: sanitizeHtml.Attributes = { class: attributes.class ?? "", type: "checkbox", disabled: "" };
  return { tagName: "input", attribs: checked === undefined ? attribs : { ...attribs, checked: "" } };
}

/** Marks footnote references of WordPress and of common plugins, so that no view counts them as words. */
function markFootnote(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const isMark = /(?:^|\s)(?:fn|footnote)(?:$|\s)/.test(attributes.class ?? "") || /^fnref/.test(attributes.id ?? "");
  return { tagName, attribs: isMark ? { ...attributes, class: "footnote-ref" } : attributes };
}

/** `<a name>` is the older form of an id. */
function keepAnchor(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const { [FRAME_MARK]: _mark, ...attribs } = attributes;
  const id = attributes.id || attributes.name;
  return { tagName, attribs: id ? { ...attribs, id } : attribs };
}

function keepMedia(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: { ...keepSource(tagName, attributes).attribs, controls: "" } };
}

function keepSource(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const src = attributes.src || lazySource(attributes);
  return { tagName, attribs: src ? { ...attributes, src } : attributes };
}

function lazySource(attributes: sanitizeHtml.Attributes): string | undefined {
  return LAZY_SOURCES.map((name) => attributes[name]).find((value) => value);
}

/** Replaces a frame or plugin by a link to its source, so that a video does not disappear from the post. */
function linkFrame(tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const written = absolute(attributes.src ?? "");
  const src = isWeb(written) ? written : absolute(lazySource(attributes) ?? "");
  return isWeb(src) ? { tagName: "a", attribs: { href: src, [FRAME_MARK]: "1" } } : { tagName: tag, attribs: {} };
}

/** The scripts that display a document of their site, whose page has the address without `.js`. Other scripts display nothing. */
const SCRIPT_PAGE =
  /^https?:\/\/(?:gist\.github\.com|asciinema\.org\/a|gitlab\.com(?:\/[\w.-]+){0,9}\/snippets)\/[\w/-]+(?=\.js(?:\?|$))/i;

function linkScript(tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const page = SCRIPT_PAGE.exec(absolute(attributes.src ?? ""))?.[0];
  return page === undefined
    ? { tagName: tag, attribs: {} }
    : { tagName: "a", attribs: { href: page, [FRAME_MARK]: "1" } };
}

function absolute(url: string): string {
  return url.trim().replace(/^\/\//, "https://");
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
