// The position of each durable listener in the outbox. The process that holds the lock of a row delivers to its listener.
import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("outbox_position")
export class OutboxPositionRow {
  @PrimaryColumn("text")
  listener!: string;

  /** The last handled event. */
  @Column("bigint")
  eventId!: string;
}
