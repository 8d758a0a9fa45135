// Slugs, the part of a URL that identifies an object: made from a title, or normalised from the input of a client. Both are in one file, so
// that every slug that is made can be found again.
import { createHash } from "node:crypto";
import { decodePercent, isWellFormedText } from "../../lib/text.js";

const MAX_GENERATED_LENGTH = 120;
const MAX_LENGTH = 255;

/** Characters with a meaning in paths, controls, spaces, and characters that are invisible or change the direction of the text. */
const FORBIDDEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}/\\?#%"<>^`{|}]/u;

/**
 * A lower-case slug of letters, digits and hyphens in any script: `写给 ZStack 的指南(一)` becomes `写给-zstack-的指南-一`. It is never empty:
 * a title of only punctuation or emoji becomes `post-` and a hash of the title.
 */
export function slugFrom(title: string): string {
  const words = wordsOf(title)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^[-\p{M}]+|-$/gu, "");
  const slug = cutAtHyphen(words);
  return slug === "" ? `post-${createHash("sha256").update(title).digest("hex").slice(0, 8)}` : slug;
}

/** Whether it is in NFC and lower case, has 1 to 255 code points, and is one path segment without invisible characters. */
export function isSlug(slug: string): boolean {
  if (slug === "" || slug === "." || slug === ".." || slug.length > 2 * MAX_LENGTH || FORBIDDEN.test(slug))
    return false;
  return [...slug].length <= MAX_LENGTH && slug === lowerCase(slug);
}

/** Normalises the input of a client, which may be percent-encoded, in any case and normal form, and between slashes. */
export function normaliseSlug(input: string): string | null {
  // A percent-encoded code point has at most 12 characters.
  if (input.length > 13 * MAX_LENGTH || !isWellFormedText(input)) return null;
  const slug = lowerCase(decodePercent(input).replace(/^\/+|\/+$/g, ""));
  return isSlug(slug) ? slug : null;
}

/**
 * Lower case may undo NFC and vice versa, so both are applied until nothing changes. The combining dot that `İ` leaves above an `i` is
 * removed, because no one types it.
 */
export function lowerCase(text: string): string {
  const lower = text.normalize("NFC").toLowerCase().replaceAll("i\u0307", "i").normalize("NFC");
  return lower === lower.toLowerCase() ? lower : lowerCase(lower);
}

/** Full-width characters become half-width, and significant signs become words, because C, C++ and C# are three languages. */
function wordsOf(title: string): string {
  return lowerCase(lowerCase(title.toWellFormed().normalize("NFKC")).normalize("NFKC"))
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/(?<=[\p{L}\p{N}])['’](?=\p{L})/gu, "")
    .replace(/(?<=[a-z0-9+])\+/g, "-plus-")
    .replace(/(?<![a-z0-9])([acfjq])#/g, "$1-sharp-");
}

function cutAtHyphen(words: string): string {
  const points = [...words.slice(0, 2 * MAX_GENERATED_LENGTH + 2)];
  if (points.length <= MAX_GENERATED_LENGTH) return words;
  const cut = points.slice(0, MAX_GENERATED_LENGTH).join("");
  const isBetweenWords = points[MAX_GENERATED_LENGTH] === "-";
  const lastHyphen = cut.lastIndexOf("-");
  // A long run without hyphens, as in Chinese, is cut within the run, so that it does not lose half of its length.
  return isBetweenWords || lastHyphen < cut.length / 2 ? cut.replace(/-$/, "") : cut.slice(0, lastHyphen);
}
