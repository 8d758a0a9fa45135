// Elements that show something only with a script: lazily loaded frames and players, embedding scripts, pictures of emoji, and
// backgrounds. They become elements that need no script and no style.
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { addressOfScript } from "./embed-addresses.js";

const TAG =
  /<(iframe|video|audio|source|embed|img|script)(?=[\s/>])((?:[^<>"']|"[^"<]{0,4000}"|'[^'<]{0,4000}'){0,2000})>/gi;
const LAZY = /\sdata-(?:lazy-|litespeed-|orig-)?src\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i;
/** Attributes that only scripts for lazy loading use. `data-src` has other uses, too. */
const LAZY_PICTURE =
  /\sdata-(?:lazy-src|lazyload|lazy|ezsrc|cfsrc|original|echo|litespeed-src|actualsrc)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i;
const PLACEHOLDER =
  /(?:placeholder|blank|gr[ae]y|loading|loader|lazy|pixel|transparent|spacer|1x1)[^/]{0,60}\.(?:gif|png|jpe?g|svg|webp)(?:\?|$)/i;
const SOURCE = /\ssrc\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const BACKGROUND =
  /<(?:div|section|figure)\s[^<>]{0,2000}?background-image:\s{0,9}url\(\s{0,9}(?:&quot;|&#0?39;|')?(https?:[^)'"&\s<>]{1,2000})[^<>]{0,2000}>/gi;

export function showEmbedded(piece: string): string {
  const shown = piece.includes("<") ? replaceTags(piece) : piece;
  // Styles are not kept, and the picture of a cover would disappear with its style.
  return shown.includes("background-image") ? shown.replace(BACKGROUND, '$&<img src="$1" alt="" />') : shown;
}

function replaceTags(piece: string): string {
  const tags = new RegExp(TAG);
  const absent = new Set<string>();
  let changed = "";
  let copiedUpTo = 0;
  for (let match = tags.exec(piece); match !== null; match = tags.exec(piece)) {
    const name = (match[1] ?? "").toLowerCase();
    let end = tags.lastIndex;
    if (name === "iframe" || name === "script") {
      // What a frame encloses is for browsers without frames.
      const closing = absent.has(name) ? -1 : endOfElement(piece, name, end);
      if (closing === -1) absent.add(name);
      else end = closing;
    }
    const element = elementFor(name, match[0], match[2] ?? "");
    if (element === null) continue;
    changed += piece.slice(copiedUpTo, match.index) + element;
    copiedUpTo = end;
    tags.lastIndex = end;
  }
  return changed + piece.slice(copiedUpTo);
}

function endOfElement(piece: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}\\s{0,9}>`, "gi");
  closing.lastIndex = from;
  return closing.exec(piece) === null ? -1 : closing.lastIndex;
}

/** Null if the element stays as it is. */
function elementFor(name: string, tag: string, attributes: string): string | null {
  if (name === "script") {
    const address = addressOfScript(quotedValue(SOURCE, attributes) ?? "");
    return address === null ? null : `\n\n${linkTo(address, address)}\n\n`;
  }
  if (name === "img") return emojiOf(attributes) ?? lazyPicture(attributes);
  const lazy = quotedValue(LAZY, attributes);
  const src = quotedValue(SOURCE, attributes);
  const isHidden = src === null || /^(?:about:|data:|$)/i.test(src.trim());
  const shown =
    lazy !== null && isHidden ? `<${name}${attributes.replace(LAZY, "").replace(SOURCE, "")} src="${lazy}">` : tag;
  if (name === "iframe") return `${shown}</iframe>`;
  return shown === tag ? null : shown;
}

/** The picture with the address that a script would give to it. */
function lazyPicture(attributes: string): string | null {
  const isReplaced = PLACEHOLDER.test(quotedValue(SOURCE, attributes) ?? "");
  const lazy = quotedValue(LAZY_PICTURE, attributes) ?? (isReplaced ? quotedValue(LAZY, attributes) : null);
  if (lazy === null || !/^(?:https?:)?\/{1,2}[^\s]+$|^[\w./-]+\.\w{3,4}$/i.test(lazy)) return null;
  return `<img${attributes.replace(LAZY_PICTURE, "").replace(LAZY, "").replace(SOURCE, "")} src="${lazy}">`;
}

function quotedValue(pattern: RegExp, attributes: string): string | null {
  const found = pattern.exec(attributes);
  return found === null ? null : (found[1] ?? found[2] ?? found[3] ?? "");
}

/** WordPress replaces characters by pictures for old browsers; the text of the picture is the character. */
function emojiOf(attributes: string): string | null {
  if (!/\sclass\s{0,9}=\s{0,9}["'][^"']*\b(?:emoji|wp-smiley)\b/i.test(attributes)) return null;
  const alt = quotedValue(/\salt\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i, attributes)?.trim() ?? "";
  return alt === "" || alt.length > 32 ? null : alt;
}

export function linkTo(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
}
