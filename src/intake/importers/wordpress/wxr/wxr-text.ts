// Small readings of WordPress text: names and titles are stored as HTML there and are plain text here, slugs and links
// are percent-encoded there and are Unicode here.
import { Parser } from "htmlparser2";
import { decodePercent } from "../../../../lib/text.js";

// WordPress allows these in titles. Other things in angle brackets, such as `Vec<T>`, are text and stay.
const INLINE_TAG =
  /<\/?(?:a|abbr|b|br|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?\/?>/gi;
const BLANKS = /[\s\p{Cc}]+/gu;
const CONTROLS = /\p{Cc}+/gu;

/** Title, name or description as plain text on one line, NFC. */
export function decodedText(html: string): string {
  const text = html.includes("<") ? html.replace(INLINE_TAG, "") : html;
  return decodeEntities(text).replace(BLANKS, " ").trim().normalize("NFC");
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  let decoded = "";
  const parser = new Parser({ ontext: (piece) => (decoded += piece) }, { decodeEntities: true });
  // Only references are to be read here, so nothing may look like a tag to the parser.
  parser.end(text.replaceAll("<", "&lt;"));
  return decoded;
}

/** Percent-decoded and NFC, without control characters. */
export function decodeName(text: string): string {
  return decodePercent(text).replace(CONTROLS, "").normalize("NFC");
}

/**
 * A copy that owns its characters. A piece of a larger string keeps the whole of it alive in V8, so whatever outlives
 * its record must be copied, or the file would stay in memory through its slugs.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

/** The first words of HTML, for a name where none is given; empty where it holds no text. */
export function firstWords(html: string, maxLength: number): string {
  // The start is plenty for a few words, and a bound keeps the patterns cheap on hostile input.
  const start = html.slice(0, 4096);
  const text = decodedText(
    start
      .replace(/<!--[\s\S]*?-->/g, " ")
      .replace(/<[^<>]*>?/g, " ")
      .replace(/\[\/?[a-z][^[\]]*\]/gi, " "),
  );
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  const cut = characters.slice(0, maxLength).join("");
  const lastBlank = cut.lastIndexOf(" ");
  return `${lastBlank > maxLength / 2 ? cut.slice(0, lastBlank) : cut}…`;
}

/** Without the slashes at its end, in a time that does not grow with the square of their number as a pattern's would. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

/** An http(s) URL, else null. */
export function parseWebUrl(text: string): URL | null {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/** An absolute http(s) URL as it can be stored, else null; one that carries a password is refused. */
export function webUrl(text: string | undefined): string | null {
  const url = parseWebUrl(text ?? "");
  return url === null || url.username !== "" || url.password !== "" ? null : url.href;
}

/** A BCP 47 tag in its canonical form (`zh_cn` and `zh-cn` are zh-CN), else null. */
export function wxrLocale(text: string): string | null {
  const tag = text.trim().replaceAll("_", "-");
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) || tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
