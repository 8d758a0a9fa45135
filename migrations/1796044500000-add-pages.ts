// Adds pages: a tree of their own beside the posts, with bodies, revisions and former paths. The paths of pages and those of posts and terms
// have different first parts, so that each is unique by its own index.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";

const OBJECTS = ["post", "tag", "author", "series"];

const kindCheck = (...kinds: string[]): string =>
  `alter table path_alias drop constraint path_alias_kind_check,
     add constraint path_alias_kind_check check (kind in (${kinds.map((kind) => `'${kind}'`).join(", ")}))`;

/** The lock excludes a concurrent change of the object's visibility, which would not see the row of the former path. */
const aliasFunction = (kinds: readonly string[]): string => `
  create or replace function path_alias_visible_from() returns trigger language plpgsql as $$
  declare instant timestamptz(3);
  begin
    case new.kind
      ${kinds
        .map(
          (kind) => `when '${kind}' then
        select o.visible_from into instant from ${kind} o where o.id = new.target_id for share;
        new.visible_from := coalesce(instant, 'infinity');`,
        )
        .join("\n      ")}
      else new.visible_from := '-infinity';
    end case;
    return new;
  end $$`;

export class AddPages1796044500000 implements MigrationInterface {
  readonly name = "AddPages1796044500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAGE);
    await runner.query("create index page_path_visible_from_idx on page (path, visible_from)");
    await runner.query("create index page_parent_id_position_idx on page (parent_id, position)");
    await runner.query("create index page_visible_from_id_idx on page (visible_from, id)");
    await runner.query(PAGE_BODY);
    await runner.query(PAGE_REVISION);
    await runner.query(kindCheck(...OBJECTS, "category", "page", "url"));
    await runner.query(aliasFunction([...OBJECTS, "page"]));
    await runner.query(`
      create trigger page_alias_visible_from after update of visible_from on page
      for each row when (old.visible_from is distinct from new.visible_from)
      execute function object_alias_visible_from()`);
    await runner.query(`create view published.page as select t.* from page t where t.${VISIBLE}`);
    await runner.query(
      `create view published.page_body as select t.* from page_body t
       where exists (select 1 from page p where p.id = t.page_id and p.${VISIBLE})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view published.page_body");
    await runner.query("drop view published.page");
    await runner.query("delete from path_alias where kind = 'page'");
    await runner.query("drop table page_revision");
    await runner.query("drop table page_body");
    await runner.query("drop table page");
    await runner.query(aliasFunction(OBJECTS));
    await runner.query(kindCheck("post", "category", "tag", "author", "series", "url"));
  }
}

const PAGE = `
  create table page (
    id uuid not null default gen_random_uuid(),
    parent_id uuid,
    slug text collate "C" not null,
    path text collate "C" not null,
    position integer not null default '0',
    title text collate "C" not null,
    state text not null,
    published_at timestamptz(3),
    former_published_at timestamptz(3),
    visible_from timestamptz(3) not null default 'infinity',
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    version integer not null default '1',
    locale text collate "C" not null,
    excerpt text not null,
    template text,
    cover jsonb,
    seo_title text,
    seo_description text,
    canonical_url text,
    no_index boolean not null default false,
    constraint page_path_key unique (path),
    constraint page_path_check check (path ~ '^/[^/]' and path !~ '^/(posts|categories|tags|authors|series)(/|$)'),
    constraint page_published_at_check check (state <> 'PUBLISHED' or published_at is not null),
    constraint page_visible_from_check check (visible_from = case when state = 'PUBLISHED' then published_at else 'infinity'::timestamptz end),
    constraint page_state_check check (state in ('DRAFT', 'PUBLISHED')),
    constraint page_pkey primary key (id),
    constraint page_parent_id_fkey foreign key (parent_id) references page (id) on delete restrict
  )`;

const PAGE_BODY = `
  create table page_body (
    page_id uuid not null,
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
    constraint page_body_format_check check (format in ('MARKDOWN', 'HTML')),
    constraint page_body_pkey primary key (page_id),
    constraint page_body_page_id_fkey foreign key (page_id) references page (id) on delete cascade
  )`;

const PAGE_REVISION = `
  create table page_revision (
    id uuid not null default gen_random_uuid(),
    page_id uuid not null,
    version integer not null,
    title text not null,
    source text not null,
    format text not null,
    created_at timestamptz(3) not null default now(),
    editor text,
    kind text not null,
    slug text collate "C" not null,
    parent_id uuid,
    state text not null,
    published_at timestamptz(3),
    locale text collate "C" not null,
    excerpt text not null,
    template text,
    cover jsonb,
    seo_title text,
    seo_description text,
    canonical_url text,
    no_index boolean not null,
    constraint page_revision_page_id_version_key unique (page_id, version),
    constraint page_revision_pkey primary key (id),
    constraint page_revision_page_id_fkey foreign key (page_id) references page (id) on delete cascade
  )`;
