// One search from its text to a page: weighs the units, finds candidates, relaxes where too little matched, scores and
// cuts out the page. Everything that the fields of a connection need afterwards is kept here.

import type { Context } from "../../../identity/context.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";
import { checkedSize, DEFAULT_PAGE_SIZE } from "../../../platform/graphql/pagination/page-args.js";
import { conditionsText, postConditions } from "../../posts/lists/post-filter.js";
import type { PostFilter } from "../../posts/post.inputs.js";
import { addSearchTags } from "../search-cache-tags.js";
import { isDense, strictExpression, type WeighedPlan } from "./candidates.js";
import { type MatchSql, newestPage, type Total, totalOf } from "./newest-matches.js";
import { planQuery } from "./query-plan.js";
import { type ScoredPost, type Search, searchRelaxed, searchStrictly } from "./scored-search.js";
import { decodeCursor, encodeCursor, FAR, NEAR, rounded, type SearchPlace, type SearchState } from "./search-cursor.js";
import type { SearchScope } from "./search-scope.js";
import { simplifiedPlan } from "./simplified-plan.js";
import { loadFrequencies, rarity } from "./term-rarity.js";

export const MAX_QUERY_LENGTH = 200;
/** Fewer matches than these are too few to be all that was looked for. */
const ENOUGH = 10;

export type SearchRunOrder = "RELEVANCE" | "NEWEST";

export interface SearchArguments {
  query: string;
  first?: number | null;
  after?: string | null;
  filter?: PostFilter | null;
  orderBy?: SearchRunOrder | null;
}

export interface FoundPost extends SearchPlace {
  /** As clients see it. */
  score: number;
}

export interface SearchResult {
  found: FoundPost[];
  hasNextPage: boolean;
  isRelaxed: boolean;
  /** Posts of a relaxed search; null where all words tell. */
  relaxedIds: readonly string[] | null;
  /** Where the search has come to know it by the way. */
  total: Total | null;
}

interface Windowed extends ScoredPost {
  window: number;
}

interface Pass {
  posts: readonly ScoredPost[];
  /** Whether no candidate was left out. */
  isComplete: boolean;
  isRelaxed: boolean;
  total: Total | null;
}

export function requireQueryLength(text: string, argument: string): void {
  // Counted in UTF-16 units first: what is within those is within characters.
  if (text.length <= MAX_QUERY_LENGTH || [...text].length <= MAX_QUERY_LENGTH) return;
  throw new BadInputError(
    "VALUE_OUT_OF_RANGE",
    `Argument "${argument}" takes at most ${MAX_QUERY_LENGTH} characters, but has ${[...text].length}.`,
    argument,
  );
}

export class SearchRun {
  readonly query: string;
  plan: WeighedPlan;
  readonly scope: SearchScope;
  readonly order: SearchRunOrder;
  readonly size: number;
  readonly #ctx: Context;
  readonly #codec: CursorCodec;
  readonly #place: SearchPlace | null;
  readonly #state: SearchState;
  readonly #hasState: boolean;
  #result: Promise<SearchResult> | null = null;
  #weighing: Promise<void> | null = null;

