// Suggests a better spelling for a search that found nothing although its words were not put right: of quoted words, and of words that
// occur in no title, heading or term of a public post.

import type { Context } from "../../../identity/context.js";
import { wellFormed } from "../../../lib/text.js";
import { foldCase, foldKeepingCase } from "../index/fold.js";
import { runsOf } from "../index/script-runs.js";
import { type Correction, isOfLetters } from "../reading/query-reading.js";
import { isCorrectable, loadVocabulary, nearestWords } from "../reading/vocabulary.js";
import { addSearchTags } from "../search-cache-tags.js";

export async function betterSpelling(ctx: Context, query: string): Promise<string | null> {
  const written = foldedText(query);
  const words = [...runsOf(written)].map(({ text }) => foldCase(text)).filter(isCorrectable);
  if (words.length === 0) return null;
  addSearchTags(ctx.cacheTags);
  const vocabulary = await loadVocabulary(ctx.db);
  const better = new Map<string, string>();
  for (const word of words) {
    const [nearest] = vocabulary.words.has(word) ? [] : nearestWords(word, vocabulary);
    if (nearest !== undefined) better.set(word, nearest.word);
  }
  return better.size === 0 ? null : withWords(written, (word) => better.get(word) ?? null);
}

/** The query with its misspelt words put right. */
export function correctedQuery(query: string, corrections: readonly Correction[]): string | null {
  const better = new Map(corrections.filter(isOfLetters).map(({ typed, corrected }) => [typed, corrected]));
  return better.size === 0 ? null : withWords(foldedText(query), (word) => better.get(word) ?? null);
}

/** The query that is not put right: its misspelt words are quoted. */
export function uncorrectedQuery(query: string, corrections: readonly Correction[]): string | null {
  const typed = new Set(corrections.filter(isOfLetters).map((correction) => correction.typed));
  return typed.size === 0 ? null : withWords(foldedText(query), (word, text) => (typed.has(word) ? `"${text}"` : null));
}

const foldedText = (query: string): string => foldKeepingCase(wellFormed(query));

/** @param replace Receives each word, folded and as it is written; null for a word that stays. */
function withWords(text: string, replace: (word: string, written: string) => string | null): string {
  let replaced = text;
  // From the end, so that the offsets of earlier words stay valid.
  for (const run of [...runsOf(text)].reverse()) {
    if (run.kind !== "WORD") continue;
    const [start, end] = [run.start + run.prefix.length, run.end - run.suffix.length];
    const other = replace(foldCase(run.text), run.text);
    if (other !== null) replaced = replaced.slice(0, start) + other + replaced.slice(end);
  }
  return replaced.trim();
}
