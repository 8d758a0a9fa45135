// Tables of the working copies of pages, with the columns that a page has; those of posts are in content/posts/working-copies.
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Page } from "../pages/page.entity.js";
import { CopyColumnsRow } from "../posts/working-copies/copy-columns.js";

@Entity("page_working_copy")
@Check("page_working_copy_format_check", "format in ('MARKDOWN', 'HTML')")
export class PageWorkingCopyRow extends CopyColumnsRow {
  @PrimaryColumn("uuid")
  pageId!: string;

  @OneToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;
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
