// The position in the change feed up to which the pages of a CDN have been purged; one row, absent before the first purge.
import { Check, Column, Entity, PrimaryColumn } from "typeorm";

@Entity("purge_position")
@Check("purge_position_id_check", "id = 1")
export class PurgePositionRow {
  @PrimaryColumn({ type: "smallint", default: 1 })
  id!: number;

  @Column("text")
  cursor!: string;
}
