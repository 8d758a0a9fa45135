// A scheduled post or page whose appearance has not been recorded yet. Triggers maintain the rows.
import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

@Entity("pending_appearance")
@Check("pending_appearance_kind_check", "kind in ('post', 'page')")
@Index(["visibleFrom", "ownerId"])
export class PendingAppearanceRow {
  @PrimaryColumn("text")
  kind!: "post" | "page";

  @PrimaryColumn("uuid")
  ownerId!: string;

  /** That of the post or page. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
