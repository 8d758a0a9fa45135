// The change feed: what readers could notice, recorded in the transaction of the change. No row tells of anything hidden.
import { Check, Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { type ChangeKind, type ChangeNodeType, NODE_TYPE_CHECK } from "./change-kind.js";

@Entity("change")
@Check("change_kind_check", "kind in ('APPEARED', 'CHANGED', 'DISAPPEARED')")
@Check("change_node_type_check", NODE_TYPE_CHECK)
export class ChangeRow {
  /** Drawn under the lock of the outbox, and only for changes that readers could notice: increases in the order of commits. */
  @PrimaryGeneratedColumn("identity", { type: "bigint", generatedIdentity: "ALWAYS" })
  id!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "clock_timestamp()" })
  at!: string;

  @Column("text")
  kind!: ChangeKind;

  @Column("text")
  nodeType!: ChangeNodeType;

  @Column("uuid")
  nodeId!: string;

  /** Of the pages that the change affects, now and formerly; site-relative, not percent-encoded. */
  @Column("text", { array: true })
  paths!: string[];
}
