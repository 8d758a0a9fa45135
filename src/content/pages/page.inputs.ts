// The inputs of the mutations of pages. In updates, an absent field is unchanged and null clears it.
import { Field, ID, InputType, Int } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { ImageInput } from "../images/image.inputs.js";
import { BodyInput } from "../posts/post-mutation.inputs.js";
import { SeoInput } from "../seo/seo.inputs.js";

@InputType({ description: "A new page. It is created as a draft unless publishAt is given." })
export class CreatePageInput {
  @Field(() => String, { description: "The title, 1 to 300 characters." })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The last part of the path. If absent, it is derived from the title, in the script of the title. Later changes of the title do not change it.",
  })
  slug?: string | null;

  @Field(() => ID, { nullable: true, description: "The page above it. Absent for a page at the top of the tree." })
  parentId?: string | null;

  @Field(() => BodyInput, { description: "The body of the page." })
  body!: BodyInput;

  @Field(() => String, {
    nullable: true,
    description: "The name of the template by which the front end shows the page, at most 200 characters.",
  })
  template?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The language of the page as a BCP 47 tag. The language of the site if absent.",
  })
  locale?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture that is shown with the page." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, { nullable: true, description: "Metadata for search engines." })
  seo?: SeoInput | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Publishes the page in the same transaction: at once, with this date, if it is not in the future, and as SCHEDULED if it is. A draft if absent.",
  })
  publishAt?: string | null;
}

@InputType({ description: "A page and its expected version." })
class VersionedPageInput {
  @Field(() => ID, { description: "The page that the mutation applies to." })
  id!: string;

  @Field(() => Int, {
    description: "The version that the caller has seen. If the page has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;
}

@InputType({ description: "Changes to a page. An absent field is unchanged; null clears it." })
export class UpdatePageInput extends VersionedPageInput {
  @Field(() => String, { nullable: true, description: "The new title, 1 to 300 characters. It cannot be cleared." })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The new last part of the path; the former paths of the page and of all below it redirect. Null derives it from the title.",
  })
  slug?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The page to move it below, with everything below it; the former paths redirect. Null moves it to the top of the tree.",
  })
  parentId?: string | null;

  @Field(() => BodyInput, { nullable: true, description: "The new body. It cannot be cleared." })
  body?: BodyInput | null;

  @Field(() => String, {
    nullable: true,
    description: "The name of the template by which the front end shows the page, at most 200 characters.",
  })
  template?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The language of the page as a BCP 47 tag. Null restores the language of the site.",
  })
  locale?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture that is shown with the page." })
  cover?: ImageInput | null;

  @Field(() => SeoInput, {
    nullable: true,
    description: "The new metadata for search engines, which replaces the former as a whole. Null clears all of it.",
  })
  seo?: SeoInput | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The new date of a page that is public or was: changed in place, and never in the future for a public page. Moves the instant of a scheduled page, which must stay in the future. Null removes the date of a hidden page.",
  })
  publishedAt?: string | null;
}

@InputType({ description: "A page to publish, and the time of its publication." })
export class PublishPageInput extends VersionedPageInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The time of publication. A future instant makes the page SCHEDULED; a past one backdates it. If absent, a page that was public before gets the date that it had, and any other is published now.",
  })
  at?: string | null;
}

@InputType({ description: "A public or scheduled page to turn back into a draft." })
export class UnpublishPageInput extends VersionedPageInput {}

@InputType({ description: "A page to delete permanently, with its revisions. Refused while it has pages below it." })
export class DeletePageInput extends VersionedPageInput {}
