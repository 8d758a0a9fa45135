// Snippets: up to three fragments of a post that show why it was found, from its title, a heading, its text and its code.
import type { CodeBlock, Heading } from "../../platform/markup/body.js";
import { bestFragment, type Fragment } from "./fragment.js";
import { findMatches, type HighlightTerm, type Match, rangesWithin } from "./highlight.js";
import { SearchField, type Snippet } from "./search.types.js";
import { codeBlockRanges, headingRanges, isWithin, withoutDiagrams } from "./text-ranges.js";

export interface SearchedPost {
  title: string;
  text: string;
  tableOfContents: readonly Heading[];
  codeBlocks: readonly CodeBlock[];
}

const MAX_SNIPPETS = 3;
/** If they hold the same words, a title is more informative than a heading, and a heading more than a sentence. */
const BONUS: Record<SearchField, number> = { TITLE: 0.3, HEADING: 0.2, BODY: 0.1, CODE: 0 };

interface WeightedSnippet {
  snippet: Snippet;
  weight: number;
}

export function snippetsOf(post: SearchedPost, terms: readonly HighlightTerm[]): Snippet[] {
  const found: WeightedSnippet[] = [];
  const add = (field: SearchField, text: string, matches: readonly Match[], fragment: Fragment | null) => {
    if (fragment !== null)
      found.push({ snippet: snippetOf(field, text, matches, fragment), weight: fragment.weight + BONUS[field] });
  };
  const addPart = (field: SearchField, text: string, matches: readonly Match[]) =>
    add(field, text, matches, wholeOrFragment(text, matches, terms));
  addPart(SearchField.TITLE, post.title, findMatches(post.title, terms));
  const heading = bestHeading(post, terms);
  if (heading !== null) addPart(SearchField.HEADING, heading.text, heading.matches);
  const { text, blocks } = withoutDiagrams(post.text, post.codeBlocks);
  const matches = findMatches(text, terms);
  const code = codeBlockRanges(text, blocks);
  const headings = headingRanges(text, post.tableOfContents);
  const inCode = matches.filter(({ start }) => isWithin(code, start));
  const inBody = matches.filter(({ start }) => !isWithin(code, start) && !isWithin(headings, start));
  add(SearchField.BODY, text, inBody, bestFragment(text, inBody, terms));
  add(SearchField.CODE, text, inCode, bestFragment(text, inCode, terms, "LINES"));
  return found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_SNIPPETS)
    .map(({ snippet }) => snippet);
}

const ELLIPSIS = "…";
/** What a clause ends with is not shown before an ellipsis. */
const CLAUSE_MARK = /[，、；：,;:\s—–-]+$/u;

function snippetOf(field: SearchField, text: string, matches: readonly Match[], fragment: Fragment): Snippet {
  const { start, isCutBefore, isCutAfter } = fragment;
  const cut = text.slice(start, fragment.end);
  const written = isCutAfter && field !== SearchField.CODE ? cut.replace(CLAUSE_MARK, "") : cut.trimEnd();
  const before = isCutBefore ? ELLIPSIS : "";
  const highlights = rangesWithin(matches, { start, end: start + written.length }).map((range) => ({
    start: range.start + before.length,
    end: range.end + before.length,
  }));
  // Each space is replaced by one space, so that the ranges stay valid.
  const shown = field === SearchField.CODE ? written : written.replace(/\s/g, " ");
  return { field, text: before + shown + (isCutAfter ? ELLIPSIS : ""), highlights };
}

/** Titles and headings are shown as a whole unless they are as long as a paragraph. */
const MAX_WHOLE_LENGTH = 200;

function wholeOrFragment(text: string, matches: readonly Match[], terms: readonly HighlightTerm[]): Fragment | null {
  const fragment = bestFragment(text, matches, terms);
  if (fragment === null || text.length > MAX_WHOLE_LENGTH) return fragment;
  return { ...fragment, start: 0, end: text.length, isCutBefore: false, isCutAfter: false };
}

/** The heading with most different terms. One that repeats the title is not shown beside it. */
function bestHeading(
  { title, tableOfContents }: SearchedPost,
  terms: readonly HighlightTerm[],
): { text: string; matches: Match[] } | null {
  let best: { text: string; matches: Match[]; count: number } | null = null;
  for (const { text } of tableOfContents) {
    if (text === title) continue;
    const matches = findMatches(text, terms);
    const count = new Set(matches.map((match) => match.term)).size;
    if (count > (best?.count ?? 0)) best = { text, matches, count };
  }
  return best;
}
