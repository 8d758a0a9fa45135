// Table and GraphQL type of the site's metadata, which is one row.
import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, PrimaryColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";

/** There is one site, so that its id is the same in every database and at every time. */
export const SITE_UUID = "00000000-0000-4000-8000-000000000001";

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

  /** Whether the values have been set. An import sets them only if they have not. */
  @Column("boolean", { default: false })
  isConfigured!: boolean;

  override get globalId(): string {
    return encodeGlobalId("Site", SITE_UUID);
  }
}
