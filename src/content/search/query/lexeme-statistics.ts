// Document frequencies of lexemes on a large site, estimated from PostgreSQL's statistics of the public index table: the shares of its
// ten thousand most common lexemes. Each process reads them at most every ten minutes.
import type { SqlClient } from "../../../platform/db/database.js";
import type { DocumentFrequencies } from "./document-frequencies.js";
import { FILLER_IMPORTANCE, type QueryTerm } from "./words/query-terms.js";

const MAX_AGE_MS = 10 * 60_000;
/** The least number of posts that an estimate assumes, because a table that was never analysed has no count. */
const MIN_POSTS = 5_000;

interface StatisticsRow {
  posts: number;
  lexemes: string[] | null;
  shares: number[] | null;
  titleLexemes: string[] | null;
  titleShares: number[] | null;
}

type Shares = ReadonlyMap<string, number>;

export class LexemeStatistics {
  readonly #posts: number;
  readonly #shares: Shares;
  readonly #titleShares: Shares;
  readonly #sortedLexemes: readonly string[];
  /** The assumed share of lexemes that are not among the most common ones: half of the lowest known share. */
  readonly #rareShare: number;
  readonly #freshUntil: number;

  constructor(posts: number, shares: Shares, titleShares: Shares) {
    this.#posts = Math.max(posts, MIN_POSTS);
    this.#shares = shares;
    this.#titleShares = titleShares;
    this.#sortedLexemes = [...shares.keys()].sort();
    this.#rareShare = [...shares.values()].reduce((least, share) => Math.min(least, share), 0.01) / 2;
    // Without statistics, the rows were loaded and not analysed yet: read again at the next search.
    this.#freshUntil = shares.size === 0 ? 0 : performance.now() + MAX_AGE_MS;
  }

  static async read(db: SqlClient): Promise<LexemeStatistics> {
    const [row] = await db.query<StatisticsRow>(
      `/* search.lexeme statistics */
       select c.reltuples::bigint as posts, s.most_common_elems::text::text[] as lexemes, s.most_common_elem_freqs as shares,
         h.most_common_elems::text::text[] as "titleLexemes", h.most_common_elem_freqs as "titleShares"
       from pg_class c left join pg_stats s on s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'doc'
         left join pg_stats h on h.schemaname = 'public' and h.tablename = 'search_public' and h.attname = 'head'
       where c.oid = 'public.search_public'::regclass`,
    );
    const { lexemes, shares, titleLexemes, titleShares, posts = 0 } = row ?? {};
    return new LexemeStatistics(posts, sharesOf(lexemes, shares), sharesOf(titleLexemes, titleShares));
  }

  get isFresh(): boolean {
    return performance.now() < this.#freshUntil;
  }

  frequenciesOf(terms: readonly QueryTerm[]): DocumentFrequencies {
    return {
      posts: this.#posts,
      counts: terms.map((term) => this.#posts * this.#shareOf(term)),
      titleCounts: terms.map((term) => this.#posts * this.#titleShareOf(term)),
      countOf: (lexeme) => this.#posts * (this.#shares.get(lexeme) ?? this.#rareShare),
    };
  }

  #shareOf({ lexeme, stem, isPrefix }: QueryTerm): number {
    const whole = isPrefix ? this.#prefixShare(lexeme) : (this.#shares.get(lexeme) ?? this.#rareShare);
    return stem === null ? whole : Math.max(whole, this.#shares.get(stem) ?? 0);
  }

  #titleShareOf({ lexeme, stem, isWord, importance }: QueryTerm): number {
    if (!isWord || importance <= FILLER_IMPORTANCE) return 0;
    return Math.max(this.#titleShares.get(lexeme) ?? 0, stem === null ? 0 : (this.#titleShares.get(stem) ?? 0));
  }

  /** Treats lexemes with the prefix as statistically independent. */
  #prefixShare(prefix: string): number {
    let absent = 1;
    for (let at = this.#firstFrom(prefix); this.#sortedLexemes[at]?.startsWith(prefix) === true; at += 1) {
      absent *= 1 - (this.#shares.get(this.#sortedLexemes[at] ?? "") ?? 0);
    }
    return Math.max(1 - absent, this.#rareShare);
  }

  /** Binary search: the index of the first lexeme that is not below the given one. */
  #firstFrom(lexeme: string): number {
    let low = 0;
    let high = this.#sortedLexemes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sortedLexemes[middle] ?? "") < lexeme) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const sharesOf = (
  lexemes: readonly string[] | null | undefined,
  shares: readonly number[] | null | undefined,
): Shares => new Map((lexemes ?? []).map((lexeme, index) => [lexeme, shares?.[index] ?? 0]));
