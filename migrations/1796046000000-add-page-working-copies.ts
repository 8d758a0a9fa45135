// Adds working copies of pages, with the columns that a page has. Like those of posts, they have no view in the schema `published`.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddPageWorkingCopies1796046000000 implements MigrationInterface {
  readonly name = "AddPageWorkingCopies1796046000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table page_working_copy (
        page_id uuid not null,
        version integer not null,
        base_version integer not null,
        title text not null,
        slug text,
        source text not null,
        format text not null,
        locale text,
        cover jsonb,
        seo_title text,
        seo_description text,
        canonical_url text,
        no_index boolean not null,
        saved_at timestamptz(3) not null default now(),
        saved_by text not null,
        constraint page_working_copy_format_check check (format in ('MARKDOWN', 'HTML')),
        constraint page_working_copy_pkey primary key (page_id),
        constraint page_working_copy_page_id_fkey foreign key (page_id) references page (id) on delete cascade
      )`);
    await runner.query("alter table page_working_copy alter column source set storage external");
    await runner.query(`
      create table ended_page_working_copy (
        page_id uuid not null,
        version integer not null,
        constraint ended_page_working_copy_pkey primary key (page_id),
        constraint ended_page_working_copy_page_id_fkey foreign key (page_id) references page (id) on delete cascade
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table ended_page_working_copy");
    await runner.query("drop table page_working_copy");
  }
}
