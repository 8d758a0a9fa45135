// The one row that describes the change feed of this database.
import { Check, Column, Entity, Generated, PrimaryColumn } from "typeorm";

@Entity("change_feed")
@Check("change_feed_id_check", "id = 1")
export class ChangeFeedRow {
  @PrimaryColumn({ type: "smallint", default: 1 })
  id!: number;

  /** Identifies the database: cursors of another one are not valid here. */
  @Column("uuid")
  @Generated("uuid")
  epoch!: string;

  /** Of the changes up to this one, only the last of each node is kept. */
  @Column("bigint", { default: 0 })
  compactedTo!: string;

  /** Up to this one, nodes that disappeared are forgotten as well, so that older cursors are not valid. */
  @Column("bigint", { default: 0 })
  forgottenTo!: string;
}
