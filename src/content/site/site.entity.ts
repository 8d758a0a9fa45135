// Table and GraphQL type of the site's metadata, which is one row.
import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, PrimaryColumn } from "typeorm";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Image } from "../images/image.js";
import { SITE_UUID } from "../site-path.js";
import { SocialLink } from "./social-link.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "The site that this service serves." })
@Entity("site")
@Check("site_id_check", "id = 1")
export class Site extends Node {
  @PrimaryColumn("smallint", { default: 1 })
  id!: number;

  @Column("text")
  @Field(() => String, { description: "The name of the site." })
  title!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "A description in plain text." })
  description!: string | null;

  @Column("text")
  @Field(() => String, { description: "The absolute URL of the site, without a trailing slash." })
  url!: string;

  @Column("text")
  @Field(() => String, { description: "The main language, as a BCP 47 tag." })
  locale!: string;

  @Column("text", { default: "UTC" })
  @Field(() => String, {
    description:
      "The time zone by its IANA name, such as Asia/Shanghai. The archive and the facets of searches count years and months in it.",
  })
  timeZone!: string;

  /** The other languages, without the main one. */
  @Column("text", { array: true, default: () => "'{}'" })
  otherLocales!: readonly string[];

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "The logo, such as for the head of each page." })
  logo!: Image | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "The small icon, such as for the tab of a browser." })
  icon!: Image | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "Shown where a page has no picture of its own." })
  image!: Image | null;

  @Column("jsonb", { default: () => "'[]'" })
  @FieldCost({ size: 5 })
  @Field(() => [SocialLink], {
    description: "Where else the site can be found, in the order of the owner. At most 50.",
  })
  socialLinks!: readonly SocialLink[];

  @Column("integer", { default: 10 })
  @Field(() => Int, {
    description:
      "How many posts a page of a list shows, 1 to 100. A wish for front ends: the service does not apply it.",
  })
  postsPerPage!: number;

  @Column("boolean", { default: false })
  @Field(() => Boolean, {
    description:
      "Whether $…$, $$…$$, \\(…\\) and \\[…\\] in bodies enclose formulas in TeX, which rich HTML shows as MathML. Fenced code with the language math always is one.",
  })
  hasFormulas!: boolean;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description: "Increases by one with each accepted change. Mutations take it as expectedVersion.",
  })
  version!: number;

  /** The columns that the owner or an import has set, by their properties. An import sets only the others. */
  @Column("text", { array: true, default: () => "'{}'" })
  setFields!: readonly string[];

  @Field(() => [String], { description: "The languages as BCP 47 tags, the main one first. At most 50." })
  get locales(): readonly string[] {
    return [this.locale, ...this.otherLocales];
  }

  override get globalId(): string {
    return encodeGlobalId("Site", SITE_UUID);
  }
}
