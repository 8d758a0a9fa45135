// Events of the outbox, which are written in the transaction of their change: no event without its change, and no change without its
// event.
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("outbox_event")
export class OutboxEventRow {
  /** Increases in the order of commits, see outbox.ts. */
  @PrimaryGeneratedColumn("identity", { type: "bigint", generatedIdentity: "ALWAYS" })
  id!: string;

  /** Such as `post.published`. */
  @Column("text")
  type!: string;

  @Column("jsonb")
  payload!: Record<string, unknown>;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
