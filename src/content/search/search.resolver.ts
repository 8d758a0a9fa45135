// Resolvers of `search` and `suggest`, and of the types that a search returns.
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Category } from "../categories/category.entity.js";
import { categoryById } from "../categories/category.loaders.js";
import { loadUnreadBodyColumn } from "../posts/body/post-body.loaders.js";
import { PostFilter } from "../posts/post.inputs.js";
import type { CategoryCount, SearchFigures } from "./facets.js";
import { highlightTerms } from "./highlight.js";
import { requireQueryLength } from "./query/query-words.js";
import { SearchRun } from "./query/search-run.js";
import {
  CategoryFacet,
  PostSearchConnection,
  PostSearchEdge,
  SearchFacets,
  SearchOrder,
  Snippet,
  Suggestion,
  YearFacet,
} from "./search.types.js";
import { type FoundEdge, SearchPage } from "./search-page.js";
import { snippetsOf } from "./snippets.js";
import { suggestionsFor } from "./suggest.js";

const DEFAULT_SUGGESTIONS = 8;
const MAX_SUGGESTIONS = 20;

@ArgsType()
export class SearchArgs {
  @Field(() => String, {
    description:
      'Words in any language, at most 200 characters. "Quoted words" match as a phrase, -word excludes posts with the word, and the last word may be incomplete.',
  })
  query!: string;

  @Field(() => Int, { nullable: true, description: "The number of results, from 1 to 100. The default is 20." })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "Returns the results after this cursor of the same search." })
  after?: string | null;

  @Field(() => PostFilter, {
    nullable: true,
    description: "Restricts the results to matching posts. By default all visible posts are searched.",
  })
  filter?: PostFilter | null;

  @Field(() => SearchOrder, {
    nullable: true,
    defaultValue: "RELEVANCE",
    description: "The order of the results. By default the best match is first.",
  })
  orderBy?: keyof typeof SearchOrder | null;
}

@Resolver(() => PostSearchConnection)
export class SearchResolver {
  @FieldCost({ cost: 50 })
  @Query(() => PostSearchConnection, {
    description:
      "Full-text search of posts in Chinese, Japanese, Korean and other languages, also mixed in one text. A post is also found by the names of its categories, tags, series and authors.",
  })
  search(@Args(() => SearchArgs) args: SearchArgs, @Ctx() ctx: Context): PostSearchConnection {
    return new SearchPage(ctx, new SearchRun(ctx, args), args.query);
  }

  @FieldCost({ sizedBy: "first", cost: 30 })
  @Query(() => [Suggestion], {
    description:
      "Completions of a text that is being typed, for search-as-you-type: titles of posts and series, and names of categories, tags and authors.",
  })
  suggest(
    @Arg("prefix", () => String, { description: "The text typed so far, at most 200 characters." }) prefix: string,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: DEFAULT_SUGGESTIONS,
      description: "The maximum number of completions, from 1 to 20.",
    })
    first: number | null,
    @Ctx() ctx: Context,
  ): Promise<Suggestion[]> {
    const limit = first ?? DEFAULT_SUGGESTIONS;
    if (limit < 1 || limit > MAX_SUGGESTIONS) {
      const message = `Argument "first" must be from 1 to ${MAX_SUGGESTIONS}, but is ${limit}.`;
      throw new BadInputError("PAGE_SIZE", message, "first");
    }
    requireQueryLength(prefix, "prefix");
    return suggestionsFor(ctx, prefix, limit);
  }

  @FieldResolver(() => SearchFacets, { description: "The matches counted by category and by year." })
  facets(@Root() page: PostSearchConnection): SearchFacets {
    return Object.assign(new SearchFacets(), { figures: (page as SearchPage).figures });
  }
}

@Resolver(() => PostSearchEdge)
export class PostSearchEdgeResolver {
  @FieldCost({ size: 3, cost: 5 })
  @FieldResolver(() => [Snippet], {
    description:
      "At most three fragments that matched, the best first. Empty if only the name of a category, tag, series or author matched.",
  })
  async snippets(@Root() edge: PostSearchEdge, @Ctx() ctx: Context): Promise<Snippet[]> {
    const { node, run } = edge as FoundEdge;
    const version = { owner: "post", ownerId: node.id, version: node.version } as const;
    const [text, tableOfContents, codeBlocks] = await Promise.all([
      loadUnreadBodyColumn(ctx, version, "text"),
      loadUnreadBodyColumn(ctx, version, "tableOfContents"),
      loadUnreadBodyColumn(ctx, version, "codeBlocks"),
    ]);
    const terms = highlightTerms(run.readAs, (lexeme) => run.weightOf(lexeme));
    return snippetsOf({ title: node.title, text, tableOfContents, codeBlocks }, terms);
  }
}

interface FacetsOfPage extends SearchFacets {
  figures: SearchFigures;
}

@Resolver(() => SearchFacets)
export class SearchFacetsResolver {
  @FieldCost({ size: 10, cost: 50 })
  @FieldResolver(() => [CategoryFacet], {
    description: "The 50 categories with the most matches, in descending order.",
  })
  async categories(@Root() facets: SearchFacets): Promise<CategoryFacet[]> {
    const rows = await (facets as FacetsOfPage).figures.categories();
    return rows.map((row: CategoryCount) => Object.assign(new CategoryFacet(), row));
  }

  @FieldCost({ size: 10, cost: 50 })
  @FieldResolver(() => [YearFacet], {
    description: "The years with matches in the time zone of the site, the latest first.",
  })
  async years(@Root() facets: SearchFacets): Promise<YearFacet[]> {
    return (facets as FacetsOfPage).figures.years();
  }
}

@Resolver(() => CategoryFacet)
export class CategoryFacetResolver {
  @FieldResolver(() => Category, { description: "The category." })
  category(@Root() facet: CategoryFacet, @Ctx() ctx: Context): Deferred<Category | null> {
    return categoryById(ctx).load(facet.categoryId);
  }
}
