// The inputs of the mutations of posts. In updates, an absent field is unchanged and null clears it.
import { Field, ID, InputType, Int } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { ImageInput } from "../images/image.inputs.js";
import { SeoInput } from "../seo/seo.inputs.js";
import { BodyFormat } from "./body/post-body.type.js";

@InputType({ description: "The source of a body." })
export class BodyInput {
  @Field(() => String, { description: "The source, stored byte for byte. At most 2 MiB in UTF-8." })
  source!: string;

  @Field(() => BodyFormat, {
    nullable: true,
    defaultValue: "MARKDOWN",
    description: "The markup language of the source.",
  })
  format?: "MARKDOWN" | "HTML" | null;
}

@InputType({ description: "A new post. It is created as a draft unless publishAt is given." })
export class CreatePostInput {
  @Field(() => String, { description: "The title, 1 to 300 characters." })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The slug. If absent, it is derived from the title, in the script of the title. Later changes of the title do not change it.",
  })
  slug?: string | null;

  @Field(() => BodyInput, { description: "The body of the post." })
  body!: BodyInput;

  @Field(() => String, {
    nullable: true,
    description: "The excerpt, at most 2000 characters. Generated from the text if absent.",
  })
  excerpt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The language of the post as a BCP 47 tag. The language of the site if absent.",
  })
  locale?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "The authors of the post, 1 to 20, each once. The first is the main one. The viewer's own author if absent.",
  })
  authorIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "The categories of the post, at most 50. The first is the main one.",
  })
  categoryIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "The tags of the post in their order, at most 100." })
  tagIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The names of further tags, after those of tagIds. A tag is found by its name, whatever the case and width of its letters. If there is none, it is created, provided that the viewer may create tags.",
  })
  tagNames?: string[] | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture that is shown with the post." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, { nullable: true, description: "Metadata for search engines." })
  seo?: SeoInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the post stays at the top of lists that ask for it. False if absent.",
  })
  isPinned?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "The id of the post in another system, 1 to 255 characters. Unique, and compared exactly.",
  })
  externalId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Publishes the post in the same transaction: at once, with this date, if it is not in the future, and as SCHEDULED if it is. A draft if absent.",
  })
  publishAt?: string | null;
}

@InputType({ description: "Changes to a post. An absent field is unchanged; null clears it." })
export class UpdatePostInput {
  @Field(() => ID, { description: "The post to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the post has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new title, 1 to 300 characters. It cannot be cleared." })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new slug; the path with the former slug redirects. Null derives the slug from the title.",
  })
  slug?: string | null;

  @Field(() => BodyInput, { nullable: true, description: "The new body. It cannot be cleared." })
  body?: BodyInput | null;

  @Field(() => String, {
    nullable: true,
    description: "The new excerpt, at most 2000 characters. Null restores the one that is generated from the text.",
  })
  excerpt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The language of the post as a BCP 47 tag. Null restores the language of the site.",
  })
  locale?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: "All authors of the post, 1 to 20, each once. The first is the main one. They cannot be cleared.",
  })
  authorIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "All categories of the post, at most 50. Null or an empty list removes all.",
  })
  categoryIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "The tags of the post, at most 100. They and those of tagNames replace all tags; if only one of the two is given, the other counts as empty.",
  })
  tagIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The names of further tags, after those of tagIds. A tag is found by its name, whatever the case and width of its letters. If there is none, it is created, provided that the viewer may create tags.",
  })
  tagNames?: string[] | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture that is shown with the post." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, {
    nullable: true,
    description: "The new metadata for search engines, which replaces the former as a whole. Null clears all of it.",
  })
  seo?: SeoInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the post stays at the top of lists that ask for it. Null stands for false.",
  })
  isPinned?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "The id of the post in another system, 1 to 255 characters. Unique, and compared exactly.",
  })
  externalId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The new date of a post that is public or was: changed in place, and never in the future for a public post. Moves the instant of a scheduled post, which must stay in the future. Null removes the date of a hidden post.",
  })
  publishedAt?: string | null;
}

@InputType({ description: "A post and its expected version." })
class VersionedPostInput {
  @Field(() => ID, { description: "The post that the mutation applies to." })
  id!: string;

  @Field(() => Int, {
    description: "The version that the caller has seen. If the post has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;
}

@InputType({ description: "A post to publish, and the time of its publication." })
export class PublishPostInput extends VersionedPostInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The time of publication. A future instant makes the post SCHEDULED; a past one backdates it. If absent, a post that was public before gets the date that it had, and any other is published now.",
  })
  at?: string | null;
}

@InputType({ description: "A public or scheduled post to turn back into a draft." })
export class UnpublishPostInput extends VersionedPostInput {}

@InputType({ description: "A post to move to the trash." })
export class TrashPostInput extends VersionedPostInput {}

@InputType({ description: "A post to restore from the trash as a draft." })
export class RestorePostInput extends VersionedPostInput {}

@InputType({ description: "A post in the trash to delete permanently." })
export class DeletePostInput extends VersionedPostInput {}

@InputType({ description: "A post and the revision to restore." })
export class RestoreRevisionInput extends VersionedPostInput {
  @Field(() => ID, { description: "The revision to restore. It must belong to the post." })
  revisionId!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      "The fields to restore, each once: title, body, slug, excerpt, locale, authors, categories, tags, cover, seo, isPinned, externalId, status and publishedAt; `status` restores the date as well. If absent, title and body.",
  })
  fields?: string[] | null;
}
