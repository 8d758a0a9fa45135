// What the change feed last said about each node, so that a change is recorded by comparison, whatever wrote it. Rows of scheduled nodes hold what
// readers see from their instant on, until their appearance is recorded.
import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import { type ChangeNodeType, NODE_TYPE_CHECK } from "./change-kind.js";

@Entity("change_state")
@Check("change_state_node_type_check", NODE_TYPE_CHECK)
@Index("change_state_members_idx", { synchronize: false })
export class ChangeStateRow {
  @PrimaryColumn("uuid")
  nodeId!: string;

  @PrimaryColumn("text")
  nodeType!: ChangeNodeType;

  /** Its own path; null if it has none, or is hidden. */
  @Column({ type: "text", collation: "C", nullable: true })
  path!: string | null;

  /** Its title or name, which the pages of others show. */
  @Column("text", { nullable: true })
  label!: string | null;

  /** "-infinity" for what is always visible, "infinity" for what is hidden and has former paths. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;

  /** Whether its appearance has been recorded, and no disappearance since. */
  @Column("boolean")
  isRecorded!: boolean;

  /** The nodes whose pages show it, and those that are visible through it. For a menu the targets of its items. */
  @Column("uuid", { array: true })
  members!: string[];

  /** Paths that were public and lead to it. A path that it had only while it was hidden is never among them. */
  @Column("text", { array: true })
  formerPaths!: string[];
}
