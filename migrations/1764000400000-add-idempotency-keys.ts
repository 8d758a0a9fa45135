// Adds stored responses of requests with an idempotency key.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddIdempotencyKeys1764000400000 implements MigrationInterface {
  readonly name = "AddIdempotencyKeys1764000400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_key (
        caller text collate "C" not null,
        key_hash text collate "C" not null,
        digest bytea not null,
        status smallint not null,
        content_type text not null,
        body bytea not null,
        created_at timestamptz(3) not null default now(),
        constraint idempotency_key_pkey primary key (caller, key_hash)
      )`);
    await runner.query("create index idempotency_key_created_at_idx on idempotency_key (created_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table idempotency_key");
  }
}
