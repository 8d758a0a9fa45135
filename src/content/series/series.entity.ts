// Table and GraphQL type of a series: posts that are meant to be read in a given order.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Routable } from "../site/routable.js";
import { PATH_PREFIXES } from "../site-path.js";

@ObjectType({
  implements: [Node, Routable],
  simpleResolvers: true,
  description: "A series of posts that are meant to be read in order.",
})
@Entity("series")
@Index(["title", "id"])
// By the path and the instant: a look-up that finds nothing takes the same work whether or not there is a hidden row.
@Index("series_expr_visible_from_idx", { synchronize: false })
export class Series extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Identifies the series in URLs. Unique among series." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The title as readers see it." })
  title!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "A description in plain text." })
  description!: string | null;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description: "Increases by one with each accepted change. Mutations take it as expectedVersion.",
  })
  version!: number;

  /** `visible_from` of the earliest post of the series; "infinity" without one. Triggers maintain it. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  get path(): string {
    return PATH_PREFIXES.series + this.slug;
  }

  override get globalId(): string {
    return encodeGlobalId("Series", this.id);
  }
}
