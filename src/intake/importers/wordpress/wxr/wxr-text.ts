// Converts text of an export: names and titles from HTML to plain text, slugs and links from percent-encoding to Unicode.
import { Parser } from "htmlparser2";
import { decodePercent } from "../../../../lib/text.js";

// The tags that WordPress allows in titles. Other text in angle brackets, such as `Vec<T>`, is retained.
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
  // Only character references are decoded, so the parser must not see any tags.
  parser.end(text.replaceAll("<", "&lt;"));
  return decoded;
}

/** Percent-decoded and NFC, without control characters. */
export function decodeName(text: string): string {
  return decodePercent(text).replace(CONTROLS, "").normalize("NFC");
}

/**
 * Returns a copy that does not share memory. In V8 a substring retains the whole string, so values that outlive their record must be
 * copied; otherwise the whole file would stay in memory.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

/** The first words of HTML, to make a title. Empty if there is no text. */
export function firstWords(html: string, maxLength: number): string {
  // The start is sufficient for a few words, and a limit bounds the time for malicious input.
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

/** Removes trailing slashes in linear time; a regular expression would take quadratic time. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

/** An http(s) URL, or null. */
export function parseWebUrl(text: string): URL | null {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/** The normalised absolute http(s) URL, or null if it is invalid or contains a password. */
export function webUrl(text: string | undefined): string | null {
  const url = parseWebUrl(text ?? "");
  return url === null || url.username !== "" || url.password !== "" ? null : url.href;
}

/** The canonical BCP 47 tag (zh-CN for `zh_cn` and `zh-cn`), or null. */
export function wxrLocale(text: string): string | null {
  const tag = text.trim().replaceAll("_", "-");
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) || tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
