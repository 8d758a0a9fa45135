// Adds API tokens, stored as hashes of their secrets, and the secrets that an instance creates for itself.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddApiTokens1764000300000 implements MigrationInterface {
  readonly name = "AddApiTokens1764000300000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_token (
        id uuid not null default gen_random_uuid(),
        name text not null,
        role text not null,
        author_id uuid,
        secret_hash bytea not null,
        prefix text not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        constraint api_token_role_check check (role in ('AUTHOR', 'EDITOR', 'ADMIN')),
        constraint api_token_author_id_check check ((role = 'AUTHOR') = (author_id is not null)),
        constraint api_token_secret_hash_key unique (secret_hash),
        constraint api_token_pkey primary key (id),
        constraint api_token_author_id_fkey foreign key (author_id) references author (id) on delete cascade
      )`);
    await runner.query("create index api_token_created_at_id_idx on api_token (created_at, id)");
    await runner.query(`
      create table instance_secret (
        name text not null,
        value bytea not null,
        created_at timestamptz(3) not null default now(),
        constraint instance_secret_pkey primary key (name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table instance_secret");
    await runner.query("drop table api_token");
  }
}
