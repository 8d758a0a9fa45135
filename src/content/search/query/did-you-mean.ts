// A better spelling for a search that found nothing: words that stand in no heading of a public post are put right by the
// nearest one that does. Scripts without spaces need none of this, their pairs of characters are near each other already.

import type { Context } from "../../../identity/context.js";
import { BoundedMap } from "../../../lib/bounded-map.js";
import type { SqlClient } from "../../../platform/db/database.js";
import { foldCase, foldKeepingCase } from "../index/fold.js";
import { runsOf, stemOf } from "../index/tokens.js";
import { addSearchTags } from "../search-cache-tags.js";

const MIN_LENGTH = 3;
const MAX_LENGTH = 30;
const FRESH_MS = 10 * 60_000;

interface CacheTagVocabulary {
  /** Posts by word. */
  words: ReadonlyMap<string, number>;
  readAt: number;
}

/** Databases in one process: the service has one, tests have several. */
const MAX_DATABASES = 10;
const known = new BoundedMap<string, CacheTagVocabulary>(MAX_DATABASES);

export async function betterSpelling(ctx: Context, query: string): Promise<string | null> {
  const written = foldKeepingCase(query.toWellFormed().replaceAll("\0", " "));
  const runs = [...runsOf(written)].filter(({ kind, text }) => kind === "WORD" && text.length <= MAX_LENGTH);
  if (!runs.some(({ text }) => text.length >= MIN_LENGTH)) return null;
  addSearchTags(ctx.cacheTags);
  const { words } = await loadVocabulary(ctx.db);
  let better = written;
  // From the end, so that the places of those before it hold.
  for (const { text, start } of runs.reverse()) {
    const word = foldCase(text);
    const nearest = words.has(word) ? null : nearestWord(word, words);
    if (nearest !== null) better = better.slice(0, start) + nearest + better.slice(start + text.length);
  }
  return better === written ? null : better.trim();
}

function nearestWord(word: string, words: ReadonlyMap<string, number>): string | null {
  if (word.length < MIN_LENGTH) return null;
  const allowed = word.length <= 4 ? 1 : 2;
  let best: { word: string; rank: number } | null = null;
  for (const [candidate, posts] of words) {
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = editDistance(word, candidate, allowed);
    if (distance > allowed) continue;
    const rank = distance - Math.log(1 + posts) / 20 + (candidate.charAt(0) === word.charAt(0) ? 0 : 0.5);
    if (best === null || rank < best.rank || (rank === best.rank && candidate < best.word))
      best = { word: candidate, rank };
  }
  return best?.word ?? null;
}

/** Letters put in, left out, changed or swapped with their neighbour; more than `limit` is as good as any number. */
export function editDistance(one: string, other: string, limit: number): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one.charAt(i - 1) === other.charAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped =
        i > 1 && j > 1 && one.charAt(i - 1) === other.charAt(j - 2) && one.charAt(i - 2) === other.charAt(j - 1);
      if (isSwapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return last[other.length] ?? limit + 1;
}

const WORDS_OF_HEADS = `select word, ndoc as posts from ts_stat('select head from search_public') where word ~ '^[[:alnum:]]+$'`;
/** The heads of a large site would take seconds to read; PostgreSQL's statistics hold thousands of their words. */
const WORDS_OF_STATISTICS = `
  select x.word, greatest(1, x.share * c.reltuples)::double precision as posts
  from pg_class c join pg_stats s on s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'head',
    unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) x(word, share)
  where c.oid = 'public.search_public'::regclass and x.word ~ '^[[:alnum:]]+$'`;

async function loadVocabulary(db: SqlClient): Promise<CacheTagVocabulary> {
  // A change of the public posts shows at once on a small site; a large one is read again every ten minutes.
  const [state] = await db.query<{ identity: string; isLarge: boolean }>(
    `select current_database() || pg_postmaster_start_time() || count(*) || max(x.visible_from) as identity,
       count(*) > 5000 as "isLarge" from (select visible_from from search_public limit 5001) x`,
  );
  const identity = state?.identity ?? "";
  const last = known.get(identity);
  if (last !== undefined && performance.now() - last.readAt < (state?.isLarge === true ? FRESH_MS : 1_000)) return last;
  const rows = await db.query<{ word: string; posts: number }>(
    state?.isLarge === true ? WORDS_OF_STATISTICS : WORDS_OF_HEADS,
  );
  const words = new Map(rows.filter(({ word }) => isWord(word)).map(({ word, posts }) => [word, posts]));
  // The stem of another word is no spelling.
  for (const word of [...words.keys()]) {
    const stem = stemOf(word);
    if (stem !== null && (words.get(stem) ?? 0) <= (words.get(word) ?? 0)) words.delete(stem);
  }
  const vocabulary = { words, readAt: performance.now() };
  known.set(identity, vocabulary);
  return vocabulary;
}

const isWord = (word: string): boolean =>
  word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{N}]+$/u.test(word);
