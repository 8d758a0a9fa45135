// Tables of working copies: the edits of a post that are not applied yet, and the last version of one that has been applied or discarded.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "../post.entity.js";
import { CopyColumnsRow } from "./copy-columns.js";

/** An author or a term of the copy may have been deleted, which is checked when it is applied. */
@Entity("working_copy")
@Check("working_copy_format_check", "format in ('MARKDOWN', 'HTML')")
export class WorkingCopyRow extends CopyColumnsRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  /** Null generates the excerpt from the text. */
  @Column("text", { nullable: true })
  excerpt!: string | null;

  @Column("uuid", { array: true })
  authorIds!: readonly string[];

  @Column("uuid", { array: true })
  categoryIds!: readonly string[];

  @Column("uuid", { array: true })
  tagIds!: readonly string[];

  /** The names of tags that follow those of `tagIds`. */
  @Column("text", { array: true })
  tagNames!: readonly string[];
}

/** The next working copy of the post goes on from this version, so that no editor mistakes it for the former one. */
@Entity("ended_working_copy")
export class EndedWorkingCopyRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("integer")
  version!: number;
}
