// The numbers of the comments of a post that are shown, if readers see the post. Triggers maintain them, so that every write is counted.
import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "../posts/post.entity.js";

@Entity("comment_count")
export class CommentCountRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("integer")
  total!: number;

  /** Of them, those that are no replies. */
  @Column("integer")
  roots!: number;
}
