// Tables of the working copies of pages, with the columns that a page has; those of posts are in content/posts/working-copies.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import type { MarkupFormat } from "../../platform/markup/body.js";
import type { Image } from "../images/image.js";
import { Page } from "../pages/page.entity.js";

@Entity("page_working_copy")
@Check("page_working_copy_format_check", "format in ('MARKDOWN', 'HTML')")
export class PageWorkingCopyRow {
  @PrimaryColumn("uuid")
  pageId!: string;

  @OneToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;

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

  /** Null stands for the language of the site. */
  @Column("text", { nullable: true })
  locale!: string | null;

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

/** The next working copy of the page goes on from this version. */
@Entity("ended_page_working_copy")
export class EndedPageWorkingCopyRow {
  @PrimaryColumn("uuid")
  pageId!: string;

  @OneToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;

  @Column("integer")
  version!: number;
}
