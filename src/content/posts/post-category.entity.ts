// The categories of a post. Rows repeat the visibility of the post, so that the newest posts of a category are a range of an index and need
// no sort.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Category } from "../categories/category.entity.js";
import { Post } from "./post.entity.js";

@Entity("post_category")
@Index(["categoryId", "visibleFrom", "postId"])
export class PostCategoryRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @PrimaryColumn("uuid")
  categoryId!: string;

  @ManyToOne(() => Category, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "category_id" })
  category?: Relation<Category>;

  /** From 0; the first category of a post is its main one. */
  @Column("integer")
  position!: number;

  /** A copy of `visible_from` of the post. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
