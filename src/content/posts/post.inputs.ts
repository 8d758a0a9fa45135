// The arguments of lists of posts: filters, orders and pages.
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
  description:
    "The fields by which posts can be ordered. Posts with equal values have a fixed order, so that pages never overlap.",
  valuesConfig: {
    PUBLISHED_AT: { description: "By time of publication. Posts without one count as later than all others." },
    UPDATED_AT: { description: "By time of the last change." },
    CREATED_AT: { description: "By time of the first save." },
    TITLE: { description: "By title, in the order of Unicode code points." },
  },
});

@InputType({ description: "The order of a list of posts." })
export class PostOrder {
  @Field(() => PostOrderField, { description: "The field to order by." })
  field!: PostOrderField;

  @Field(() => OrderDirection, { description: "The direction of the order." })
  direction!: OrderDirection;
}

@InputType({
  description:
    "Conditions on the categories of a post. A post matches if it meets all given conditions. Each takes at most 100 ids.",
})
export class CategoryMatch {
  @Field(() => [ID], {
    nullable: true,
    description: "The post is in at least one of these categories. An empty list matches nothing.",
  })
  anyOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The post is in each of these categories." })
  allOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The post is in none of these categories." })
  noneOf?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether a post in a descendant counts as a post in the category.",
  })
  includeDescendants?: boolean | null;
}

@InputType({
  description:
    "Conditions on the tags of a post. A post matches if it meets all given conditions. Each takes at most 100 ids.",
})
export class TagMatch {
  @Field(() => [ID], {
    nullable: true,
    description: "The post has at least one of these tags. An empty list matches nothing.",
  })
  anyOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The post has each of these tags." })
  allOf?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The post has none of these tags." })
  noneOf?: string[] | null;
}

@InputType({ description: "A filter of posts. A post matches if it meets all given conditions." })
export class PostFilter {
  @Field(() => CategoryMatch, { nullable: true, description: "Conditions on the categories of the post." })
  categories?: CategoryMatch | null;

  @Field(() => TagMatch, { nullable: true, description: "Conditions on the tags of the post." })
  tags?: TagMatch | null;

  @Field(() => [ID], { nullable: true, description: "One of the authors of the post is among these, at most 100." })
  authorIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: "The post is a part of this series." })
  seriesId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The language of the post matches this range (RFC 4647, basic filtering): zh matches zh and zh-CN, regardless of case.",
  })
  locale?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The current slug of the post is one of these, at most 100, in any form that `post(slug:)` accepts. An empty list matches nothing.",
  })
  slugs?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "The external id of the post is one of these, at most 100. An empty list matches nothing.",
  })
  externalIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the post is pinned." })
  isPinned?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "The post was published at this instant or later." })
  publishedSince?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "The post was published before this instant." })
  publishedBefore?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The post was last changed at this instant or later. Publication at a scheduled instant is no change.",
  })
  updatedSince?: string | null;

  @Field(() => [PostStatus], {
    nullable: true,
    description:
      "The post has one of these statuses, at most 4. PUBLISHED if absent; others give a FORBIDDEN error to viewers who may not edit posts.",
  })
  statuses?: PostStatus[] | null;
}

@ArgsType()
export class PostsArgs extends PageArgs {
  @Field(() => PostFilter, { nullable: true, description: "Selects the posts. All visible posts if absent." })
  filter?: PostFilter | null;

  @Field(() => PostOrder, {
    nullable: true,
    description: "The order of the posts. Newest publication first if absent.",
  })
  orderBy?: PostOrder | null;
}

@ArgsType()
export class CategoryPostsArgs extends PostsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether posts of descendant categories are listed too.",
  })
  includeDescendants?: boolean | null;
}
