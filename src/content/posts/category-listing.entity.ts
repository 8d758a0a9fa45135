// Which posts a category lists once its descendants are included: one row per post and category on the way to the root.
// Derived from post_category and the tree, and kept by the write path; it makes a subtree as cheap to page as a leaf.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Category } from "../categories/category.entity.js";
import { Post } from "./post.entity.js";

@Entity("category_listing")
@Index(["categoryId", "visibleFrom", "postId"])
export class CategoryListingRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @PrimaryColumn("uuid")
  categoryId!: string;

  @ManyToOne(() => Category, { onDelete: "CASCADE" })
  @JoinColumn({ name: "category_id" })
  category?: Relation<Category>;

  /** Copy of the post's. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
