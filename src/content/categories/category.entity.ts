// Table and GraphQL type of a category. The path and the ancestors are stored with the row, so that a tree of any depth
// is read without recursion; moves rewrite them for the whole subtree.
import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A node of the category tree." })
@Entity("category")
@Index(["parentId", "path"])
export class Category extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid", { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Category, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "parent_id" })
  parentCategory?: Relation<Category> | null;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "Names the category among its siblings." })
  slug!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Slugs from the root joined by slashes, such as linux/network." })
  path!: string;

  /** Root first, without the category itself. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  ancestorIds!: string[];

  @Column("text")
  @Field(() => String, { description: "As shown to readers." })
  name!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "What the category is about, plain text." })
  description!: string | null;

  override get globalId(): string {
    return encodeGlobalId("Category", this.id);
  }
}

export const CATEGORY_COLUMNS =
  'c.id, c.parent_id as "parentId", c.slug, c.path, c.ancestor_ids as "ancestorIds", c.name, c.description';
