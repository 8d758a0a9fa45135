// Creates the content tables: posts with their bodies, categories, tags, series and former paths. docs/architecture.md explains
// each index.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateContent1764000000000 implements MigrationInterface {
  readonly name = "CreateContent1764000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table author (
        id uuid not null default gen_random_uuid(),
        slug text collate "C" not null,
        name text collate "C" not null,
        bio text,
        avatar jsonb,
        constraint author_slug_key unique (slug),
        constraint author_pkey primary key (id)
      )`);
    await runner.query(`create index author_name_id_idx on author (name, id)`);
    await runner.query(`
      create table category (
        id uuid not null default gen_random_uuid(),
        parent_id uuid,
        slug text collate "C" not null,
        path text collate "C" not null,
        ancestor_ids uuid array not null default '{}',
        name text not null,
        description text,
        constraint category_path_key unique (path),
        constraint category_pkey primary key (id)
      )`);
    await runner.query(`create index category_parent_id_path_idx on category (parent_id, path)`);
    await runner.query(`
      create table path_alias (
        path text collate "C" not null,
        kind text not null,
        target_id uuid not null,
        created_at timestamptz(3) not null default now(),
        constraint path_alias_kind_check check (kind in ('post', 'category', 'tag', 'author', 'series')),
        constraint path_alias_pkey primary key (path, kind, target_id)
      )`);
    await runner.query(`create index path_alias_target_id_idx on path_alias (target_id)`);
    await runner.query(`
      create table post (
        id uuid not null default gen_random_uuid(),
        slug text collate "C" not null,
        title text collate "C" not null,
        state text not null,
        published_at timestamptz(3),
        visible_from timestamptz(3) not null default 'infinity',
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        version integer not null default '1',
        locale text collate "C" not null,
        excerpt text not null,
        excerpt_source text not null,
        author_id uuid not null,
        cover jsonb,
        seo_title text,
        seo_description text,
        canonical_url text,
        no_index boolean not null default false,
        constraint post_slug_key unique (slug),
        constraint post_excerpt_source_check check (excerpt_source in ('WRITTEN', 'GENERATED')),
        constraint post_published_at_check check (state <> 'PUBLISHED' or published_at is not null),
        constraint post_visible_from_check check (visible_from = case when state = 'PUBLISHED' then published_at else 'infinity'::timestamptz end),
        constraint post_state_check check (state in ('DRAFT', 'PUBLISHED', 'TRASHED')),
        constraint post_pkey primary key (id)
      )`);
    await runner.query(`create index post_title_id_idx on post (title, id)`);
    await runner.query(`create index post_created_at_id_idx on post (created_at, id)`);
    await runner.query(`create index post_updated_at_id_idx on post (updated_at, id)`);
    await runner.query(`create index post_author_id_visible_from_id_idx on post (author_id, visible_from, id)`);
    await runner.query(`create index post_visible_from_id_idx on post (visible_from, id)`);
    await runner.query(`
      create table category_listing (
        post_id uuid not null,
        category_id uuid not null,
        visible_from timestamptz(3) not null,
        constraint category_listing_pkey primary key (post_id, category_id)
      )`);
    await runner.query(
      `create index category_listing_category_id_visible_from_post_id_idx on category_listing (category_id, visible_from, post_id)`,
    );
    await runner.query(`
      create table post_body (
        post_id uuid not null,
        source text not null,
        format text not null,
        html text not null,
        markdown text,
        text text not null,
        summary text not null,
        table_of_contents jsonb not null,
        code_blocks jsonb not null,
        links jsonb not null,
        word_count integer not null,
        reading_time_minutes integer not null,
        constraint post_body_format_check check (format in ('MARKDOWN', 'HTML')),
        constraint post_body_pkey primary key (post_id)
      )`);
    await runner.query(`
      create table post_category (
        post_id uuid not null,
        category_id uuid not null,
        position integer not null,
        visible_from timestamptz(3) not null,
        constraint post_category_pkey primary key (post_id, category_id)
      )`);
    await runner.query(
      `create index post_category_category_id_visible_from_post_id_idx on post_category (category_id, visible_from, post_id)`,
    );
    await runner.query(`
      create table post_link (
        post_id uuid not null,
        path text collate "C" not null,
        constraint post_link_pkey primary key (post_id, path)
      )`);
    await runner.query(`create index post_link_path_post_id_idx on post_link (path, post_id)`);
    await runner.query(`
      create table tag (
        id uuid not null default gen_random_uuid(),
        slug text collate "C" not null,
        name text collate "C" not null,
        constraint tag_slug_key unique (slug),
        constraint tag_pkey primary key (id)
      )`);
    await runner.query(`create index tag_name_id_idx on tag (name, id)`);
    await runner.query(`
      create table post_tag (
        post_id uuid not null,
        tag_id uuid not null,
        position integer not null,
        visible_from timestamptz(3) not null,
        constraint post_tag_pkey primary key (post_id, tag_id)
      )`);
    await runner.query(
      `create index post_tag_tag_id_visible_from_post_id_idx on post_tag (tag_id, visible_from, post_id)`,
    );
    await runner.query(`
      create table series (
        id uuid not null default gen_random_uuid(),
        slug text collate "C" not null,
        title text collate "C" not null,
        description text,
        constraint series_slug_key unique (slug),
        constraint series_pkey primary key (id)
      )`);
    await runner.query(`create index series_title_id_idx on series (title, id)`);
    await runner.query(`
      create table series_entry (
        post_id uuid not null,
        series_id uuid not null,
        position integer not null,
        constraint series_entry_pkey primary key (post_id)
      )`);
    await runner.query(
      `create index series_entry_series_id_position_post_id_idx on series_entry (series_id, position, post_id)`,
    );
    await runner.query(`
      create table site (
        id smallint not null default '1',
        title text not null,
        description text,
        url text not null,
        locale text not null,
        is_configured boolean not null default false,
        constraint site_id_check check (id = 1),
        constraint site_pkey primary key (id)
      )`);
    await runner.query(`
      create table import_item (
        source text collate "C" not null,
        key text collate "C" not null,
        post_id uuid not null,
        digest bytea not null,
        version integer not null,
        constraint import_item_pkey primary key (source, key)
      )`);
    await runner.query(
      `alter table category add constraint category_parent_id_fkey foreign key (parent_id) references category(id) on delete restrict`,
    );
    await runner.query(
      `alter table post add constraint post_author_id_fkey foreign key (author_id) references author(id) on delete restrict`,
    );
    await runner.query(
      `alter table category_listing add constraint category_listing_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table category_listing add constraint category_listing_category_id_fkey foreign key (category_id) references category(id) on delete cascade`,
    );
    await runner.query(
      `alter table post_body add constraint post_body_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table post_category add constraint post_category_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table post_category add constraint post_category_category_id_fkey foreign key (category_id) references category(id) on delete restrict`,
    );
    await runner.query(
      `alter table post_link add constraint post_link_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table post_tag add constraint post_tag_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table post_tag add constraint post_tag_tag_id_fkey foreign key (tag_id) references tag(id) on delete restrict`,
    );
    await runner.query(
      `alter table series_entry add constraint series_entry_post_id_fkey foreign key (post_id) references post(id) on delete cascade`,
    );
    await runner.query(
      `alter table series_entry add constraint series_entry_series_id_fkey foreign key (series_id) references series(id) on delete cascade`,
    );
    await runner.query(`insert into site (title, url, locale) values ('Colophon', 'http://localhost:4000', 'en')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      "import_item",
      "site",
      "series_entry",
      "series",
      "post_tag",
      "tag",
      "post_link",
      "post_category",
      "post_body",
      "category_listing",
      "post",
      "path_alias",
      "category",
      "author",
    ]) {
      await runner.query(`drop table ${table} cascade`);
    }
  }
}
