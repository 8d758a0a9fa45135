// The part of a URL that names one thing: made from a title, or read from what a client sent. Both ends in one file, so
// that every slug that is made can be looked up again.
import { createHash } from "node:crypto";
import { decodePercent, isWellFormedText } from "../../lib/text.js";

const MAX_MADE_LENGTH = 120;
const MAX_LENGTH = 255;

/** Beyond what a path gives a meaning to: controls, spaces, and characters that are not seen or turn the text around. */
const FORBIDDEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}/\\?#%"<>^`{|}]/u;

/**
 * A lower-case slug of letters, digits and hyphens of any script: `写给 ZStack 的指南(一)` gives `写给-zstack-的指南-一`.
 * Never empty: a title of punctuation or emoji alone gives `post-` and a hash of the title.
 */
export function slugFrom(title: string): string {
  const words = wordsOf(title)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^[-\p{M}]+|-$/gu, "");
  const slug = cutAtHyphen(words);
  return slug === "" ? `post-${createHash("sha256").update(title).digest("hex").slice(0, 8)}` : slug;
}

/** In NFC and lower case, 1 to 255 code points, one segment of a path, nothing invisible. */
export function isSlug(slug: string): boolean {
  if (slug === "" || slug === "." || slug === ".." || slug.length > 2 * MAX_LENGTH || FORBIDDEN.test(slug))
    return false;
  return [...slug].length <= MAX_LENGTH && slug === lowerCase(slug);
}

/** The slug that a client meant: percent-encoded or not, in any case and normal form, between slashes or not. */
export function normaliseSlug(input: string): string | null {
  // Percent-encoding makes at most 12 characters of one.
  if (input.length > 13 * MAX_LENGTH || !isWellFormedText(input)) return null;
  const slug = lowerCase(decodePercent(input).replace(/^\/+|\/+$/g, ""));
  return isSlug(slug) ? slug : null;
}

/**
 * Lower case can undo NFC, and the other way round, so the two are applied until nothing changes. The dot that `İ` leaves
 * above an `i` goes: nobody types it.
 */
export function lowerCase(text: string): string {
  const lower = text.normalize("NFC").toLowerCase().replaceAll("i\u0307", "i").normalize("NFC");
  return lower === lower.toLowerCase() ? lower : lowerCase(lower);
}

/** Full-width forms become plain, and signs that tell names apart become words: C, C++ and C# are three languages. */
function wordsOf(title: string): string {
  return lowerCase(lowerCase(title.toWellFormed().normalize("NFKC")).normalize("NFKC"))
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/(?<=[\p{L}\p{N}])['’](?=\p{L})/gu, "")
    .replace(/(?<=[a-z0-9+])\+/g, "-plus-")
    .replace(/(?<![a-z0-9])([acfjq])#/g, "$1-sharp-");
}

function cutAtHyphen(words: string): string {
  const points = [...words.slice(0, 2 * MAX_MADE_LENGTH + 2)];
  if (points.length <= MAX_MADE_LENGTH) return words;
  const cut = points.slice(0, MAX_MADE_LENGTH).join("");
  const isBetweenWords = points[MAX_MADE_LENGTH] === "-";
  const lastHyphen = cut.lastIndexOf("-");
  // A long run without a hyphen, as in Chinese, is cut where it is rather than losing half of itself.
  return isBetweenWords || lastHyphen < cut.length / 2 ? cut.replace(/-$/, "") : cut.slice(0, lastHyphen);
}
