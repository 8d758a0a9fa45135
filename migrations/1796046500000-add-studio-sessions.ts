// Adds the sessions of browsers and the links that make one. Anonymous reads have no view of either.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddStudioSessions1796046500000 implements MigrationInterface {
  readonly name = "AddStudioSessions1796046500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table studio_session (
        id uuid not null default gen_random_uuid(),
        secret_hash bytea not null,
        origin text not null,
        api_token_id uuid,
        subject text not null,
        name text not null,
        role text,
        author_id uuid,
        created_at timestamptz(3) not null default now(),
        last_seen_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        user_agent text,
        constraint studio_session_origin_check check (origin in ('TOKEN', 'OIDC', 'LINK')),
        constraint studio_session_api_token_id_check check ((origin = 'TOKEN') = (api_token_id is not null)),
        constraint studio_session_role_check
          check (case when origin = 'TOKEN' then role is null else role in ('AUTHOR', 'EDITOR', 'ADMIN') end),
        constraint studio_session_author_id_check check ((coalesce(role, '') = 'AUTHOR') = (author_id is not null)),
        constraint studio_session_secret_hash_key unique (secret_hash),
        constraint studio_session_pkey primary key (id),
        constraint studio_session_api_token_id_fkey foreign key (api_token_id) references api_token (id) on delete cascade,
        constraint studio_session_author_id_fkey foreign key (author_id) references author (id) on delete cascade
      )`);
    await runner.query(`
      create table studio_link (
        id uuid not null default gen_random_uuid(),
        key_hash bytea not null,
        name text not null,
        role text not null,
        author_id uuid,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        constraint studio_link_role_check check (role in ('AUTHOR', 'EDITOR', 'ADMIN')),
        constraint studio_link_author_id_check check ((role = 'AUTHOR') = (author_id is not null)),
        constraint studio_link_key_hash_key unique (key_hash),
        constraint studio_link_pkey primary key (id),
        constraint studio_link_author_id_fkey foreign key (author_id) references author (id) on delete cascade
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table studio_link");
    await runner.query("drop table studio_session");
  }
}
