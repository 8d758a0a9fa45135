// Adds working copies: edits of posts that are not public yet. There is no view of them in the schema `published`, so that anonymous sessions
// cannot see them. Sources are not compressed, because they are overwritten every few seconds and read rarely.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddWorkingCopies1796045000000 implements MigrationInterface {
  readonly name = "AddWorkingCopies1796045000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table working_copy (
        post_id uuid not null,
        version integer not null,
        base_version integer not null,
        title text not null,
        slug text,
        source text not null,
        format text not null,
        excerpt text,
        locale text,
        author_ids uuid[] not null,
        category_ids uuid[] not null,
        tag_ids uuid[] not null,
        tag_names text[] not null,
        cover jsonb,
        seo_title text,
        seo_description text,
        canonical_url text,
        no_index boolean not null,
        saved_at timestamptz(3) not null default now(),
        saved_by text not null,
        constraint working_copy_format_check check (format in ('MARKDOWN', 'HTML')),
        constraint working_copy_pkey primary key (post_id),
        constraint working_copy_post_id_fkey foreign key (post_id) references post (id) on delete cascade
      )`);
    await runner.query("alter table working_copy alter column source set storage external");
    await runner.query(`
      create table ended_working_copy (
        post_id uuid not null,
        version integer not null,
        constraint ended_working_copy_pkey primary key (post_id),
        constraint ended_working_copy_post_id_fkey foreign key (post_id) references post (id) on delete cascade
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table ended_working_copy");
    await runner.query("drop table working_copy");
  }
}
