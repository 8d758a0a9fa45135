// The authors of a post. Rows repeat the visibility of the post for the same reason as those of `post_category`.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Author } from "../../authors/author.entity.js";
import { Post } from "../post.entity.js";

@Entity("post_author")
@Index(["authorId", "visibleFrom", "postId"])
export class PostAuthorRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @PrimaryColumn("uuid")
  authorId!: string;

  @ManyToOne(() => Author, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "author_id" })
  author?: Relation<Author>;

  /** From 0, which is the main author. */
  @Column("integer")
  position!: number;

  /** A copy of `visible_from` of the post. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