  constructor(ctx: Context, { query, first, after, filter, orderBy }: SearchArguments) {
    requireQueryLength(query, "query");
    this.query = query;
    this.#ctx = ctx;
    this.size = first == null ? DEFAULT_PAGE_SIZE : checkedSize(first, "first");
    this.order = orderBy ?? "RELEVANCE";
    const conditions = postConditions(ctx, filter);
    this.plan = { ...planQuery(query), posts: 0, rarities: [], counts: [] };
    this.#codec = new CursorCodec({
      list: "Query.search",
      order: this.order,
      filter: JSON.stringify([query, conditionsText(conditions)]),
    });
    const decoded =
      after == null
        ? null
        : decodeCursor(this.#codec, after, { units: this.plan.units.length, keyIsInstant: this.order === "NEWEST" });
    this.#place = decoded?.place ?? null;
    this.#hasState = decoded !== null;
    this.scope = { reader: ctx, conditions, until: decoded?.state.until ?? null };
    this.#state = decoded?.state ?? { asOf: today(), until: null, cut: null, rarities: [] };
  }

  rarityOf(lexeme: string): number {
    const index = this.plan.units.findIndex((unit) => unit.lexeme === lexeme);
    return this.plan.rarities[index] ?? 0.1;
  }

  get hasPreviousPage(): boolean {
    return this.#place !== null;
  }

  get result(): Promise<SearchResult> {
    this.#result ??= this.#run();
    return this.#result;
  }

  cursorOf(place: SearchPlace): string {
    return encodeCursor(this.#codec, place, { ...this.#state, rarities: this.plan.rarities });
  }

  /** What the whole list consists of, as SQL, for counts and facets; another scope may leave a part of the filter out. */
  async matches(scope: SearchScope = this.scope): Promise<MatchSql | null> {
    const { relaxedIds } = await this.result;
    if (this.plan.units.length === 0) return null;
    if (relaxedIds === null) return { expression: strictExpression(this.plan), ids: null };
    if (scope === this.scope) return { expression: null, ids: relaxedIds };
    const { posts } = await this.#pass(scope);
    return { expression: null, ids: posts.map(({ id }) => id) };
  }

  async #run(): Promise<SearchResult> {
    if (this.plan.units.length === 0) {
      return { found: [], hasNextPage: false, isRelaxed: false, relaxedIds: null, total: totalOf(0) };
    }
    this.#weighing ??= this.#weigh();
    await this.#weighing;
    addSearchTags(this.#ctx.cacheTags);
    if (this.order === "NEWEST") return this.#newest();
    return this.#mostRelevant();
  }

  async #weigh(): Promise<void> {
    const asTyped = await loadFrequencies(this.#ctx.db, this.plan.units);
    const { posts, countOf } = asTyped;
    const plan = countOf === null ? this.plan : simplifiedPlan(this.plan, { ...asTyped, countOf });
    const { counts } = plan === this.plan ? asTyped : await loadFrequencies(this.#ctx.db, plan.units);
    const rarities = this.#hasState ? this.#state.rarities : counts.map((count) => rounded(rarity(posts, count)));
    this.plan = { ...plan, posts, counts, rarities };
  }

  /** All words where enough posts have them; what the first page decided holds for the others. */
  async #pass(scope: SearchScope = this.scope): Promise<Pass> {
    const state = this.#state;
    const search = this.#search(scope);
    const strict = await searchStrictly(search, NEAR);
    const isComplete = strict.countsAll && strict.count < NEAR;
    const asTyped = {
      posts: strict.posts,
      isComplete,
      isRelaxed: false,
      total: strict.countsAll ? totalOf(strict.count) : null,
    };
    const mayRelax = this.#hasState ? state.cut !== null : strict.posts.length < ENOUGH && !this.plan.isQuoted;
    state.until ??= strict.newest;
    if (!mayRelax) return asTyped;
    const relaxed = await searchRelaxed(search, { ids: strict.posts.map(({ id }) => id), cut: state.cut });
    state.until ??= relaxed.newest;
    if (relaxed.posts.length === strict.posts.length && !this.#hasState) return asTyped;
    if (scope === this.scope) state.cut = rounded(relaxed.cut);
    return { posts: relaxed.posts, isComplete: true, isRelaxed: true, total: totalOf(relaxed.posts.length) };
  }

  #search(scope: SearchScope): Search {
    return { db: this.#ctx.db, scope, plan: this.plan, asOf: this.#state.asOf };
  }

  /** Those of the small window, and behind them all others of the large one: each part in the order of its scores. */
  async #mostRelevant(): Promise<SearchResult> {
    const { posts, isComplete, isRelaxed, total } = await this.#pass();
    const place = this.#place;
    const isFar = place?.window === FAR;
    const near = isFar ? [] : posts.filter((post) => place === null || isBehind(post, place));
    const rest: Windowed[] = near.map((post) => ({ ...post, window: NEAR }));
    if (rest.length <= this.size && !isComplete) {
      const isNear = new Set(posts.map(({ id }) => id));
      for (const post of (await searchStrictly(this.#search(this.scope), FAR)).posts) {
        if (!isNear.has(post.id) && !(isFar && !isBehind(post, place))) rest.push({ ...post, window: FAR });
      }
    }
    const found = rest.slice(0, this.size).map(({ id, instant, score, window }) => ({
      key: String(score),
      postId: id,
      instant,
      window,
      score: score / 1_000,
    }));
    return {
      found,
      hasNextPage: rest.length > this.size,
      isRelaxed,
      relaxedIds: isRelaxed ? posts.map(({ id }) => id) : null,
      total,
    };
  }

  async #newest(): Promise<SearchResult> {
    const { db } = this.#ctx;
    const page = (match: MatchSql) =>
      newestPage(db, this.scope, match, {
        place: this.#place,
        limit: this.size + 1,
        isDense: match.ids === null && isDense(this.plan),
      });
    let match: MatchSql = { expression: strictExpression(this.plan), ids: null };
    let rows = await page(match);
    const mayRelax = this.#hasState ? this.#state.cut !== null : rows.length < ENOUGH && rows.length <= this.size;
    const pass = mayRelax ? await this.#pass() : null;
    if (pass?.isRelaxed === true) {
      match = { expression: null, ids: pass.posts.map(({ id }) => id) };
      rows = await page(match);
    }
    const units = this.plan.rarities.reduce((sum, one) => sum + one, 0);
    return {
      found: rows
        .slice(0, this.size)
        .map(({ id, instant }) => ({ key: instant, postId: id, instant, window: NEAR, score: rounded(units) })),
      hasNextPage: rows.length > this.size,
      isRelaxed: match.ids !== null,
      relaxedIds: match.ids,
      total: pass?.total ?? null,
    };
  }
}

/** Ages are counted from the start of the day, so that scores do not change with every breath. */
const today = (): string => `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;

function isBehind({ id, score, instant }: ScoredPost, place: SearchPlace): boolean {
  const last = Number(place.key);
  if (score !== last) return score < last;
  return instant === place.instant ? id < place.postId : instant > place.instant;
}
