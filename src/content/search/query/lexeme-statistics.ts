// What PostgreSQL's statistics say of the lexemes of public posts: the shares of the ten thousand most common ones. Read
// every ten minutes, and kept in the process.
import type { SqlClient } from "../../../platform/db/database.js";
import type { Unit } from "./query-plan.js";
import type { Frequencies } from "./term-rarity.js";

const FRESH_MS = 10 * 60_000;
/** No search counts on fewer, whatever the statistics say of a table that was never analysed. */
const LEAST_POSTS = 5_000;

interface StatisticsRow {
  posts: number;
  lexemes: string[] | null;
  shares: number[] | null;
}

export class LexemeStatistics {
  readonly #posts: number;
  readonly #shares: ReadonlyMap<string, number>;
  readonly #sorted: readonly string[];
  /** Of a lexeme that is not among the most common ones. */
  readonly #rareShare: number;
  readonly #freshUntil: number;

  constructor(posts: number, shares: ReadonlyMap<string, number>) {
    this.#posts = Math.max(posts, LEAST_POSTS);
    this.#shares = shares;
    this.#sorted = [...shares.keys()].sort();
    this.#rareShare = [...shares.values()].reduce((least, share) => Math.min(least, share), 0.01) / 2;
    // Rows that were loaded but never analysed: the next look will know more.
    this.#freshUntil = shares.size === 0 ? 0 : performance.now() + FRESH_MS;
  }

  static async read(db: SqlClient): Promise<LexemeStatistics> {
    const [row] = await db.query<StatisticsRow>(
      `select c.reltuples::bigint as posts, s.most_common_elems::text::text[] as lexemes, s.most_common_elem_freqs as shares
       from pg_class c left join pg_stats s on s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'doc'
       where c.oid = 'public.search_public'::regclass`,
    );
    const { lexemes, shares, posts = 0 } = row ?? {};
    return new LexemeStatistics(posts, new Map((lexemes ?? []).map((lexeme, index) => [lexeme, shares?.[index] ?? 0])));
  }

  get isFresh(): boolean {
    return performance.now() < this.#freshUntil;
  }

  frequenciesOf(units: readonly Unit[]): Frequencies {
    return {
      posts: this.#posts,
      counts: units.map((unit) => this.#posts * this.#shareOf(unit)),
      countOf: (lexeme) => this.#posts * (this.#shares.get(lexeme) ?? this.#rareShare),
    };
  }

  #shareOf({ lexeme, stem, isPrefix }: Unit): number {
    const whole = isPrefix ? this.#prefixShare(lexeme) : (this.#shares.get(lexeme) ?? this.#rareShare);
    return stem === null ? whole : Math.max(whole, this.#shares.get(stem) ?? 0);
  }

  /** As if lexemes with one beginning knew nothing of each other. */
  #prefixShare(prefix: string): number {
    let absent = 1;
    for (let at = this.#firstFrom(prefix); this.#sorted[at]?.startsWith(prefix) === true; at += 1) {
      absent *= 1 - (this.#shares.get(this.#sorted[at] ?? "") ?? 0);
    }
    return Math.max(1 - absent, this.#rareShare);
  }

  #firstFrom(lexeme: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? "") < lexeme) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
