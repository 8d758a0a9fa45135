// GraphQL types of search results and suggestions.
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import { Node } from "../../platform/graphql/node.js";
import { PageInfo } from "../../platform/graphql/pagination/connection.js";
import { Post } from "../posts/post.entity.js";

export const SearchOrder = { RELEVANCE: "RELEVANCE", NEWEST: "NEWEST" } as const;
registerEnumType(SearchOrder, {
  name: "SearchOrder",
  description: "The order of search results.",
  valuesConfig: {
    RELEVANCE: { description: "The best match first. Only the best thousand results can be paged through." },
    NEWEST: { description: "The most recently published post first. All matches can be paged through." },
  },
});

export const SearchField = { TITLE: "TITLE", HEADING: "HEADING", BODY: "BODY", CODE: "CODE" } as const;
export type SearchField = (typeof SearchField)[keyof typeof SearchField];
registerEnumType(SearchField, {
  name: "SearchField",
  description: "The part of a post that a snippet is taken from.",
  valuesConfig: {
    TITLE: { description: "The title." },
    HEADING: { description: "A heading." },
    BODY: { description: "The text, without code blocks." },
    CODE: { description: "A code block." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A range of a text, in UTF-16 code units." })
export class TextRange {
  @Field(() => Int, { description: "The offset of the first code unit." })
  start!: number;

  @Field(() => Int, { description: "The offset after the last code unit." })
  end!: number;
}

@ObjectType({ simpleResolvers: true, description: "A fragment of a post in which the query matched." })
export class Snippet {
  @Field(() => SearchField, { description: "The part of the post that the text is taken from." })
  field!: SearchField;

  @Field(() => String, { description: "Plain text, on one line unless it is code." })
  text!: string;

  @FieldCost({ size: 3 })
  @Field(() => [TextRange], { description: "The matches within the text, in order and without overlap." })
  highlights!: TextRange[];
}

@ObjectType({ description: "A search result." })
export class PostSearchEdge {
  @Field(() => String, {
    description: "An opaque cursor. Pass it as `after` to continue the same search after this result.",
  })
  cursor!: string;

  @Field(() => Post, { description: "The post that was found." })
  node!: Post;

  @Field(() => Float, {
    description: "The relevance of the post: higher is better. Scores of different searches cannot be compared.",
  })
  score!: number;
}

@ObjectType({ description: "The number of matches in a category." })
export class CategoryFacet {
  categoryId!: string;

  @Field(() => Int, { description: "The number of matches in the category and its descendants." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "The number of matches published in a year." })
export class YearFacet {
  @Field(() => Int, { description: "The year, in the time zone of the site." })
  year!: number;

  @Field(() => Int, { description: "The number of matches published in the year." })
  count!: number;
}

@ObjectType({
  description: "Counts of the matches. Each facet ignores its own part of the filter.",
})
export class SearchFacets {}

@ObjectType({ description: "A page of search results." })
export class PostSearchConnection {
  @Field(() => [PostSearchEdge], { description: "The results of the page." })
  edges!: Promise<PostSearchEdge[]>;

  @Field(() => [Post], { description: "The posts of the page, without cursors and scores." })
  nodes!: Promise<Post[]>;

  @Field(() => PageInfo, { description: "The position of the page within the results." })
  pageInfo!: Promise<PageInfo>;

  @FieldCost({ cost: 20 })
  @Field(() => Int, { description: "The number of matching posts. It is counted only if it is selected." })
  totalCount!: Promise<number>;

  @Field(() => Boolean, { description: "False if `totalCount` is a lower bound." })
  totalCountIsExact!: Promise<boolean>;

  @Field(() => Boolean, {
    description: "True if too few posts matched all words, so that posts that match a part of the query follow them.",
  })
  isRelaxed!: Promise<boolean>;

  @FieldCost({ cost: 50 })
  @Field(() => String, {
    nullable: true,
    description:
      "A corrected spelling of the query. Null if no better spelling is known. If `isCorrected` is true, the results are for both spellings.",
  })
  didYouMean!: Promise<string | null>;

  @Field(() => Boolean, {
    description:
      "True if words of the query that no post has, or very few, were also searched for by a spelling that posts have: that of `didYouMean`.",
  })
  isCorrected!: Promise<boolean>;

  @Field(() => String, {
    nullable: true,
    description:
      "The query with its corrected words quoted, which searches for exactly what was typed, for a link such as “Search instead for …”. Null unless `isCorrected` is true.",
  })
  originalQuery!: Promise<string | null>;
}

@ObjectType({ description: "A completion of the text that is being typed." })
export class Suggestion {
  @Field(() => String, { description: "The title or the name." })
  text!: string;

  @Field(() => Node, { description: "The post, category, tag, series or author that has the title or name." })
  node!: Node;
}
