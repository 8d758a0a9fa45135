// One search, from the text of its query to a page: loads the weights of its terms, searches strictly, relaxes if too little matched, and
// cuts out the page. It holds what the fields of the connection need afterwards, such as the scope for totals and facets.

import type { Context } from "../../../identity/context.js";
import { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";
import { checkedSize, DEFAULT_PAGE_SIZE } from "../../../platform/graphql/pagination/page-args.js";
import { conditionsText, postConditions } from "../../posts/lists/post-filter.js";
import type { PostFilter } from "../../posts/post.inputs.js";
import type { Correction } from "../reading/query-reading.js";
import { readAgain, readQuery } from "../reading/read-query.js";
import { addSearchTags } from "../search-cache-tags.js";
import { isCommonPhrase, rowsInOrder, strictExpression, type WeightedPlan } from "./candidates.js";
import { correctedQuery } from "./did-you-mean.js";
import { type MatchSql, newestPage, totalOf } from "./newest-matches.js";
import { planQuery } from "./query-plan.js";
import { requireQueryLength } from "./query-words.js";
import type { RelevantPosts, SearchResult, WindowedPost } from "./results/search-result.js";
import { type ScoredSearch, searchRelaxed, searchStrictly } from "./scored-search.js";
import {
  damagedCursor,
  decodeCursor,
  encodeCursor,
  FIRST_WINDOW,
  firstState,
  isAfter,
  LARGE_WINDOW,
  rounded,
  type SearchPosition,
  type SearchState,
} from "./search-cursor.js";
import type { SearchScope } from "./search-scope.js";

/** A search that finds fewer strict matches is relaxed. */
const MIN_STRICT_MATCHES = 10;
/** The weight of a highlighted lexeme that is no term of the query. */
const OTHER_LEXEME_WEIGHT = 0.1;

export type SearchRunOrder = "RELEVANCE" | "NEWEST";

export interface SearchArguments {
  query: string;
  first?: number | null;
  after?: string | null;
  filter?: PostFilter | null;
  orderBy?: SearchRunOrder | null;
}

export class SearchRun {
  readonly query: string;
  plan: WeightedPlan;
  readonly scope: SearchScope;
  readonly order: SearchRunOrder;
  readonly size: number;
  readonly #ctx: Context;
  readonly #codec: CursorCodec;
  readonly #position: SearchPosition | null;
  readonly #state: SearchState;
  readonly #hasCursor: boolean;
  #result: Promise<SearchResult> | null = null;
  #read: Promise<void> | null = null;

  constructor(ctx: Context, { query, first, after, filter, orderBy }: SearchArguments) {
    requireQueryLength(query, "query");
    this.query = query;
    this.#ctx = ctx;
    this.size = first == null ? DEFAULT_PAGE_SIZE : checkedSize(first, "first");
    this.order = orderBy ?? "RELEVANCE";
    const conditions = postConditions(ctx, filter);
    this.#codec = new CursorCodec({
      list: "Query.search",
      order: this.order,
      filter: JSON.stringify([query, conditionsText(conditions)]),
    });
    const decoded = after == null ? null : decodeCursor(this.#codec, after, this.order === "NEWEST");
    const asTyped = planQuery(query, decoded?.state.reading);
    this.plan = { ...asTyped, asTyped, posts: 0, weights: [], counts: [] };
    if (decoded !== null && decoded.state.weights.length !== this.plan.terms.length) throw damagedCursor();
    this.#position = decoded?.position ?? null;
    this.#hasCursor = decoded !== null;
    this.scope = { reader: ctx, conditions, publishedUntil: decoded?.state.publishedUntil ?? null };
    this.#state = decoded?.state ?? firstState();
  }

  weightOf(lexeme: string): number {
    const index = this.plan.terms.findIndex((term) => term.lexeme === lexeme);
    return this.plan.weights[index] ?? OTHER_LEXEME_WEIGHT;
  }

  /** What the words of the query were put right with, if its result has been awaited. */
  get corrections(): readonly Correction[] {
    return this.#state.reading.corrections;
  }

  /** The query with its words put right, for highlights. */
  get readAs(): string {
    return correctedQuery(this.query, this.corrections) ?? this.query;
  }

  get hasPreviousPage(): boolean {
    return this.#position !== null;
  }

  get result(): Promise<SearchResult> {
    this.#result ??= this.#run();
    return this.#result;
  }

  cursorOf(position: SearchPosition): string {
    return encodeCursor(this.#codec, position, { ...this.#state, weights: this.plan.weights });
  }

  /** All posts of the search as SQL, for totals and facets. Another scope may leave out a part of the filter. */
  async matches(scope: SearchScope = this.scope): Promise<MatchSql | null> {
    const { relaxedIds, partialIds } = await this.result;
    if (this.plan.terms.length === 0) return null;
    if (relaxedIds === null) {
      return { expression: strictExpression(this.plan), ids: partialIds.length === 0 ? null : partialIds };
    }
    if (scope === this.scope) return { expression: null, ids: relaxedIds };
    const { posts } = await this.#searchFirstWindow(scope);
    return { expression: null, ids: posts.map(({ id }) => id) };
  }

  async #run(): Promise<SearchResult> {
    if (this.plan.terms.length === 0) {
      return { found: [], hasNextPage: false, isRelaxed: false, relaxedIds: null, partialIds: [], total: totalOf(0) };
    }
    this.#read ??= this.#readQuery();
    await this.#read;
    addSearchTags(this.#ctx.cacheTags);
    if (this.order === "NEWEST") return this.#newest();
    return this.#mostRelevant();
  }

  async #readQuery(): Promise<void> {
    const { db } = this.#ctx;
    const { asTyped } = this.plan;
    if (this.#hasCursor) this.plan = await readAgain(db, asTyped, this.#state.weights);
    else ({ plan: this.plan, reading: this.#state.reading } = await readQuery(db, this.query, asTyped));
  }

  /** Searches strictly, and relaxes if too few posts match. Later pages relax if, and as far as, the first page did. */
  async #searchFirstWindow(scope: SearchScope = this.scope): Promise<RelevantPosts> {
    const state = this.#state;
    const search = this.#searchIn(scope);
    const strict = await searchStrictly(search, FIRST_WINDOW);
    const strictCount = strict.posts.length - strict.partialIds.length;
    const isBounded = isCommonPhrase(this.plan);
    const total = isBounded ? { count: strict.count, isExact: false } : null;
    const strictPosts = {
      posts: strict.posts,
      isComplete: isBounded || (strict.countsAll && strict.count < FIRST_WINDOW),
      isRelaxed: false,
      partialIds: strict.partialIds,
      total: strict.countsAll ? totalOf(strict.count + strict.partialIds.length) : total,
    };
    const mayRelax = this.#hasCursor
      ? state.minWeight !== null
      : strictCount < MIN_STRICT_MATCHES && !this.plan.isFullyQuoted;
    state.publishedUntil ??= strict.newestInstant;
    if (!mayRelax) return strictPosts;
    const relaxed = await searchRelaxed(search, { ids: strict.posts.map(({ id }) => id), minWeight: state.minWeight });
    state.publishedUntil ??= relaxed.newestInstant;
    const hasOnlyStrict = relaxed.posts.length === strict.posts.length && strict.partialIds.length === 0;
    if (hasOnlyStrict && !this.#hasCursor) return strictPosts;
    if (scope === this.scope) state.minWeight = rounded(relaxed.minWeight);
    return {
      posts: relaxed.posts,
      isComplete: true,
      isRelaxed: true,
      partialIds: [],
      total: totalOf(relaxed.posts.length),
    };
  }

  #searchIn(scope: SearchScope): ScoredSearch {
    return { db: this.#ctx.db, scope, plan: this.plan, asOf: this.#state.asOf };
  }

  /** The posts of the first window by score, and after them the other posts of the large window by score. */
  async #mostRelevant(): Promise<SearchResult> {
    const { posts, isComplete, isRelaxed, partialIds, total } = await this.#searchFirstWindow();
    const position = this.#position;
    const isInLargeWindow = position?.window === LARGE_WINDOW;
    const first = isInLargeWindow ? [] : posts.filter((post) => position === null || isAfter(post, position));
    const rest: WindowedPost[] = first.map((post) => ({ ...post, window: FIRST_WINDOW }));
    if (rest.length <= this.size && !isComplete) {
      const inFirstWindow = new Set(posts.map(({ id }) => id));
      for (const post of (await searchStrictly(this.#searchIn(this.scope), LARGE_WINDOW)).posts) {
        const isRead = isInLargeWindow && !isAfter(post, position);
        if (!inFirstWindow.has(post.id) && !isRead) rest.push({ ...post, window: LARGE_WINDOW });
      }
    }
    const found = rest.slice(0, this.size).map(({ id, instant, score, window }) => ({
      key: String(score),
      postId: id,
      instant,
      window,
      score: score / 1_000,
    }));
    const relaxedIds = isRelaxed || isCommonPhrase(this.plan) ? posts.map(({ id }) => id) : null;
    return { found, hasNextPage: rest.length > this.size, isRelaxed, relaxedIds, partialIds, total };
  }

  async #newest(): Promise<SearchResult> {
    const pageOf = (match: MatchSql) =>
      newestPage(this.#ctx.db, this.scope, match, {
        position: this.#position,
        limit: this.size + 1,
        inOrder: match.ids === null ? rowsInOrder(this.plan, this.size + 1) : null,
      });
    let match: MatchSql = { expression: strictExpression(this.plan), ids: null };
    const isBounded = isCommonPhrase(this.plan);
    let rows = isBounded ? [] : await pageOf(match);
    const mayRelax = this.#hasCursor
      ? this.#state.minWeight !== null
      : rows.length < MIN_STRICT_MATCHES && rows.length <= this.size;
    const relevant = mayRelax || isBounded ? await this.#searchFirstWindow() : null;
    if (relevant?.isRelaxed === true || (relevant !== null && isBounded)) {
      match = { expression: null, ids: relevant.posts.map(({ id }) => id) };
      rows = await pageOf(match);
    }
    const score = rounded(this.plan.weights.reduce((sum, weight) => sum + weight, 0));
    return {
      found: rows
        .slice(0, this.size)
        .map(({ id, instant }) => ({ key: instant, postId: id, instant, window: FIRST_WINDOW, score })),
      hasNextPage: rows.length > this.size,
      isRelaxed: relevant?.isRelaxed === true,
      relaxedIds: match.ids,
      partialIds: [],
      total: match.ids !== null || relevant?.partialIds.length === 0 ? (relevant?.total ?? null) : null,
    };
  }
}
