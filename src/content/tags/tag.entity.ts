// Table and GraphQL type of a tag: a label of posts, without hierarchy.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Routable } from "../site/routable.js";
import { PATH_PREFIXES } from "../site-path.js";

@ObjectType({
  implements: [Node, Routable],
  simpleResolvers: true,
  description: "A label of posts. Tags have no hierarchy.",
})
@Entity("tag")
@Index(["name", "id"])
// By the path and the instant: a look-up that finds nothing takes the same work whether or not there is a hidden row.
@Index("tag_expr_visible_from_idx", { synchronize: false })
export class Tag extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Identifies the tag in URLs. Unique among tags." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The tag's name as readers see it." })
  name!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description: "Increases by one with each accepted change. Mutations take it as expectedVersion.",
  })
  version!: number;

  /** `visible_from` of the earliest post of the tag; "infinity" without one. Triggers maintain it. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  get path(): string {
    return PATH_PREFIXES.tag + this.slug;
  }

  override get globalId(): string {
    return encodeGlobalId("Tag", this.id);
  }
}
