// Table and GraphQL type of a series: posts that are read in an order.
import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "Posts that are read in an order, as parts of one work.",
})
@Entity("series")
@Index(["title", "id"])
export class Series extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Names the series in URLs; unique among series." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "As shown to readers." })
  title!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "What the series is about, plain text." })
  description!: string | null;

  override get globalId(): string {
    return encodeGlobalId("Series", this.id);
  }
}

export const SERIES_COLUMNS = "s.id, s.slug, s.title, s.description";
