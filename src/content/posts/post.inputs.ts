// What clients may ask of lists of posts: filters, orders and the arguments of connections.
import { ArgsType, Field, ID, InputType, registerEnumType } from "type-graphql";
import { PageArgs } from "../../platform/graphql/pagination/page-args.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { OrderDirection } from "../order-direction.js";
import { PostStatus } from "./post.entity.js";

export const PostOrderField = {
  PUBLISHED_AT: "PUBLISHED_AT",
  UPDATED_AT: "UPDATED_AT",
  CREATED_AT: "CREATED_AT",
  TITLE: "TITLE",
} as const;
export type PostOrderField = (typeof PostOrderField)[keyof typeof PostOrderField];
registerEnumType(PostOrderField, {
  name: "PostOrderField",
  description: "What posts are ordered by. Equal values are told apart by a fixed hidden key, so pages never overlap.",
  valuesConfig: {
    PUBLISHED_AT: { description: "Time of publication; posts without one count as later than all others." },
    UPDATED_AT: { description: "Time of the last change." },
    CREATED_AT: { description: "Time of the first save." },
    TITLE: { description: "Title by Unicode code point, the same in every database." },
  },
});

@InputType({ description: "Order of a list of posts." })
export class PostOrder {
  @Field(() => PostOrderField, { description: "What to order by." })
  field!: PostOrderField;

  @Field(() => OrderDirection, { description: "In which direction." })
  direction!: OrderDirection;
}

@InputType({
  description: "Conditions on the categories of a post; all that are given must hold. At most 100 ids each.",
})
export class CategoryMatch {
  @Field(() => [ID], { nullable: true, description: "In at least one of these. An empty list matches nothing." })
  anyOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "In every one of these." })
  allOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "In none of these." })
  noneOf?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether a post of a descendant counts as one of the category.",
  })
  includeDescendants?: boolean | null;
}

@InputType({ description: "Conditions on the tags of a post; all that are given must hold. At most 100 ids each." })
export class TagMatch {
  @Field(() => [ID], { nullable: true, description: "With at least one of these. An empty list matches nothing." })
  anyOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "With every one of these." })
  allOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "With none of these." })
  noneOf?: string[] | null;
}

@InputType({ description: "Conditions on posts; all that are given must hold." })
export class PostFilter {
  @Field(() => CategoryMatch, { nullable: true, description: "By category." })
  categories?: CategoryMatch | null;

  @Field(() => TagMatch, { nullable: true, description: "By tag." })
  tags?: TagMatch | null;

  @Field(() => [ID], { nullable: true, description: "By any of these authors, at most 100." })
  authorIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: "Parts of this series." })
  seriesId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Language range (RFC 4647 basic filtering): zh matches zh and zh-CN, in any case.",
  })
  locale?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Published at this instant or later." })
  publishedAfter?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Published before this instant." })
  publishedBefore?: string | null;

  @Field(() => [PostStatus], {
    nullable: true,
    description: "Anything but PUBLISHED needs the right to see it, else a FORBIDDEN error. PUBLISHED where absent.",
  })
  status?: PostStatus[] | null;
}

@ArgsType()
export class PostsArgs extends PageArgs {
  @Field(() => PostFilter, { nullable: true, description: "Which posts; all visible ones where absent." })
  filter?: PostFilter | null;

  @Field(() => PostOrder, { nullable: true, description: "Newest publication first where absent." })
  orderBy?: PostOrder | null;
}

@ArgsType()
export class CategoryPostsArgs extends PostsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether posts of descendant categories are listed as well.",
  })
  includeDescendants?: boolean | null;
}
