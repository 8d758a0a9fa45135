// The text of a page and all forms that are derived from it when it is written, in a table of its own as the bodies of posts are.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import type { BodyLink, CodeBlock, Heading, MarkupFormat } from "../../platform/markup/body.js";
import { Page } from "./page.entity.js";

@Entity("page_body")
@Check("page_body_format_check", "format in ('MARKDOWN', 'HTML')")
export class PageBodyRow {
  @PrimaryColumn("uuid")
  pageId!: string;

  @OneToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;

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

  /** The start of the text on one line, without code, tables and headings. */
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
