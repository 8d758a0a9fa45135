// The words that the site writes in titles, headings and names of public posts, from which misspelt words of queries are put right. Hidden
// posts are not read. Scripts without spaces need no such words: the pairs of a misspelt word still match in part.
import { BoundedMap } from "../../../lib/bounded-map.js";
import { editDistance } from "../../../lib/edit-distance.js";
import type { SqlClient } from "../../../platform/db/database.js";
import { stemOf } from "../index/tokens.js";

const [MIN_LENGTH, MAX_LENGTH] = [3, 30];
const LARGE_SITE_MAX_AGE_MS = 10 * 60_000;
const SMALL_SITE_MAX_AGE_MS = 1_000;
/** How many of the nearest words are considered. */
const MAX_NEAREST = 5;

export interface Vocabulary {
  /** Words with the number of posts that hold them. */
  words: ReadonlyMap<string, number>;
  readAt: number;
}

export interface NearWord {
  word: string;
  /** Public posts with the word in their titles, headings or names. */
  posts: number;
  distance: number;
  /** Lower is nearer: of equal distances the more frequent word, and rather one with the same first letter. */
  rank: number;
}

/** The service has one database in a process, tests have several. */
const MAX_DATABASES = 10;
const vocabularies = new BoundedMap<string, Vocabulary>(MAX_DATABASES);

/** Letters alone: a number that is not written is no misspelling of another one. */
export const isCorrectable = (word: string): boolean =>
  word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}]+$/u.test(word);

/** The nearest words within one or two edits, the nearest first. */
export function nearestWords(word: string, { words }: Vocabulary): NearWord[] {
  if (word.length < MIN_LENGTH) return [];
  const maxDistance = word.length <= 4 ? 1 : 2;
  const found: NearWord[] = [];
  for (const [candidate, posts] of words) {
    if (Math.abs(candidate.length - word.length) > maxDistance || candidate === word) continue;
    const distance = editDistance(word, candidate, maxDistance);
    if (distance > maxDistance) continue;
    const rank = distance - Math.log(1 + posts) / 20 + (candidate.charAt(0) === word.charAt(0) ? 0 : 0.5);
    found.push({ word: candidate, posts, distance, rank });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.word < b.word ? -1 : 1)).slice(0, MAX_NEAREST);
}

/** Rows of search_pending that have become due are as public as those of search_public, to which the next write moves them. */
const STATE_OF_INDEX = `/* search.spelling state */
  select current_database() || pg_postmaster_start_time() || count(*) || max(x.visible_from) || count(*) filter (where x.is_due) as identity,
    count(*) > 5000 as "isLarge"
  from ((select visible_from, false as is_due from search_public limit 5001) union all
    (select visible_from, true from search_pending where visible_from <= now() limit 5001)) x`;
const DUE_HEADS = "select head from search_pending where visible_from <= now()";
const WORDS_OF_TITLES = `/* search.spelling words */
  select word, ndoc as posts from ts_stat('select head from search_public union all ${DUE_HEADS}') where word ~ '^[[:alnum:]]+$'`;
/** Reading all title vectors of a large site would take seconds. PostgreSQL's statistics hold thousands of their words. */
const WORDS_OF_STATISTICS = `/* search.spelling statistics */
  select x.word, greatest(1, x.share * c.reltuples)::double precision as posts
  from pg_class c join pg_stats s on s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'head',
    unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) x(word, share)
  where c.oid = 'public.search_public'::regclass and x.word ~ '^[[:alnum:]]+$'
  union all select word, ndoc from ts_stat('${DUE_HEADS}') where word ~ '^[[:alnum:]]+$'`;

export async function loadVocabulary(db: SqlClient): Promise<Vocabulary> {
  // The identity changes with the number of public posts, when one has become due, and with the newest one. Other changes show when the
  // vocabulary is too old.
  const [state] = await db.query<{ identity: string; isLarge: boolean }>(STATE_OF_INDEX);
  const { identity = "", isLarge = false } = state ?? {};
  const last = vocabularies.get(identity);
  const maxAgeMs = isLarge ? LARGE_SITE_MAX_AGE_MS : SMALL_SITE_MAX_AGE_MS;
  if (last !== undefined && performance.now() - last.readAt < maxAgeMs) return last;
  const rows = await db.query<{ word: string; posts: number }>(isLarge ? WORDS_OF_STATISTICS : WORDS_OF_TITLES);
  const words = new Map<string, number>();
  for (const { word, posts } of rows) if (isWord(word)) words.set(word, (words.get(word) ?? 0) + posts);
  // The index holds stems beside words; a stem that is no word itself is no correct spelling.
  for (const word of [...words.keys()]) {
    const stem = stemOf(word);
    if (stem !== null && (words.get(stem) ?? 0) <= (words.get(word) ?? 0)) words.delete(stem);
  }
  const vocabulary = { words, readAt: performance.now() };
  vocabularies.set(identity, vocabulary);
  return vocabulary;
}

const isWord = (word: string): boolean =>
  word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{N}]+$/u.test(word);
