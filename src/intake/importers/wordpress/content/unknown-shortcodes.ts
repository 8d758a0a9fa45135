// Shortcodes of plugins and themes that the renderer does not know: what readers saw of them becomes plain elements, footnotes become
// footnotes, and each name is counted for the report.

import { decodePercent } from "../../../../lib/text.js";
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { shortcodeRule } from "../../../../platform/markup/wordpress/wordpress-shortcodes.js";
import { addressOfEmbed, embedsByNumber } from "./embed-addresses.js";
import { linkTo } from "./embedded-elements.js";
import { replaceNotes } from "./footnote-marks.js";
import { type ShownAttributes, shownAttributes } from "./shortcode-attributes.js";

const BRACKET = /(?<!\[)\[(\/?)([a-z][\w-]{0,80})((?:\s|=)[^[\]]{0,4000}?)?\s{0,9}\/?\](?!\])/gi;
const ATTRIBUTE_LIST = /^(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'<>]+))+\s*$/;
const NOTES: ReadonlySet<string> = new Set([
  "ref",
  "efn_note",
  "footnote",
  "fn",
  "mfn",
  "modern_footnote",
  "simple_footnote",
]);
/** Shortcodes of common plugins that need no attributes. */
const BARE_NAMES: ReadonlySet<string> = new Set([
  ...["toc", "ez-toc", "lwptoc", "wp_sitemap_page", "simple-sitemap", "contact-form", "wpforms", "woocommerce_cart"],
  ...[
    "woocommerce_checkout",
    "woocommerce_my_account",
    "products",
    "archives",
    "printfriendly",
    "sharethis",
    "addtoany",
  ],
  ...[
    "ssba",
    "jetpack_subscription_form",
    "blog_subscription_form",
    "jp_carousel",
    "yarpp",
    "related_posts",
    "tablepress",
  ],
  ...["polldaddy", "crowdsignal", "ratings", "starratings", "zombify_post", "post-views", "views", "wp-polls"],
]);
/** Those that are prose without a number. */
const NUMBERED_NAMES: ReadonlySet<string> = new Set([
  ...["table", "nggallery", "slideshow", "album", "imagebrowser", "singlepic", "random", "recent", "form", "poll"],
]);
/** WPBakery stores their content in Base64, percent-encoded. */
const ENCODED: ReadonlySet<string> = new Set(["vc_raw_html", "vc_raw_js"]);
const LINE_START = /(?:^|[\n>\]])[ \t]{0,20}$/;
const MAX_NOTES = 500;

interface Enclosed {
  inner: string;
  /** The offset after the closing bracket. */
  end: number;
}

interface Place {
  startsLine: boolean;
  endsLine: boolean;
}

interface Bracket {
  text: string;
  name: string;
  attributes: string;
  /** Up to the next closing bracket of the name. Null if there is none. */
  enclosed: Enclosed | null;
}

export class ShortcodeTranslator {
  readonly #notes: string[] = [];

  /** `count` receives the name of each shortcode that is not known; `pictures` is the HTML of the pictures that attributes name by number. */
  constructor(
    private readonly count: (name: string) => void,
    private readonly pictures: (attributes: string) => string,
  ) {}

  /** The list of the footnotes of all pieces. */
  footnotes(): string {
    const items = this.#notes.map(
      (note, index) =>
        `<li id="fn-note-${index + 1}" class="footnote-item">${note} <a href="#fnref-note-${index + 1}" class="footnote-backref">↩︎</a></li>`,
    );
    return items.length === 0 ? "" : `\n\n<ol class="footnotes-list">${items.join("\n")}</ol>`;
  }

  translate(source: string): string {
    const piece = replaceNotes(source, (inner) => this.#note(inner));
    if (!piece.includes("[")) return piece;
    const closings = closingsOf(piece);
    const endings = new Map<string, string[]>();
    const brackets = new RegExp(BRACKET);
    let changed = "";
    let copiedUpTo = 0;
    for (let match = brackets.exec(piece); match !== null; match = brackets.exec(piece)) {
      const name = (match[2] ?? "").toLowerCase();
      const start = match.index;
      const end = brackets.lastIndex;
      const enclosed = enclosedBy(piece, closings.get(name), end);
      const bracket = { text: match[0], name, attributes: match[3] ?? "", enclosed };
      const found =
        match[1] === "/"
          ? { html: separated(endings.get(name)?.pop() ?? null, piece[end] === "["), end }
          : (this.#wholeElement(bracket, end) ?? {
              html: this.#opening(bracket, endings, around(piece, start, end)),
              end,
            });
      if (found.html === null) continue;
      changed += piece.slice(copiedUpTo, start) + found.html;
      copiedUpTo = found.end;
      brackets.lastIndex = found.end;
    }
    return changed + piece.slice(copiedUpTo);
  }

  /** A footnote or an embed, with its closing bracket. */
  #wholeElement(
    { name, attributes, enclosed }: Bracket,
    openingEnd: number,
  ): { html: string | null; end: number } | null {
    const inner = enclosed?.inner ?? null;
    const end = enclosed?.end ?? openingEnd;
    if (ENCODED.has(name) && inner !== null) return { html: decodedHtml(name, inner), end };
    if (NOTES.has(name) && inner !== null) return { html: this.#note(inner), end };
    if (!embedsByNumber(name) || (attributes === "" && inner === null)) return null;
    const address = addressOfEmbed(name, attributes, inner);
    return address === null ? null : { html: `\n\n${linkTo(address, address)}\n\n`, end };
  }

  #opening(bracket: Bracket, endings: Map<string, string[]>, place: Place): string | null {
    const { name, attributes, enclosed } = bracket;
    if (shortcodeRule(name) !== undefined || (enclosed === null && !isShortcode(bracket))) return null;
    this.count(name);
    const [opening, ending] = plainElements(bracket, place, this.pictures(attributes));
    if (enclosed !== null) endings.set(name, [...(endings.get(name) ?? []).slice(-20), ending]);
    return opening;
  }

  #note(inner: string): string | null {
    if (inner.trim() === "" || this.#notes.length >= MAX_NOTES) return null;
    const number = this.#notes.push(inner.trim());
    return `<sup class="fn" id="fnref-note-${number}"><a href="#fn-note-${number}">${number}</a></sup>`;
  }
}

