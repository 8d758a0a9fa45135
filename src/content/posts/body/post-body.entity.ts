// The text of a post and all forms that are derived from it when it is written. It has its own table because lists do not need it.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import type { BodyLink, CodeBlock, Heading, MarkupFormat } from "../../../platform/markup/body.js";
import { Post } from "../post.entity.js";

@Entity("post_body")
@Check("post_body_format_check", "format in ('MARKDOWN', 'HTML')")
export class PostBodyRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("text")
  source!: string;

  @Column("text")
  format!: MarkupFormat;

  @Column("text")
  html!: string;

  /** Null if the source is Markdown, which is not stored twice. */
  @Column("text", { nullable: true })
  markdown!: string | null;

  @Column("text")
  text!: string;

  /** The start of the text on one line, without code, tables and headings. Excerpts are cut from it. */
  @Column("text")
  summary!: string;

  @Column("jsonb")
  tableOfContents!: Heading[];

  @Column("jsonb")
  codeBlocks!: CodeBlock[];

  @Column("jsonb")
  links!: BodyLink[];

  @Column("integer")
  wordCount!: number;

  @Column("integer")
  readingTimeMinutes!: number;
}
