// The object that the fields of a search resolve from. Its properties are getters, so that a total or a spelling that is not selected
// costs nothing.
import type { Context } from "../../identity/context.js";
import type { PageInfo } from "../../platform/graphql/pagination/connection.js";
import type { Post } from "../posts/post.entity.js";
import { postById } from "../posts/post.loaders.js";
import { SearchFigures } from "./facets.js";
import { betterSpelling, correctedQuery, uncorrectedQuery } from "./query/did-you-mean.js";
import type { Total } from "./query/newest-matches.js";
import type { FoundPost } from "./query/results/search-result.js";
import type { SearchRun } from "./query/search-run.js";
import { PostSearchConnection, PostSearchEdge } from "./search.types.js";

/** An edge with the search that found it. */
export class FoundEdge extends PostSearchEdge {
  readonly run: SearchRun;

  constructor(run: SearchRun, node: Post, found: FoundPost) {
    super();
    this.run = run;
    this.node = node;
    this.score = found.score;
    Object.defineProperty(this, "cursor", { get: () => run.cursorOf(found) });
  }
}

export class SearchPage extends PostSearchConnection {
  readonly run: SearchRun;
  readonly figures: SearchFigures;
  readonly #ctx: Context;
  readonly #query: string;
  #edges: Promise<FoundEdge[]> | null = null;
  #total: Promise<Total> | null = null;

  constructor(ctx: Context, run: SearchRun, query: string) {
    super();
    this.#ctx = ctx;
    this.run = run;
    this.figures = new SearchFigures(ctx, run);
    this.#query = query;
    Object.defineProperties(this, {
      edges: { get: () => this.#loadEdges() },
      nodes: { get: async () => (await this.#loadEdges()).map((edge) => edge.node) },
      pageInfo: { get: () => this.#loadPageInfo() },
      totalCount: { get: async () => (await this.#loadTotal()).count },
      totalCountIsExact: { get: async () => (await this.#loadTotal()).isExact },
      isRelaxed: { get: async () => (await run.result).isRelaxed },
      isCorrected: { get: async () => (await this.#loadOriginalQuery()) !== null },
      originalQuery: { get: () => this.#loadOriginalQuery() },
      didYouMean: { get: () => this.#suggestSpelling() },
    });
  }

  #loadEdges(): Promise<FoundEdge[]> {
    this.#edges ??= this.#readEdges();
    return this.#edges;
  }

  async #readEdges(): Promise<FoundEdge[]> {
    const { found } = await this.run.result;
    const posts = await Promise.all(found.map(({ postId }) => postById(this.#ctx).load(postId)));
    // A post that was unpublished since it was found is left out.
    return found.flatMap((result, index) => {
      const post = posts[index];
      return post == null ? [] : [new FoundEdge(this.run, post, result)];
    });
  }

  async #loadPageInfo(): Promise<PageInfo> {
    const { found, hasNextPage } = await this.run.result;
    const [first, last] = [found[0], found.at(-1)];
    return {
      hasNextPage,
      hasPreviousPage: this.run.hasPreviousPage,
      startCursor: first === undefined ? null : this.run.cursorOf(first),
      endCursor: last === undefined ? null : this.run.cursorOf(last),
    };
  }

  #loadTotal(): Promise<Total> {
    this.#total ??= this.figures.total();
    return this.#total;
  }

  async #suggestSpelling(): Promise<string | null> {
    const { found } = await this.run.result;
    const corrected = correctedQuery(this.#query, this.run.corrections);
    if (corrected !== null || found.length > 0 || this.run.hasPreviousPage) return corrected;
    return betterSpelling(this.#ctx, this.#query);
  }

  async #loadOriginalQuery(): Promise<string | null> {
    await this.run.result;
    return uncorrectedQuery(this.#query, this.run.corrections);
  }
}
