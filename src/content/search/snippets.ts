// Snippets: up to three fragments of a post that show why it was found, from its title, a heading, its text and its code.
import type { CodeBlock, Heading } from "../../platform/markup/body.js";
import { bestFragment, findMatches, type HighlightTerm, type Match, rangesWithin } from "./highlight.js";
import { SearchField, type Snippet } from "./search.types.js";

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
  const add = (field: SearchField, text: string, matches: readonly Match[]) => {
    const fragment = bestFragment(text, matches, terms);
    if (fragment === null) return;
    const written = text.slice(fragment.start, fragment.end).trimEnd();
    const highlights = rangesWithin(matches, { start: fragment.start, end: fragment.start + written.length });
    // Each space is replaced by one space, so that the ranges stay valid.
    const shown = field === "CODE" ? written : written.replace(/\s/g, " ");
    found.push({ snippet: { field, text: shown, highlights }, weight: fragment.weight + BONUS[field] });
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
    .sort((a, b) => b.weight - a.weight)
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
