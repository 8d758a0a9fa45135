// Translates the links of wikis and of Obsidian, `[[page]]`, `[[page#part|words]]` and `![[picture.png]]`, to those of Markdown.
import { anchorFrom } from "../fragments.js";
import type { InlineState } from "../markdown/parser-states.js";
import { recordEdit, translatorOf } from "./source-edits.js";

export interface WikiReference {
  /** The page or file as written, with its folder if one is given. Never empty. */
  name: string;
  /** The heading that the link leads to, as written. */
  fragment: string | null;
  /** Whether the file is to be displayed in place of the link. */
  isEmbed: boolean;
}

/** The URL of the page or file, without a fragment. Null if it is unknown; the text then remains as written. */
export type ResolveWikiReference = (reference: WikiReference) => string | null;

const LINK = /(!?)\[\[([^[\]|#\r\n]{0,300})(?:#([^[\]|\r\n]{0,300}))?(?:\|([^[\]\r\n]{0,500}))?\]\]/y;
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$/i;
const SIZE = /^(\d{1,4})(?:x(\d{1,4}))?$/;

const translate = translatorOf<ResolveWikiReference>({
  mayChange: (source) => source.includes("[["),
  rules: { wiki_link: readLink },
});

export function wikiLinks(source: string, resolve: ResolveWikiReference): string {
  return translate(source, resolve);
}

/** Obsidian and wikis find a page by the name of its file, whatever its case, and with hyphens or underscores for blanks. */
export function wikiKey(name: string): string {
  return name
    .normalize("NFC")
    .trim()
    .replace(/^.*\//s, "")
    .replace(/\.(?:md|markdown)$/i, "")
    .toLowerCase()
    .replace(/[\s_-]+/g, "-");
}

function readLink(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (!src.startsWith("[[", pos) && !src.startsWith("![[", pos)) return false;
  LINK.lastIndex = pos;
  const found = LINK.exec(src);
  const end = pos + (found?.[0].length ?? 0);
  // `[[x]](/url)` and `[[x]][y]` are links of Markdown.
  if (found === null || end > state.posMax || /[([:]/.test(src[end] ?? "")) return false;
  if (!silent) {
    const link = markdownFor(found, state.env.context);
    if (link === null) return false;
    recordEdit(state, { start: pos, end, text: link });
    state.pending += found[0];
  }
  state.pos = end;
  return true;
}

function markdownFor(
  [, mark, name = "", fragment, words]: RegExpExecArray,
  resolve: ResolveWikiReference,
): string | null {
  const page = name.trim();
  // `^` names a paragraph in Obsidian, which has no place in HTML.
  const part =
    fragment === undefined || /^\s*(?:\^|$)/.test(fragment) ? null : (fragment.split("#").at(-1) ?? "").trim();
  const isEmbed = mark === "!";
  if (page === "" && part === null) return null;
  const url = page === "" ? "" : resolve({ name: page, fragment: part, isEmbed });
  if (url === null) return null;
  const text = words?.trim() || [page, part ?? ""].filter((word) => word !== "").join(" > ");
  if (isEmbed && PICTURE.test(page)) return pictureFor(url, words?.trim() ?? "", page);
  return `[${text}](${encoded(url)}${part === null ? "" : `#${encoded(anchorFrom(part))}`})`;
}

/** The words of a picture are its width, its size or its description. */
function pictureFor(url: string, words: string, name: string): string {
  const [, width, height] = SIZE.exec(words) ?? [];
  if (width === undefined) return `![${words || baseName(name)}](${encoded(url)})`;
  const size = height === undefined ? `width="${width}"` : `width="${width}" height="${height}"`;
  return `<img src="${encoded(url)}" alt="${baseName(name)}" ${size}>`;
}

function baseName(name: string): string {
  return name
    .replace(/^.*\//s, "")
    .replace(/\.\w+$/, "")
    .replace(/["<>&]/g, "");
}

function encoded(url: string): string {
  return url.replace(/[\s()<>"]/g, (character) =>
    encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
  );
}
