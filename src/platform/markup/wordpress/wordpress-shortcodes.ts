// Converts WordPress shortcodes to HTML. It is a table of pure functions, separate from the scanner, so that a further shortcode is one
// more line.
import { attributeOf, codeBlockHtml, inlineCodeHtml, languageName } from "../markdown-writer/code-markup.js";
import { escapeHtml } from "../tree.js";

export interface Shortcode {
  name: string;
  /** The text between the name and the bracket, with a leading space or `=`. */
  attributes: string;
  /** The content between the opening and the closing bracket. Null if it has no closing bracket. */
  inner: string | null;
}

export interface ShortcodeRule {
  toHtml: (shortcode: Shortcode) => string;
  /**
   * `[c]` and `[go]` occur in prose, so code and captions must be closed to count as shortcodes. A player with neither attributes nor a
   * closing bracket is prose, too.
   */
  closing: "required" | "optional" | "none";
}

const CODE_NAMES = "code sourcecode source cc ccb ccl crayon highlight prism codesyntax enlighter";

const LANGUAGES =
  "as3 actionscript3 applescript bash shell sh zsh c cpp csharp clojure css delphi diff patch erlang fsharp go golang groovy haskell html ini java " +
  "javascript js json kotlin latex lua matlab objc perl php plain powershell ps python py r rails ruby rb rust scala sql swift text vb vim xml yaml yml";

/** These show attachments that the body does not contain. */
const removalRule: ShortcodeRule = { toHtml: () => "", closing: "none" };
const linkRule: ShortcodeRule = { toHtml: link, closing: "optional" };
const codeRule: ShortcodeRule = { toHtml: codeBlock, closing: "required" };
const captionRule: ShortcodeRule = { toHtml: figure, closing: "required" };

export const shortcodeRules: ReadonlyMap<string, ShortcodeRule> = new Map<string, ShortcodeRule>([
  ...`${CODE_NAMES} ${LANGUAGES}`.split(" ").map((name) => [name, codeRule] as const),
  ["latex", { toHtml: formula, closing: "required" }],
  ["cci", { toHtml: ({ inner }) => inlineCodeHtml(inner ?? ""), closing: "required" }],
  ["caption", captionRule],
  ["wp_caption", captionRule],
  ["audio", { toHtml: (shortcode) => player("audio", shortcode), closing: "optional" }],
  ["video", { toHtml: (shortcode) => player("video", shortcode), closing: "optional" }],
  ...["embed", "youtube", "vimeo", "dailymotion", "soundcloud", "ted"].map((name) => [name, linkRule] as const),
  ["gallery", removalRule],
  ["playlist", removalRule],
]);

/** CodeColorer: `[ccnLe_php]` is `[cc]` with options for numbers, lines and escaping, and the language; with `i` it stands in a sentence. */
export const CODE_COLORER = "cc[beilnsw]{0,7}(?:_[a-z][\\w#+-]{0,30})?";
const CODE_COLORER_NAME = new RegExp(`^${CODE_COLORER}$`);

/** The rule of a name in lower case. */
export function shortcodeRule(name: string): ShortcodeRule | undefined {
  const rule = shortcodeRules.get(name);
  if (rule !== undefined || !CODE_COLORER_NAME.test(name)) return rule;
  return { toHtml: codeColorer, closing: "required" };
}

function codeColorer({ name, attributes, inner }: Shortcode): string {
  const [options = "", language] = name.split(/_(.*)/s);
  if (options.slice(2).includes("i")) return inlineCodeHtml(inner ?? "");
  return codeBlock({ name: language ?? "code", attributes, inner });
}

const GENERIC_NAMES = new Set(CODE_NAMES.split(" "));

function codeBlock({ name, attributes, inner }: Shortcode): string {
  const written = attributeOf(attributes, ["language", "lang", "brush", "lng"]);
  const language = written ?? (GENERIC_NAMES.has(name) ? null : name);
  return `\n\n${codeBlockHtml({ inner: inner ?? "", language: languageName(language) })}\n\n`;
}

/** The plugins for formulas use the name of the language. Only code has commands for documents, or several paragraphs. */
function formula(shortcode: Shortcode): string {
  const tex = (shortcode.inner ?? "").replace(/<\/?(?:p|br)\s?\/?>/gi, "\n").trim();
  if (/\\(?:documentclass|usepackage|newcommand|begin\{document\}|(?:sub)*section)|\n\s*\n/.test(tex))
    return codeBlock(shortcode);
  return tex === "" ? "" : `\\(${escapeHtml(decodeMarkup(tex)).replace(/\s+/g, " ")}\\)`;
}

/** The visual editor stores these characters as entities, the other editor does not. */
function decodeMarkup(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const IMAGE = /^\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*<\/a>)?)/i;

function figure({ attributes, inner }: Shortcode): string {
  const image = IMAGE.exec(inner ?? "")?.[0] ?? "";
  const caption = (inner ?? "").slice(image.length).trim() || (attributeOf(attributes, ["caption"]) ?? "");
  return `<figure>${image.trim()}${caption === "" ? "" : `<figcaption>${caption}</figcaption>`}</figure>`;
}

const SOURCES = ["src", "mp4", "webm", "ogv", "m4v", "mp3", "m4a", "ogg", "oga", "wav", "wma", "wmv", "flv"];

function player(tag: string, shortcode: Shortcode): string {
  const src = attributeOf(shortcode.attributes, SOURCES);
  return src === null ? link(shortcode) : `<${tag} controls src="${escapeHtml(src)}"></${tag}>`;
}

/** `[embed]URL[/embed]`, `[youtube URL]`, `[youtube=URL]` and `[vimeo url="URL"]` become a paragraph with a link. */
function link({ attributes, inner }: Shortcode): string {
  const url = /https?:\/\/[^\s"'<>[\]]+/.exec(`${inner ?? ""} ${attributes}`)?.[0];
  if (url === undefined) return "";
  const address = escapeHtml(url.replaceAll("&amp;", "&"));
  return `\n\n<a href="${address}">${address}</a>\n\n`;
}
