// The text of a page and all forms that are derived from it when it is written, in a table of its own as the bodies of posts are.
import { Check, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { BodyColumnsRow } from "../posts/body/body-columns.js";
import { Page } from "./page.entity.js";

@Entity("page_body")
@Index("page_body_rich_version_idx", ["richVersion"])
@Index("page_body_asset_paths_idx", { synchronize: false })
@Check("page_body_format_check", "format in ('MARKDOWN', 'HTML')")
export class PageBodyRow extends BodyColumnsRow {
  @PrimaryColumn("uuid")
  pageId!: string;

  @OneToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;
}
