// Selects the fragment of a text that shows most of the matches. It begins and ends where a sentence does, else where a clause or a word does,
// and says where the text was cut.
import { isSimpleUnit } from "../../lib/text.js";
import type { HighlightTerm, Match } from "./highlight.js";

export interface Fragment {
  start: number;
  end: number;
  weight: number;
  /** Whether the sentence or the line began before the fragment, or goes on after it. */
  isCutBefore: boolean;
  isCutAfter: boolean;
}

/** Prose is cut between sentences, code between lines. */
export type FragmentBorders = "SENTENCES" | "LINES";

const FRAGMENT_LENGTH = 140;
/** Characters before the first match, at most. */
const LEAD = 60;
/** A fragment that ends with a sentence is not shorter than this if a clause goes on. */
const MIN_LENGTH = 60;
/** Small bonuses for a further term of weight 0 and for a repeated term, so that among equal fragments the one with more matches wins. */
const [TERM_BONUS, REPETITION_BONUS] = [0.01, 0.001];
/** The blank line between paragraphs, headings and blocks of code. */
const BLOCK_BORDER = "\n\n";

/** The fragment of about 140 characters, within one block, whose different terms have the highest weight; null without matches. */
export function bestFragment(
  text: string,
  matches: readonly Match[],
  terms: readonly HighlightTerm[],
  borders: FragmentBorders = "SENTENCES",
): Fragment | null {
  let best: (Group & { first: Match }) | null = null;
  for (const [index, first] of matches.entries()) {
    const group = groupFrom(index, { text, matches, terms });
    if (best === null || group.weight > best.weight) best = { ...group, first };
  }
  if (best === null) return null;
  const [start, isCutBefore] = startOf(text, best.first.start, borders);
  const [end, isCutAfter] = endOf(text, start, best.end, borders);
  return { start, end, weight: best.weight, isCutBefore, isCutAfter };
}

interface Group {
  weight: number;
  /** The end of the last match that shows another term. */
  end: number;
}

interface MatchedText {
  text: string;
  matches: readonly Match[];
  terms: readonly HighlightTerm[];
}

function groupFrom(index: number, { text, matches, terms }: MatchedText): Group {
  const seen = new Set<number>();
  const first = matches[index] as Match;
  const limit = Math.min(first.start + FRAGMENT_LENGTH - LEAD / 2, blockEnd(text, first.end));
  const group: Group = { weight: 0, end: first.end };
  for (let next = index; next < matches.length; next += 1) {
    const { term, end } = matches[next] as Match;
    if (end > limit && next > index) break;
    if (seen.has(term)) {
      group.weight += REPETITION_BONUS;
      continue;
    }
    seen.add(term);
    group.weight += (terms[term]?.weight ?? 0) + TERM_BONUS;
    group.end = Math.max(group.end, end);
  }
  return group;
}

function blockEnd(text: string, from: number): number {
  const border = text.indexOf(BLOCK_BORDER, from);
  return border === -1 ? text.length : border;
}

/** A full stop ends a sentence before a space only, and not after an initial or an abbreviation. */
const SENTENCE_END = /[。！？]+[」』”’）]*|[!?]+["'”’)]*(?=\s)|(?<!\b(?:e\.g|i\.e|vs|[A-Z]))\.["'”’)]*(?=\s)|\n/gu;
const CLAUSE_END = /[，、；：]|[,;:](?=\s)|\s[—–-](?=\s)/gu;
const LINE_END = /\n/g;

function startOf(text: string, at: number, borders: FragmentBorders): [start: number, isCut: boolean] {
  const from = Math.max(0, at - LEAD, text.lastIndexOf(BLOCK_BORDER, at));
  const before = text.slice(from, at);
  const sentence = endsOf(before, borders === "LINES" ? LINE_END : SENTENCE_END).at(-1);
  if (sentence !== undefined || from === 0) return [withoutSpaces(text, from + (sentence ?? 0), at), false];
  const [clause] = borders === "LINES" ? [] : endsOf(before, CLAUSE_END);
  return [withoutSpaces(text, from + (clause ?? wordStartIn(text, from, at)), at), true];
}

function endOf(text: string, start: number, shown: number, borders: FragmentBorders): [end: number, isCut: boolean] {
  const limit = Math.max(start + FRAGMENT_LENGTH, shown);
  const border = blockEnd(text, shown);
  if (border <= limit) return [border, false];
  const after = text.slice(shown, limit);
  const sentence = endsOf(after, borders === "LINES" ? LINE_END : SENTENCE_END).at(-1);
  const clause = borders === "LINES" ? undefined : endsOf(after, CLAUSE_END).at(-1);
  const isLong = (end: number | undefined) => end !== undefined && shown + end >= start + MIN_LENGTH;
  if (sentence !== undefined && (isLong(sentence) || !isLong(clause))) return [shown + sentence, false];
  return [clause === undefined ? wordEndBefore(text, shown, limit) : shown + clause, true];
}

/** Where sentences, clauses or lines of a text end. */
const endsOf = (text: string, border: RegExp): number[] =>
  [...text.matchAll(border)].map((match) => match.index + match[0].length);

function withoutSpaces(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && /\s/.test(text.charAt(at))) at += 1;
  return atCharacterBoundary(text, at);
}

/** The first offset after a space; in a text without spaces its beginning. */
function wordStartIn(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s/);
  return space === -1 || space > LEAD / 2 ? 0 : space + 1;
}

function wordEndBefore(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s\S*$/);
  return space === -1 || limit - from - space > LEAD / 2 ? atCharacterBoundary(text, limit) : from + space;
}

/** Combining marks, joiners and low surrogates, which belong to the character before them. */
const JOINED = /\p{M}|[\udc00-\udfff]|\u200d/u;

/** Moves an offset forward until it is not within a character. */
function atCharacterBoundary(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && at < text.length && !isSimpleUnit(text.charCodeAt(at)) && JOINED.test(text.charAt(at))) {
    at += 1;
  }
  return at;
}
