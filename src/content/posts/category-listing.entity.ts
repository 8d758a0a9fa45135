// Lists the posts of a category with its descendants: one row for each post and each category from its own up to the root. It is derived
// from `post_category` and the tree by each write, and makes a page of a subtree as cheap as a page of a leaf.
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

  /** A copy of `visible_from` of the post. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
