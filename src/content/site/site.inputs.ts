// The input of the mutation of the site.
import { Field, InputType, Int } from "type-graphql";
import { ImageInput } from "../images/image.inputs.js";
import { SocialLinkInput } from "./social-link.js";

@InputType({ description: "Changes to the site. An absent field is unchanged; null clears it." })
export class UpdateSiteInput {
  @Field(() => Int, {
    description:
      "The version on which the change is based. If the site has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new name, 1 to 200 characters. It cannot be cleared." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "A description in plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The absolute URL of the site, with https:// or http://, at most 2000 characters, without a query or fragment. Slashes at its end are dropped. It cannot be cleared.",
  })
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The main language, as a BCP 47 tag. If it is one of the languages of the site, it becomes their first; otherwise it replaces the main one. It cannot be cleared.",
  })
  locale?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "All languages, as different BCP 47 tags, at most 50, the main one first; with `locale`, that one becomes the first. Null or an empty list leaves only the main one.",
  })
  locales?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "The time zone by its IANA name, such as Asia/Shanghai. It cannot be cleared.",
  })
  timeZone?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "The logo." })
  logo?: ImageInput | null;

  @Field(() => ImageInput, { nullable: true, description: "The small icon." })
  icon?: ImageInput | null;

  @Field(() => ImageInput, { nullable: true, description: "Shown where a page has no picture of its own." })
  image?: ImageInput | null;

  @Field(() => [SocialLinkInput], {
    nullable: true,
    description: "All profiles of the site elsewhere in their order, at most 50. Null or an empty list removes them.",
  })
  socialLinks?: SocialLinkInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many posts a page of a list shows, 1 to 100. Null restores the default, 10.",
  })
  postsPerPage?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether $…$, $$…$$, \\(…\\) and \\[…\\] in bodies enclose formulas in TeX. Null restores the default, false. Existing bodies follow within minutes.",
  })
  hasFormulas?: boolean | null;
}
