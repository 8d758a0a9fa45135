// GraphQL type of a working copy.
import { Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import type { MarkupFormat } from "../../../platform/markup/body.js";
import { slugFrom } from "../../../platform/markup/slug.js";
import { Image } from "../../images/image.js";
import type { BodyOwner } from "../body/post-body.type.js";
import type { WorkingCopyRow } from "./working-copy.entity.js";

type Content = Omit<WorkingCopyRow, "post" | "postId" | "slug" | "locale" | "source" | "assetPaths">;

@ObjectType({
  simpleResolvers: true,
  description:
    "Edits of a post or page that are not applied yet. Only viewers who may edit it see them. Those of a page have no excerpt, authors, categories and tags.",
})
export class WorkingCopy implements Content {
  owner!: BodyOwner;
  ownerId!: string;
  /** The path against which relative links of the body are resolved, and to which the slug is added. */
  basePath!: string;
  writtenSlug!: string | null;
  writtenLocale!: string | null;
  siteLocale!: string;
  siteUrl!: string;
  /** Of the site. */
  hasFormulas!: boolean;
  /** Null if it was not selected, or exceeds the size of a response. */
  source!: string | null;
  format!: MarkupFormat;
  authorIds!: readonly string[];
  categoryIds!: readonly string[];
  tagIds!: readonly string[];
  seoTitle!: string | null;
  seoDescription!: string | null;
  seoImage!: Image | null;
  canonicalUrl!: string | null;
  noIndex!: boolean;

  @Field(() => Int, {
    description: "Grows with each accepted save. Mutations take it as expectedWorkingCopyVersion.",
  })
  version!: number;

  @Field(() => Int, { description: "The version of the post or page on which the edits are based." })
  baseVersion!: number;

  @Field(() => Boolean, { description: "Whether the post or page has changed since that version." })
  isBehind!: boolean;

  @Field(() => String, { description: "The title as it was saved, perhaps empty." })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: "The written excerpt. Null if it will be generated from the text.",
  })
  excerpt!: string | null;

  @Field(() => [String], {
    description:
      "The names of tags that were saved by name, which follow those of `tags`. Missing ones are created when the copy is applied.",
  })
  tagNames!: readonly string[];

  @Field(() => Image, { nullable: true, description: "The cover. Its URL has not been checked yet." })
  cover!: Image | null;

  @Field(() => DateTimeScalar, { description: "The time of the last save." })
  savedAt!: string;

  @Field(() => String, {
    nullable: true,
    description: "The name of the API token, or the subject of the JSON Web Token, that saved last.",
  })
  savedBy!: string;

  @Field(() => String, { description: "The slug as it was saved, or else the one that follows from the title." })
  get slug(): string {
    return this.writtenSlug ?? slugFrom(this.title);
  }

  @Field(() => String, { description: "The language as a BCP 47 tag." })
  get locale(): string {
    return this.writtenLocale ?? this.siteLocale;
  }
}
