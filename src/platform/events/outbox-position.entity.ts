// How far each durable listener has come. Whoever holds the row's lock is the one process that delivers to it.
import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("outbox_position")
export class OutboxPositionRow {
  @PrimaryColumn("text")
  listener!: string;

  /** The last event that was handled. */
  @Column("bigint")
  eventId!: string;
}
