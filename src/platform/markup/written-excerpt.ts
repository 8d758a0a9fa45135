// Cleans excerpts that an author or another system wrote: removes their markup, appended links and ellipses.
import { isUnspaced } from "../../lib/text.js";
import { ENDING } from "./excerpt.js";
import { onOneLine, plainText } from "./plain-text.js";
import { sanitisedTree } from "./sanitise.js";

const ELLIPSIS = /(?:\.{3,6}|…{1,2})$/;
const BRACKETED_ELLIPSIS = /[[【［]\s{0,3}(?:…{1,2}|\.{3,6})\s{0,3}[\]】］]$/;

/** Links that themes and feeds append. The same words at the end of a sentence of the author remain. */
const READ_MORE =
  /(^|[.!?…。！？\])）】」”"]\s{0,3})(?:continue reading|read (?:the rest|the full post|more|on)|继续阅读|繼續閱讀|(?:阅读|閱讀|查看)(?:全文|更多)|続きを読む)(?:$|\s{0,3}[→»›>.…]{1,6}$)/i;
const CONTINUE_TITLE = /(…|\.{3}|\])\s{0,3}continue reading\b.{0,300}$/i;

/** In UTF-16 units. No appended link is longer. */
const TAIL_LENGTH = 400;

/** The excerpt as plain text on one line. If it was cut by another system, it ends with `[…]`. */
export function cleanWrittenExcerpt(text: string): string {
  const line = onOneLine(plainText(sanitisedTree(text.replaceAll("\0", "")))).trim();
  const tailStart = Math.max(0, line.length - TAIL_LENGTH);
  const { tail, wasCut } = withoutEnding(line.slice(tailStart));
  const excerpt = (line.slice(0, tailStart) + tail).trimEnd();
  if (!wasCut) return excerpt;
  return excerpt === "" || isUnspaced(excerpt.charCodeAt(excerpt.length - 1))
    ? `${excerpt}${ENDING}`
    : `${excerpt} ${ENDING}`;
}

function withoutEnding(line: string): { tail: string; wasCut: boolean } {
  const linked = line.replace(CONTINUE_TITLE, "$1").replace(READ_MORE, "$1").trimEnd();
  const hadLink = linked.length < line.length;
  const bracket = BRACKETED_ELLIPSIS.exec(linked) ?? (hadLink ? ELLIPSIS.exec(linked) : null);
  return bracket === null
    ? { tail: linked, wasCut: false }
    : { tail: linked.slice(0, bracket.index).trimEnd(), wasCut: true };
}