/** Keeps the words of two columns, tabs or boxes apart, which follow each other without a blank. */
function separated(ending: string | null, isBeforeBracket: boolean): string | null {
  return ending !== null && isBeforeBracket && !ending.endsWith("\n") ? `${ending}\n\n` : ending;
}

/** What replaces the opening and the closing bracket. */
function plainElements(bracket: Bracket, { startsLine, endsLine }: Place, numbered: string): [string, string] {
  const { text, name, attributes, enclosed } = bracket;
  const shown = shownAttributes(attributes);
  const { title, link, image, alt } = shown;
  const picture = image === null ? numbered : `<img src="${escapeHtml(image)}" alt="${escapeHtml(alt)}" />`;
  // The title of a form is its name in the administration.
  const words = title === null || /form/.test(name) ? "" : escapeHtml(title);
  if (enclosed === null || text.endsWith("/]") || enclosed.inner.trim() === "") {
    const element = elementOf(shown, picture, words);
    return [element !== "" && startsLine && endsLine ? `\n\n${element}\n\n` : element, ""];
  }
  if (link !== null && shown.source === null && isPhrase(enclosed.inner))
    return [`<a href="${escapeHtml(link)}">${picture}`, "</a>"];
  const after = afterContent(shown);
  if (startsLine && words !== "") return [`\n\n<strong>${words}</strong>\n\n${picture}`, `${after}\n\n`];
  return [picture, words === "" ? after : ` (${words})${after}`];
}

function elementOf({ link, heading }: ShownAttributes, picture: string, words: string): string {
  const titled = heading !== null && words !== "" ? `<${heading}>${words}</${heading}>` : words;
  const shown = [picture, titled].filter(Boolean).join(" ");
  return link === null ? shown : linkAround(link, shown);
}

function afterContent({ source, link, linkText }: ShownAttributes): string {
  const by = source === null ? "" : ` <cite>${escapeHtml(source)}</cite>`;
  return `${by}${link === null ? "" : ` ${linkTo(link, linkText ?? link)}`}`;
}

/** Scripts are left out by the renderer. */
function decodedHtml(name: string, inner: string): string {
  const text = inner.replace(/<[^<>]*>|\s+/g, "");
  if (name === "vc_raw_js" || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return name === "vc_raw_js" ? "" : inner;
  return `\n\n${decodePercent(Buffer.from(text, "base64").toString())}\n\n`;
}

function linkAround(link: string, html: string): string {
  return `<a href="${escapeHtml(link)}">${html || escapeHtml(link)}</a>`;
}

/** Text that can stand in a link. */
function isPhrase(inner: string): boolean {
  return inner.length < 1000 && !/<(?:a|p|div|h\d|[uo]l|table|figure|blockquote|iframe)[\s>]|\n\s*\n|\[/i.test(inner);
}

/** The closing brackets by name, the last one first. */
function closingsOf(piece: string): Map<string, { start: number; end: number }[]> {
  const closings = new Map<string, { start: number; end: number }[]>();
  for (const match of piece.matchAll(/\[\/([a-z][\w-]{0,80})\]/gi)) {
    const name = (match[1] ?? "").toLowerCase();
    const place = { start: match.index, end: match.index + match[0].length };
    const others = closings.get(name);
    if (others === undefined) closings.set(name, [place]);
    else others.push(place);
  }
  for (const places of closings.values()) places.reverse();
  return closings;
}

/** Drops the closing brackets before this place, because the scanner never goes back. */
function enclosedBy(
  piece: string,
  closings: { start: number; end: number }[] | undefined,
  from: number,
): Enclosed | null {
  let next = closings?.at(-1);
  while (next !== undefined && next.start < from) {
    closings?.pop();
    next = closings?.at(-1);
  }
  return next === undefined ? null : { inner: piece.slice(from, next.start), end: next.end };
}

function around(piece: string, start: number, end: number): Place {
  return {
    startsLine: LINE_START.test(piece.slice(Math.max(0, start - 40), start)),
    endsLine: /^[ \t]{0,20}(?:$|[\n<[])/.test(piece.slice(end, end + 22)),
  };
}

/**
 * `[map id="5"]`, `[my_map id=5]`, `[table id=5 /]` and the names of known plugins are shortcodes; `[key=value]`, `[user host]` and `[table]` of a
 * text are prose.
 */
function isShortcode({ name, attributes, text }: Bracket): boolean {
  if (BARE_NAMES.has(name) || (NUMBERED_NAMES.has(name) && /\d/.test(attributes))) return true;
  if (!ATTRIBUTE_LIST.test(attributes)) return false;
  return /["']|=.*=/s.test(attributes) || /[-_]/.test(name) || text.endsWith("/]");
}
