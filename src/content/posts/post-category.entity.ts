// Which categories a post was put into. Repeats the post's visibility, so that the latest posts of a category are an
// index range and not a sort.
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

  /** From 0; the first category is the post's main one. */
  @Column("integer")
  position!: number;

  /** Copy of the post's. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
