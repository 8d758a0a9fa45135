// The inputs of the mutations of working copies.
import { Field, ID, InputType, Int } from "type-graphql";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { ImageInput } from "../../images/image.inputs.js";
import { SeoInput } from "../../seo/seo.inputs.js";
import { BodyInput } from "../post-mutation.inputs.js";

const EXPECTED =
  "The version of the working copy on which this is based. If it has another one, the error is a WORKING_COPY_CONFLICT.";

@InputType({
  description:
    "Edits of a post or page that are not public yet. An absent field is unchanged, and null clears it. Only sizes are checked; slug, dates, URLs, authors and terms are checked when the working copy is applied.",
})
export class SaveWorkingCopyInput {
  @Field(() => ID, {
    description: "The post or page that is edited. A page has no excerpt, authors, categories and tags.",
  })
  postId!: string;

  @Field(() => Int, {
    nullable: true,
    description: `${EXPECTED} Null or absent: there must be no working copy yet; absent fields then come from the post or page.`,
  })
  expectedWorkingCopyVersion?: number | null;

  @Field(() => Int, {
    description: "The version of the post or page on which the edits are based; raised after its changes were merged.",
  })
  baseVersion!: number;

  @Field(() => String, { nullable: true, description: "The title, at most 300 characters. It may be empty here." })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The slug, at most 255 characters. Null derives the slug from the title.",
  })
  slug?: string | null;

  @Field(() => BodyInput, { nullable: true, description: "The body. It cannot be cleared." })
  body?: BodyInput | null;

  @Field(() => String, { nullable: true, description: "The excerpt, at most 2000 characters. Null generates it." })
  excerpt?: string | null;

  @Field(() => String, { nullable: true, description: "The language as a BCP 47 tag. Null is that of the site." })
  locale?: string | null;

  @Field(() => [ID], { nullable: true, description: "The authors, at most 20, with the main one first." })
  authorIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The categories, at most 50, with the main one first." })
  categoryIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "The tags in their order, at most 100. If `tagIds` or `tagNames` is given, both replace the tags.",
  })
  tagIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "The names of further tags, at most 100. Those that do not exist are created when it is applied.",
  })
  tagNames?: string[] | null;

  @Field(() => ImageInput, { nullable: true, description: "The cover." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, { nullable: true, description: "Metadata for search engines." })
  seo?: SeoInput | null;
}

@InputType({ description: "A working copy to apply to its post." })
export class ApplyWorkingCopyInput {
  @Field(() => ID, { description: "The post or page whose working copy is applied." })
  postId!: string;

  @Field(() => Int, {
    description:
      "The version of the post or page, which must be the one on which the working copy is based. If it has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => Int, { description: EXPECTED })
  expectedWorkingCopyVersion!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Publishes the post or page at this instant in the same transaction, as publishPost or publishPage would. Absent: its status stays.",
  })
  publishAt?: string | null;
}

@InputType({ description: "A working copy to discard." })
export class DiscardWorkingCopyInput {
  @Field(() => ID, { description: "The post or page whose working copy is discarded." })
  postId!: string;

  @Field(() => Int, { description: EXPECTED })
  expectedWorkingCopyVersion!: number;
}
