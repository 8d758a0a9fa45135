// Adds revisions: every saved version of a post. Existing posts get their current version as their first revision.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddRevisions1764000100000 implements MigrationInterface {
  readonly name = "AddRevisions1764000100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table revision (
        id uuid not null default gen_random_uuid(),
        post_id uuid not null,
        version integer not null,
        title text not null,
        source text not null,
        format text not null,
        created_at timestamptz(3) not null default now(),
        editor text,
        constraint revision_post_id_version_key unique (post_id, version),
        constraint revision_pkey primary key (id),
        constraint revision_post_id_fkey foreign key (post_id) references post (id) on delete cascade
      )`);
    await runner.query(`
      insert into revision (post_id, version, title, source, format, created_at)
      select p.id, p.version, p.title, b.source, b.format, p.updated_at from post p join post_body b on b.post_id = p.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table revision");
  }
}
