// The tags of a post. Rows repeat the visibility of the post for the same reason as those of `post_category`.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Tag } from "../tags/tag.entity.js";
import { Post } from "./post.entity.js";

@Entity("post_tag")
@Index(["tagId", "visibleFrom", "postId"])
export class PostTagRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @PrimaryColumn("uuid")
  tagId!: string;

  @ManyToOne(() => Tag, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "tag_id" })
  tag?: Relation<Tag>;

  /** From 0, in the order in which the author listed them. */
  @Column("integer")
  position!: number;

  /** A copy of `visible_from` of the post. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
