// The text of a post and all forms that are derived from it when it is written. It has its own table because lists do not need it.
import { Check, Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "../post.entity.js";
import { BodyColumnsRow } from "./body-columns.js";

@Entity("post_body")
@Index("post_body_rich_version_idx", ["richVersion"])
@Index("post_body_asset_paths_idx", { synchronize: false })
@Check("post_body_format_check", "format in ('MARKDOWN', 'HTML')")
export class PostBodyRow extends BodyColumnsRow {
  @PrimaryColumn("uuid")
  postId!: string;

  /** Whether an import says that dollar signs in this body enclose formulas, whatever the site says of others. */
  @Column("boolean", { default: false })
  hasFormulas!: boolean;

  @OneToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;
}
