// The elements that become others before the allow-list applies: obsolete names, lazily loaded media, frames and scripts that display a
// document, and elements that would show nothing.
import { FRAME_MARK } from "./allow-list.js";
import { isImageUrl } from "./safe-url.js";

export interface StartTag {
  tag: string;
  attributes: Record<string, string>;
}

type Attributes = Record<string, string>;
type ElementRule = (tag: string, attributes: Attributes) => StartTag;

const renamed =
  (tag: string): ElementRule =>
  (_tag, attributes) => ({ tag, attributes });

const RULES: ReadonlyMap<string, ElementRule> = new Map([
  ["center", renamed("div")],
  ["article", renamed("section")],
  ["aside", renamed("section")],
  ["strike", renamed("s")],
  ["tt", renamed("code")],
  ["acronym", renamed("abbr")],
  ["img", keepImage],
  ["input", keepCheckbox],
  ["sup", markFootnote],
  ["a", keepAnchor],
  ["audio", keepMedia],
  ["video", keepMedia],
  ["source", keepSource],
  ["script", linkScript],
  ["iframe", linkFrame],
  ["embed", linkFrame],
]);

export function applyElementRule(tag: string, attributes: Attributes): StartTag {
  return RULES.get(tag)?.(tag, attributes) ?? { tag, attributes };
}

/** An element without any effect, in the place of one that would show nothing. */
const empty = (): StartTag => ({ tag: "wbr", attributes: {} });

const LAZY_SOURCES = ["data-src", "data-original", "data-lazy-src", "data-actualsrc"];

/** Lazy-loading plugins store the address in another attribute; without their script the image would not be visible. */
function keepImage(_tag: string, attributes: Attributes): StartTag {
  const lazy = lazySource(attributes);
  const written = attributes.src ?? "";
  const src = lazy !== undefined && (written === "" || isData(written)) ? lazy : written;
  if (src === "" || !isImageUrl(src)) return empty();
  return { tag: "img", attributes: { ...attributes, src } };
}

function isData(url: string): boolean {
  // Browsers ignore these characters in a scheme.
  return /^data:/i.test(url.replace(/[\0- ]+/g, ""));
}

function keepCheckbox(_tag: string, attributes: Attributes): StartTag {
  if (attributes.type !== "checkbox") return empty();
  const { checked } = attributes;
  const kept: Attributes = { class: attributes.class ?? "", type: "checkbox", disabled: "" };
  return { tag: "input", attributes: checked === undefined ? kept : { ...kept, checked: "" } };
}

/** Marks footnote references of WordPress and of common plugins, so that no view counts them as words. */
function markFootnote(tag: string, attributes: Attributes): StartTag {
  const isMark = /(?:^|\s)(?:fn|footnote)(?:$|\s)/.test(attributes.class ?? "") || /^fnref/.test(attributes.id ?? "");
  return { tag, attributes: isMark ? { ...attributes, class: "footnote-ref" } : attributes };
}

/** `<a name>` is the older form of an id. */
function keepAnchor(tag: string, attributes: Attributes): StartTag {
  const { [FRAME_MARK]: _mark, ...kept } = attributes;
  const id = attributes.id || attributes.name;
  return { tag, attributes: id ? { ...kept, id } : kept };
}

function keepMedia(tag: string, attributes: Attributes): StartTag {
  return { tag, attributes: { ...keepSource(tag, attributes).attributes, controls: "" } };
}

function keepSource(tag: string, attributes: Attributes): StartTag {
  const src = attributes.src || lazySource(attributes);
  return { tag, attributes: src ? { ...attributes, src } : attributes };
}

function lazySource(attributes: Attributes): string | undefined {
  return LAZY_SOURCES.map((name) => attributes[name]).find((value) => value);
}

/** Replaces a frame or plugin by a link to its source, so that a video does not disappear from the post. */
function linkFrame(tag: string, attributes: Attributes): StartTag {
  const written = absolute(attributes.src ?? "");
  const src = isWeb(written) ? written : absolute(lazySource(attributes) ?? "");
  return isWeb(src) ? frameLink(src) : { tag, attributes: {} };
}

/** The scripts that display a document of their site, whose page has the address without `.js`. Other scripts display nothing. */
const SCRIPT_PAGE =
  /^https?:\/\/(?:gist\.github\.com|asciinema\.org\/a|gitlab\.com(?:\/[\w.-]+){0,9}\/snippets)\/[\w/-]+(?=\.js(?:\?|$))/i;

function linkScript(tag: string, attributes: Attributes): StartTag {
  const page = SCRIPT_PAGE.exec(absolute(attributes.src ?? ""))?.[0];
  return page === undefined ? { tag, attributes: {} } : frameLink(page);
}

const frameLink = (href: string): StartTag => ({ tag: "a", attributes: { href, [FRAME_MARK]: "1" } });

function absolute(url: string): string {
  return url.trim().replace(/^\/\//, "https://");
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
