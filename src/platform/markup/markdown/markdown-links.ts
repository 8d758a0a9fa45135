// Finds bare URLs in prose. The rule of the linkifier is replaced, because Chinese has no space after a URL: the link must end at
// full-width punctuation, and after a host name also at a Han character.
import type MarkdownIt from "markdown-it";
import { isCjkLetter } from "../../../lib/text.js";

const TAIL = /\/\/[^\s<>"`*\\、。，；：？！…—“”‘’（）《》【】「」『』〈〉〔〕\u3000]+/y;

/** Recognises `http://` and `https://`. File names such as `README.md` are not links. */
export function linkBareUrls(markdown: MarkdownIt): void {
  const { linkify } = markdown;
  linkify.set({ fuzzyLink: false, fuzzyIP: false });
  linkify.add("http:", { validate: (text, position) => urlLength(text, position) });
  linkify.add("https:", "http:");
  linkify.add("ftp:", null);
  linkify.add("//", null);
}

/** The number of characters after `http:` that belong to the URL, or 0 if it is not a URL. */
function urlLength(text: string, position: number): number {
  TAIL.lastIndex = position;
  const tail = TAIL.exec(text)?.[0];
  if (tail === undefined || !/^\/\/[\p{L}\p{N}[]/u.test(tail)) return 0;
  const url = tail.slice(0, Math.min(hostEnd(tail), unopenedBracket(tail)));
  return url.length - (/[?!.,:;_~'|]+$/.exec(url.slice(-9))?.[0].length ?? 0);
}

/** `http://localhost即可` ends before `即`, but `http://中文.com` and paths may be Chinese. */
function hostEnd(tail: string): number {
  const ascii = /^\/\/[a-z0-9.:@-]+/i.exec(tail)?.[0].length ?? 0;
  return ascii > 0 && isCjkLetter(tail.codePointAt(ascii) ?? 0) ? ascii : tail.length;
}

/** A closing bracket that was opened before the URL ends it, as in `(http://a.example)` and `[http://a.example](/b)`. */
function unopenedBracket(tail: string): number {
  let round = 0;
  let square = 0;
  for (let index = 0; index < tail.length; index++) {
    const character = tail[index];
    if (character === "(") round++;
    else if (character === "[") square++;
    else if (character === ")" && --round < 0) return index;
    else if (character === "]" && --square < 0) return index;
  }
  return tail.length;
}
