// The site's own head data: one row.
import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, PrimaryColumn } from "typeorm";

@ObjectType({ simpleResolvers: true, description: "The site that this service carries." })
@Entity("site")
@Check("site_id_check", "id = 1")
export class Site {
  @PrimaryColumn("smallint", { default: 1 })
  id!: number;

  @Column("text")
  @Field(() => String, { description: "Name of the site." })
  title!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "What the site is about, plain text." })
  description!: string | null;

  @Column("text")
  @Field(() => String, { description: "Absolute URL of the site's root, without a trailing slash." })
  url!: string;

  @Column("text")
  @Field(() => String, { description: "Main language, BCP 47." })
  locale!: string;

  /** Whether somebody has set the values; an import fills in only an untouched row. */
  @Column("boolean", { default: false })
  isConfigured!: boolean;
}
