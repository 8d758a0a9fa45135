// Adds the outbox: events, written in the transaction of their change, and the position of each durable listener.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddOutbox1764000200000 implements MigrationInterface {
  readonly name = "AddOutbox1764000200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_event (
        id bigint generated always as identity not null,
        type text not null,
        payload jsonb not null,
        created_at timestamptz(3) not null default now(),
        constraint outbox_event_pkey primary key (id)
      )`);
    await runner.query(`
      create table outbox_position (
        listener text not null,
        event_id bigint not null,
        constraint outbox_position_pkey primary key (listener)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table outbox_position");
    await runner.query("drop table outbox_event");
  }
}
