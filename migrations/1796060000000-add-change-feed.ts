// Adds the change feed: what readers could notice, in the order of commits, and what it last said about each visible node. Everything that is
// visible now counts as said, so that the first change of an existing site is one and not an appearance.
import type { MigrationInterface, QueryRunner } from "typeorm";

const NODE_TYPES = "'POST', 'PAGE', 'CATEGORY', 'TAG', 'AUTHOR', 'SERIES', 'MENU', 'SITE', 'ASSET', 'COMMENT'";
const SITE_ID = "00000000-0000-4000-8000-000000000001";

export class AddChangeFeed1796060000000 implements MigrationInterface {
  readonly name = "AddChangeFeed1796060000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table change (
        id bigint generated always as identity not null,
        at timestamptz(3) not null default clock_timestamp(),
        kind text not null,
        node_type text not null,
        node_id uuid not null,
        paths text[] not null,
        constraint change_kind_check check (kind in ('APPEARED', 'CHANGED', 'DISAPPEARED')),
        constraint change_node_type_check check (node_type in (${NODE_TYPES})),
        constraint change_pkey primary key (id)
      )`);
    await runner.query(`
      create table change_feed (
        id smallint not null default '1',
        epoch uuid not null default gen_random_uuid(),
        compacted_to bigint not null default '0',
        forgotten_to bigint not null default '0',
        constraint change_feed_id_check check (id = 1),
        constraint change_feed_pkey primary key (id)
      )`);
    await runner.query("insert into change_feed default values");
    await runner.query(`
      create table change_state (
        node_type text not null,
        node_id uuid not null,
        path text collate "C",
        label text,
        visible_from timestamptz(3) not null,
        is_recorded boolean not null,
        members uuid[] not null,
        former_paths text[] not null,
        constraint change_state_node_type_check check (node_type in (${NODE_TYPES})),
        constraint change_state_pkey primary key (node_id, node_type)
      )`);
    await runner.query(
      "create index change_state_members_idx on change_state using gin (members) with (fastupdate = off)",
    );
    for (const table of ["change", "change_feed"]) {
      await runner.query(`create view published.${table} as select t.* from ${table} t`);
    }
    await runner.query(FILL);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["change", "change_feed"]) await runner.query(`drop view published.${table}`);
    for (const table of ["change_state", "change_feed", "change"]) await runner.query(`drop table ${table}`);
  }
}

const assetsOf = (kind: string, id: string) =>
  `array(select distinct u.asset_id from asset_use u where u.owner_id = ${id} and u.owner_kind = '${kind}' and u.visible_from < 'infinity')`;

/**
 * Redirects that editors made, and those from the paths of other systems. Whether a former path under the prefix of the service was ever public is not
 * known.
 */
const redirectsTo = (kind: string, id: string) =>
  `array(select a.path from path_alias a where a.target_id = ${id} and a.kind = '${kind}'
     and (a.is_manual or ${kind === "page" ? "false" : `a.path !~ '^/(posts|tags|authors|series)/'`}) order by 1 limit 500)`;

const term = (type: string, table: string, prefix: string, label: string, members = "'{}'::uuid[]") => `
  select '${type}', t.id, '${prefix}' || t.slug, t.${label}, t.visible_from, t.visible_from <= now(), ${members}, ${redirectsTo(table, "t.id")}
  from ${table} t where t.visible_from < 'infinity'`;

const FILL = `
  insert into change_state (node_type, node_id, path, label, visible_from, is_recorded, members, former_paths)
  select 'POST', p.id, '/posts/' || p.slug, p.title, p.visible_from, p.visible_from <= now(),
    array_remove(array(select m.category_id from category_listing m where m.post_id = p.id)
      || array(select m.tag_id from post_tag m where m.post_id = p.id)
      || array(select m.author_id from post_author m where m.post_id = p.id)
      || array(select m.series_id from series_entry m where m.post_id = p.id)
      || ${assetsOf("post", "p.id")} || p.translation_group, null), ${redirectsTo("post", "p.id")}
  from post p where p.visible_from < 'infinity'
  union all
  select 'PAGE', p.id, p.path, p.title, p.visible_from, p.visible_from <= now(),
    array_remove(${assetsOf("page", "p.id")} || p.parent_id, null), ${redirectsTo("page", "p.id")}
  from page p where p.visible_from < 'infinity'
  union all
  select 'CATEGORY', c.id, '/categories/' || c.path, c.name, '-infinity', true, array_remove(array[c.parent_id], null),
    array(select a.path from path_alias a where a.target_id = c.id and a.kind = 'category' order by 1 limit 500)
  from category c
  union all ${term("TAG", "tag", "/tags/", "name")}
  union all ${term("AUTHOR", "author", "/authors/", "name", assetsOf("author", "t.id"))}
  union all ${term("SERIES", "series", "/series/", "title")}
  union all
  select 'MENU', m.id, null, m.name, '-infinity', true,
    array(select distinct i.target_id from menu_item i where i.menu_id = m.id and i.target_id is not null), '{}'
  from menu m
  union all
  select 'SITE', '${SITE_ID}', null, null, '-infinity', true, ${assetsOf("site", `'${SITE_ID}'`)}, '{}'
  union all
  select 'ASSET', a.id, null, null, u.visible_from, u.visible_from <= now(), '{}', '{}'
  from asset a cross join lateral (select min(u.visible_from) as visible_from from asset_use u where u.asset_id = a.id) u
  where u.visible_from < 'infinity'`;
