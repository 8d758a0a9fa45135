// What the attributes of an unknown shortcode show to readers: a title, a link, a picture.
import { decodedText, parseWebUrl } from "../wxr/wxr-text.js";

export interface ShownAttributes {
  title: string | null;
  link: string | null;
  image: string | null;
  /** The words of the link, if they are not the title. */
  linkText: string | null;
  alt: string;
  /** Whom a quotation is by. */
  source: string | null;
  /** The level of a heading, such as `h2`. */
  heading: string | null;
}

const ATTRIBUTE = /([\w-]{1,60})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"'“”]+))/g;
const IMAGE_FILE = /\.(?:avif|gif|jpe?g|png|svg|webp)(?:[?#]|$)/i;
const TITLES = [
  "title",
  "heading",
  "header",
  "label",
  "text",
  "button_text",
  "caption",
  "subtitle",
  "subhead",
  "message",
];
const LINKS = ["link", "href", "url", "button_url", "button_one_url", "link_url", "button_link", "file", "src", "mp4"];
const IMAGES = ["src", "image", "img", "image_url", "img_url", "image_src", "url", "photo", "thumbnail"];
const LINK_TEXTS = ["button_text", "link_text", "button_one_text", "btn_text", "read_more_text"];
const SOURCES = ["cite", "author", "author_name", "source"];
const SETTING =
  /^(?:true|false|yes|no|on|off|none|left|right|center|default|auto|inherit|light|dark|h[1-6]|[\d.,%#-]*(?:px|em)?)$/i;

export function shownAttributes(text: string): ShownAttributes {
  const values = new Map<string, string>();
  for (const [, name = "", ...quoted] of text.matchAll(ATTRIBUTE)) {
    const value = quoted.find((part) => part !== undefined)?.trim() ?? "";
    if (value !== "" && value.length <= 2_000) values.set(name.toLowerCase(), decodeValue(value));
  }
  const composed = composedLink(values.get("link") ?? "");
  const image = first(values, IMAGES, (value) => isAddress(value) && IMAGE_FILE.test(value));
  return {
    title: first(values, TITLES, (value) => !SETTING.test(value) && !isAddress(value)) ?? composed.title,
    link: composed.url ?? first(values, LINKS, (value) => value !== image && isAddress(value)),
    image,
    linkText: first(values, LINK_TEXTS, (value) => !SETTING.test(value) && !isAddress(value)),
    alt: decodedText(values.get("alt") ?? ""),
    source: first(values, SOURCES, (value) => !SETTING.test(value) && !isAddress(value)),
    heading: /(?:^|[\s"'|])tag:(h[1-6])\b/.exec(text)?.[1] ?? null,
  };
}

/** Divi writes quotation marks and brackets in attributes as `%22`, `%91` and `%93`. */
function decodeValue(value: string): string {
  const decoded = value.replaceAll("&amp;", "&");
  return /^https?:/i.test(decoded)
    ? decoded
    : decoded.replaceAll("%22", '"').replaceAll("%91", "[").replaceAll("%93", "]");
}

/** Page builders write `url:https%3A%2F%2Fexample.org|title:Words`. */
function composedLink(value: string): { url: string | null; title: string | null } {
  if (!/(?:^|\|)url:/.test(value)) return { url: null, title: null };
  const part = (name: string): string | null => {
    const encoded =
      value
        .split("|")
        .find((piece) => piece.startsWith(`${name}:`))
        ?.slice(name.length + 1) ?? "";
    try {
      return decodeURIComponent(encoded) || null;
    } catch {
      return null;
    }
  };
  const url = part("url");
  return { url: url !== null && isAddress(url) ? url : null, title: part("title") };
}

function first(
  values: ReadonlyMap<string, string>,
  names: readonly string[],
  fits: (value: string) => boolean,
): string | null {
  for (const name of names) {
    const value = values.get(name);
    if (value !== undefined && fits(value)) return value;
  }
  return null;
}

function isAddress(value: string): boolean {
  return parseWebUrl(value) !== null || /^\/[^/\s]\S*$/.test(value);
}
