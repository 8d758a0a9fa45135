// Up to three pieces of a post that show why it was found: of its title, a heading, its text, its code.
import type { CodeBlock, Heading } from "../../platform/markup/body.js";
import { bestStretch, findMatches, type HighlightTerm, type Match, rangesWithin } from "./highlight.js";
import { SearchField, type Snippet } from "./search.types.js";

export interface SearchedPost {
  title: string;
  text: string;
  tableOfContents: readonly Heading[];
  codeBlocks: readonly CodeBlock[];
}

const MAX_SNIPPETS = 3;
/** A title tells more than a heading, and that more than a sentence, where they hold the same words. */
const BONUS: Record<SearchField, number> = { TITLE: 0.3, HEADING: 0.2, BODY: 0.1, CODE: 0 };

interface Weighed {
  snippet: Snippet;
  weight: number;
}

export function snippetsOf(post: SearchedPost, terms: readonly HighlightTerm[]): Snippet[] {
  const found: Weighed[] = [];
  const add = (field: SearchField, text: string, matches: readonly Match[]) => {
    const stretch = bestStretch(text, matches, terms);
    if (stretch === null) return;
    const piece = text.slice(stretch.start, stretch.end).trimEnd();
    const highlights = rangesWithin(matches, { start: stretch.start, end: stretch.start + piece.length });
    // Space by space, so that the ranges stay where they are.
    const shown = field === "CODE" ? piece : piece.replace(/\s/g, " ");
    found.push({ snippet: { field, text: shown, highlights }, weight: stretch.weight + BONUS[field] });
  };
  add(SearchField.TITLE, post.title, findMatches(post.title, terms));
  const heading = bestHeading(post.tableOfContents, terms);
  if (heading !== null) add(SearchField.HEADING, heading.text, heading.matches);
  const matches = findMatches(post.text, terms);
  const code = codeRanges(post.text, post.codeBlocks);
  const isInCode = ({ start }: Match) => code.some((range) => start >= range.start && start < range.end);
  add(
    SearchField.BODY,
    post.text,
    matches.filter((match) => !isInCode(match)),
  );
  add(SearchField.CODE, post.text, matches.filter(isInCode));
  return found
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MAX_SNIPPETS)
    .map(({ snippet }) => snippet);
}

function bestHeading(
  headings: readonly Heading[],
  terms: readonly HighlightTerm[],
): { text: string; matches: Match[] } | null {
  let best: { text: string; matches: Match[]; count: number } | null = null;
  for (const { text } of headings) {
    const matches = findMatches(text, terms);
    const count = new Set(matches.map((match) => match.term)).size;
    if (count > (best?.count ?? 0)) best = { text, matches, count };
  }
  return best;
}

function codeRanges(text: string, blocks: readonly CodeBlock[]): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let from = 0;
  for (const { source } of blocks) {
    const start = source === "" ? -1 : text.indexOf(source, from);
    if (start === -1) continue;
    from = start + source.length;
    ranges.push({ start, end: from });
  }
  return ranges;
}
