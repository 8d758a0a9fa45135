// Tables of working copies: the edits of a post that are not applied yet, and the last version of one that has been applied or discarded.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import type { MarkupFormat } from "../../../platform/markup/body.js";
import type { Image } from "../../images/image.js";
import { Post } from "../post.entity.js";

/** Everything is as its editor sent it: a text may be blank, a slug taken, and an author or term deleted. That is checked when it is applied. */
@Entity("working_copy")
@Check("working_copy_format_check", "format in ('MARKDOWN', 'HTML')")
export class WorkingCopyRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("integer")
  version!: number;

  @Column("integer")
  baseVersion!: number;

  @Column("text")
  title!: string;

  /** Null derives the slug from the title. */
  @Column("text", { nullable: true })
  slug!: string | null;

  @Column("text")
  source!: string;

  @Column("text")
  format!: MarkupFormat;

  /** Null generates the excerpt from the text. */
  @Column("text", { nullable: true })
  excerpt!: string | null;

  /** Null stands for the language of the site. */
  @Column("text", { nullable: true })
  locale!: string | null;

  @Column("uuid", { array: true })
  authorIds!: readonly string[];

  @Column("uuid", { array: true })
  categoryIds!: readonly string[];

  @Column("uuid", { array: true })
  tagIds!: readonly string[];

  /** The names of tags that follow those of `tagIds`. */
  @Column("text", { array: true })
  tagNames!: readonly string[];

  @Column("jsonb", { nullable: true })
  cover!: Image | null;

  @Column("text", { nullable: true })
  seoTitle!: string | null;

  @Column("text", { nullable: true })
  seoDescription!: string | null;

  @Column("text", { nullable: true })
  canonicalUrl!: string | null;

  @Column("boolean")
  noIndex!: boolean;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  savedAt!: string;

  @Column("text")
  savedBy!: string;
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
