// Table and GraphQL type of the site's metadata, which is one row.
import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, PrimaryColumn } from "typeorm";

@ObjectType({ simpleResolvers: true, description: "The site that this service serves." })
@Entity("site")
@Check("site_id_check", "id = 1")
export class Site {
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

  /** Whether the values have been set. An import sets them only if they have not. */
  @Column("boolean", { default: false })
  isConfigured!: boolean;
}
