// Table and GraphQL type of a category. The row stores the path and the ancestors, so that a tree of any depth is read without
// recursion. A move rewrites them for the whole subtree.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Routable } from "../site/routable.js";
import { PATH_PREFIXES } from "../site-path.js";

@ObjectType({ implements: [Node, Routable], simpleResolvers: true, description: "A node of the category tree." })
@Entity("category")
@Index(["parentId", "slugPath"])
export class Category extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid", { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Category, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "parent_id" })
  parentCategory?: Relation<Category> | null;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "Identifies the category among its siblings." })
  slug!: string;

  @Column({ name: "path", type: "text", collation: "C", unique: true })
  @Field(() => String, {
    description: "The slugs from the root to the category, joined by slashes, such as linux/network.",
  })
  slugPath!: string;

  /** From the root to the parent. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  ancestorIds!: string[];

  @Column("text")
  @Field(() => String, { description: "The name as readers see it." })
  name!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "A description in plain text." })
  description!: string | null;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description: "Increases by one with each accepted change. Mutations take it as expectedVersion.",
  })
  version!: number;

  get path(): string {
    return PATH_PREFIXES.category + this.slugPath;
  }

  override get globalId(): string {
    return encodeGlobalId("Category", this.id);
  }
}
