// What the mutations of posts take. In updates an absent field is left unchanged and null clears it.
import { Field, ID, InputType, Int } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { ImageInput } from "../images/image.inputs.js";
import { BodyFormat } from "./body/post-body.type.js";

@InputType({ description: "A body as it is written." })
export class PostBodyInput {
  @Field(() => String, { description: "Kept byte for byte; at most 2 MiB in UTF-8." })
  source!: string;

  @Field(() => BodyFormat, { nullable: true, defaultValue: "MARKDOWN", description: "What the source is written in." })
  format?: "MARKDOWN" | "HTML" | null;
}

@InputType({ description: "What a page of the post tells search engines; absent fields fall back to the post's own." })
export class SeoInput {
  @Field(() => String, { nullable: true, description: "At most 300 characters." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "At most 2000 characters." })
  description?: string | null;

  @Field(() => String, { nullable: true, description: "Absolute." })
  canonicalUrl?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether search engines are asked to leave the page out." })
  noIndex?: boolean | null;
}

@InputType({ description: "A new post, which begins as a draft." })
export class CreatePostInput {
  @Field(() => String, { description: "1 to 300 characters." })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Derived from the title where absent; Han and other scripts are kept, never empty, never silently changed later.",
  })
  slug?: string | null;

  @Field(() => PostBodyInput, { description: "The text." })
  body!: PostBodyInput;

  @Field(() => String, {
    nullable: true,
    description: "At most 2000 characters; generated from the text where absent.",
  })
  excerpt?: string | null;

  @Field(() => String, { nullable: true, description: "BCP 47; the site's where absent." })
  locale?: string | null;

  @Field(() => ID, { nullable: true, description: "Whose post it is; the viewer's own author where absent." })
  authorId?: string | null;

  @Field(() => [ID], { nullable: true, description: "At most 50; the first is the main one." })
  categoryIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "At most 100, in the order given." })
  tagIds?: string[] | null;

  @Field(() => ImageInput, { nullable: true, description: "Picture shown with the post." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, { nullable: true, description: "What a page of the post tells search engines." })
  seo?: SeoInput | null;
}

@InputType({ description: "A change of a post. Absent = unchanged, null = cleared." })
export class UpdatePostInput {
  @Field(() => ID, { description: "The post." })
  id!: string;

  @Field(() => Int, { description: "The version that the change is based on; another one is a VERSION_CONFLICT." })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "1 to 300 characters; cannot be cleared." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "The former one redirects. Null derives one from the title." })
  slug?: string | null;

  @Field(() => PostBodyInput, { nullable: true, description: "The text; cannot be cleared." })
  body?: PostBodyInput | null;

  @Field(() => String, { nullable: true, description: "Null goes back to one generated from the text." })
  excerpt?: string | null;

  @Field(() => String, { nullable: true, description: "BCP 47; null goes back to the site's." })
  locale?: string | null;

  @Field(() => ID, { nullable: true, description: "Whose post it is; cannot be cleared." })
  authorId?: string | null;

  @Field(() => [ID], { nullable: true, description: "The whole list; null or empty for none." })
  categoryIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The whole list; null or empty for none." })
  tagIds?: string[] | null;

  @Field(() => ImageInput, { nullable: true, description: "Picture shown with the post." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, { nullable: true, description: "Replaces what was set; null clears all of it." })
  seo?: SeoInput | null;
}

/** What every mutation of an existing post names. */
@InputType({ description: "What every change of an existing post names." })
class VersionedPostInput {
  @Field(() => ID, { description: "The post." })
  id!: string;

  @Field(() => Int, { description: "The version that the caller has seen; another one is a VERSION_CONFLICT." })
  expectedVersion!: number;
}

@InputType({ description: "Makes a post public, now or later." })
export class PublishPostInput extends VersionedPostInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Now where absent; a later instant makes the post SCHEDULED, an earlier one dates it back.",
  })
  at?: string | null;
}

@InputType({ description: "Takes a public or scheduled post back to a draft." })
export class UnpublishPostInput extends VersionedPostInput {}

@InputType({ description: "Puts a post into the trash." })
export class TrashPostInput extends VersionedPostInput {}

@InputType({ description: "Takes a post out of the trash, as a draft." })
export class RestorePostInput extends VersionedPostInput {}

@InputType({ description: "Deletes a post in the trash for good." })
export class DeletePostInput extends VersionedPostInput {}

@InputType({ description: "Makes an earlier title and text a new version of the post." })
export class RestoreRevisionInput extends VersionedPostInput {
  @Field(() => ID, { description: "A revision of this post." })
  revisionId!: string;
}
