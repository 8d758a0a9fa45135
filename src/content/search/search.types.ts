// The types that a search answers with.
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import { Node } from "../../platform/graphql/node.js";
import { PageInfo } from "../../platform/graphql/pagination/connection.js";
import { Post } from "../posts/post.entity.js";

export const SearchOrder = { RELEVANCE: "RELEVANCE", NEWEST: "NEWEST" } as const;
registerEnumType(SearchOrder, {
  name: "SearchOrder",
  description: "What the results of a search are ordered by.",
  valuesConfig: {
    RELEVANCE: { description: "Best match first; at most the best thousand can be paged through." },
    NEWEST: { description: "Newest publication first; all matches can be paged through." },
  },
});

export const SearchField = { TITLE: "TITLE", HEADING: "HEADING", BODY: "BODY", CODE: "CODE" } as const;
export type SearchField = (typeof SearchField)[keyof typeof SearchField];
registerEnumType(SearchField, {
  name: "SearchField",
  description: "The part of a post that a snippet is from.",
  valuesConfig: {
    TITLE: { description: "Its title." },
    HEADING: { description: "One of its headings." },
    BODY: { description: "Its text." },
    CODE: { description: "A block of code." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A stretch of a text, in UTF-16 units." })
export class TextRange {
  @Field(() => Int, { description: "Offset of the first unit." })
  start!: number;

  @Field(() => Int, { description: "Offset behind the last unit." })
  end!: number;
}

@ObjectType({ simpleResolvers: true, description: "A piece of a post in which the query matched." })
export class Snippet {
  @Field(() => SearchField, { description: "Where the text is from." })
  field!: SearchField;

  @Field(() => String, { description: "Plain text, on one line unless it is code." })
  text!: string;

  @FieldCost({ size: 3 })
  @Field(() => [TextRange], { description: "What matched: UTF-16 offsets into the text, in order, never overlapping." })
  highlights!: TextRange[];
}

@ObjectType({ description: "A post that was found." })
export class PostSearchEdge {
  @Field(() => String, { description: "Opaque; pages on from this edge in the same search." })
  cursor!: string;

  @Field(() => Post, { description: "The post." })
  node!: Post;

  @Field(() => Float, { description: "Greater is better; comparable only among results of one search." })
  score!: number;
}

@ObjectType({ description: "How many of the matches are in a category." })
export class CategoryFacet {
  categoryId!: string;

  @Field(() => Int, { description: "Matches in the category or in one below it." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "How many of the matches are from a year." })
export class YearFacet {
  @Field(() => Int, { description: "Four digits (UTC)." })
  year!: number;

  @Field(() => Int, { description: "Matches published in the year." })
  count!: number;
}

@ObjectType({
  description: "How the matches spread. Each facet leaves its own part of the filter out of account.",
})
export class SearchFacets {}

@ObjectType({ description: "A page of what a search found." })
export class PostSearchConnection {
  @Field(() => [PostSearchEdge], { description: "The page's results." })
  edges!: Promise<PostSearchEdge[]>;

  @Field(() => [Post], { description: "The page's posts alone." })
  nodes!: Promise<Post[]>;

  @Field(() => PageInfo, { description: "Where the page lies among the results." })
  pageInfo!: Promise<PageInfo>;

  @FieldCost({ points: 20 })
  @Field(() => Int, { description: "How many posts match; counted only when selected." })
  totalCount!: Promise<number>;

  @Field(() => Boolean, { description: "False where totalCount is a lower bound." })
  totalCountIsExact!: Promise<boolean>;

  @Field(() => Boolean, {
    description: "True where too little matched and the words were no longer all required.",
  })
  isRelaxed!: Promise<boolean>;

  @FieldCost({ points: 50 })
  @Field(() => String, { nullable: true, description: "A better spelling, where nothing was found." })
  didYouMean!: Promise<string | null>;
}

@ObjectType({ description: "What somebody who types may be looking for." })
export class Suggestion {
  @Field(() => String, { description: "A title or a name, as it is written." })
  text!: string;

  @Field(() => Node, { description: "What bears the title or name: a post, a category or a tag." })
  node!: Node;
}
