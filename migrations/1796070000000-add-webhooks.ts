// Adds webhooks and their deliveries. A delivery names the changes that it tells and has no copy of them.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddWebhooks1796070000000 implements MigrationInterface {
  readonly name = "AddWebhooks1796070000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook (
        id uuid not null default gen_random_uuid(),
        name text not null,
        url text not null,
        node_types text[] not null default '{}',
        document text,
        debounce_seconds integer not null default 0,
        secret text not null,
        previous_secret text,
        previous_secret_until timestamptz(3),
        is_enabled boolean not null default true,
        disabled_reason text,
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        cursor text not null,
        read_to bigint not null,
        window_ends_at timestamptz(3),
        failing_since timestamptz(3),
        held_until timestamptz(3),
        lease_id uuid,
        leased_until timestamptz(3),
        constraint webhook_debounce_seconds_check check (debounce_seconds between 0 and 3600),
        constraint webhook_previous_secret_check check ((previous_secret is null) = (previous_secret_until is null)),
        constraint webhook_lease_check check ((lease_id is null) = (leased_until is null)),
        constraint webhook_pkey primary key (id)
      )`);
    await runner.query("create index webhook_created_at_id_idx on webhook (created_at, id)");
    await runner.query(`
      create table webhook_delivery (
        id uuid not null default gen_random_uuid(),
        webhook_id uuid not null,
        kind text not null,
        after_cursor text,
        cursor text,
        node_types text[] not null default '{}',
        is_reset boolean not null default false,
        is_truncated boolean not null default false,
        status text not null,
        attempts integer not null default 0,
        retries integer not null default 0,
        next_attempt_at timestamptz(3),
        last_status_code integer,
        last_error text,
        duration_ms integer,
        created_at timestamptz(3) not null default now(),
        constraint webhook_delivery_kind_check check (kind in ('CHANGES', 'TEST')),
        constraint webhook_delivery_status_check check (status in ('PENDING', 'DELIVERED', 'DEAD')),
        constraint webhook_delivery_next_attempt_at_check check ((status = 'PENDING') = (next_attempt_at is not null)),
        constraint webhook_delivery_cursor_check check ((kind = 'CHANGES') = (num_nonnulls(after_cursor, cursor) = 2)),
        constraint webhook_delivery_pkey primary key (id),
        constraint webhook_delivery_webhook_id_fkey foreign key (webhook_id) references webhook (id) on delete cascade
      )`);
    await runner.query(
      "create index webhook_delivery_webhook_id_created_at_id_idx on webhook_delivery (webhook_id, created_at, id)",
    );
    await runner.query(`
      create index webhook_delivery_webhook_id_next_attempt_at_idx on webhook_delivery (webhook_id, next_attempt_at)
      where status = 'PENDING'`);
    await runner.query(
      "create unique index webhook_delivery_webhook_id_cursor_idx on webhook_delivery (webhook_id, cursor)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table webhook_delivery");
    await runner.query("drop table webhook");
  }
}
