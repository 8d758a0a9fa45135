// Adds the picture of a post or page for search engines and social networks, which uses its asset as the cover does.
import type { MigrationInterface, QueryRunner } from "typeorm";

const OWNERS = ["post", "page"] as const;
const TABLES = ["post", "page", "working_copy", "page_working_copy", "revision", "page_revision"];
/** Tables with a text that is not public itself: the column with the owner, and the place of their uses. */
const HIDDEN_TEXTS = {
  working_copy: { owner: "post", place: "WORKING_COPY" },
  page_working_copy: { owner: "page", place: "WORKING_COPY" },
  revision: { owner: "post", place: "REVISION" },
  page_revision: { owner: "page", place: "REVISION" },
} as const;

export class AddSeoImages1796051000000 implements MigrationInterface {
  readonly name = "AddSeoImages1796051000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} add column seo_image jsonb`);
    for (const owner of OWNERS) {
      await runner.query(
        `create or replace view published.${owner} as select t.* from ${owner} t where t.visible_from <= now()`,
      );
    }
    await runner.query(writeUses(WANTED_OF_ALL, IDS_OF_ALL));
    for (const owner of OWNERS) {
      await runner.query(
        `create index ${owner}_seo_image_path_idx on ${owner} ((seo_image ->> 'path')) where seo_image ->> 'path' is not null`,
      );
    }
    await runner.query(aliasUses([...COVERS, ...SEO_IMAGES, ...SITE_IMAGES]));
    await runner.query(TRUNCATED);
    for (const owner of [...OWNERS, "author"]) {
      await runner.query(`
        create trigger ${owner}_asset_uses_truncate after truncate on ${owner}
        for each statement execute function asset_uses_truncated('${owner}')`);
    }
    for (const owner of OWNERS) await this.#replaceOwner(runner, owner, ["cover", "seo_image"]);
    for (const table of Object.keys(HIDDEN_TEXTS) as (keyof typeof HIDDEN_TEXTS)[]) {
      await this.#replaceText(runner, table, ["cover", "seo_image"]);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const owner of [...OWNERS, "author"]) {
      await runner.query(`drop trigger ${owner}_asset_uses_truncate on ${owner}`);
    }
    await runner.query("drop function asset_uses_truncated()");
    for (const owner of OWNERS) await this.#replaceOwner(runner, owner, ["cover"]);
    for (const table of Object.keys(HIDDEN_TEXTS) as (keyof typeof HIDDEN_TEXTS)[]) {
      await this.#replaceText(runner, table, ["cover"]);
    }
    await runner.query(writeUses(WANTED_OF_ONE, IDS_OF_ONE));
    await runner.query(aliasUses(COVERS));
    for (const owner of OWNERS) await runner.query(`drop view published.${owner}`);
    for (const table of TABLES) await runner.query(`alter table ${table} drop column seo_image`);
    for (const owner of OWNERS) {
      await runner.query(`create view published.${owner} as select t.* from ${owner} t where t.visible_from <= now()`);
    }
  }

  async #replaceOwner(runner: QueryRunner, owner: string, columns: readonly string[]): Promise<void> {
    const writes = columns.map(
      (column) => `
        if (tg_op = 'INSERT' and new.${column} is not null)
          or (tg_op = 'UPDATE' and old.${column} is distinct from new.${column}) then
          perform write_asset_uses('${owner}', new.id, new.id, '${column === "cover" ? "COVER" : "SEO_IMAGE"}', new.visible_from, '{}', new.${column});
        end if;`,
    );
    await runner.query(`
      create or replace function ${owner}_asset_uses() returns trigger language plpgsql as $$
      begin
        ${writes.join("")}
        if tg_op = 'UPDATE' and old.visible_from is distinct from new.visible_from then
          update asset_use u set visible_from = new.visible_from
          where u.owner_id = new.id and u.owner_kind = '${owner}' and u.row_id = new.id and u.place not in ('WORKING_COPY', 'REVISION');
        end if;
        return null;
      end $$`);
    const watched = [...columns, "visible_from"];
    const isChanged = watched.map((column) => `old.${column} is distinct from new.${column}`).join(" or ");
    await runner.query(`
      create or replace trigger ${owner}_asset_uses after update of ${watched.join(", ")} on ${owner}
      for each row when (${isChanged}) execute function ${owner}_asset_uses()`);
    await runner.query(`
      create or replace trigger ${owner}_asset_uses_insert after insert on ${owner}
      for each row when (${columns.map((column) => `new.${column} is not null`).join(" or ")})
      execute function ${owner}_asset_uses()`);
  }

  async #replaceText(runner: QueryRunner, table: keyof typeof HIDDEN_TEXTS, columns: readonly string[]): Promise<void> {
    const { owner, place } = HIDDEN_TEXTS[table];
    const rowId = place === "REVISION" ? "new.id" : `new.${owner}_id`;
    const images = columns.length === 1 ? "new.cover" : "jsonb_build_array(new.cover, new.seo_image)";
    await runner.query(`
      create or replace function ${table}_asset_uses() returns trigger language plpgsql as $$
      begin
        perform write_asset_uses('${owner}', new.${owner}_id, ${rowId}, '${place}', 'infinity', new.asset_paths, ${images});
        return null;
      end $$`);
    const present = (row: string) =>
      [`${row}.asset_paths <> '{}'`, ...columns.map((column) => `${row}.${column} is not null`)].join(" or ");
    const watched = ["asset_paths", ...columns];
    const isChanged = watched.map((column) => `old.${column} is distinct from new.${column}`).join(" or ");
    await runner.query(`
      create or replace trigger ${table}_asset_uses_insert after insert on ${table}
      for each row when (${present("new")}) execute function ${table}_asset_uses()`);
    await runner.query(`
      create or replace trigger ${table}_asset_uses after update of ${watched.join(", ")} on ${table}
      for each row when (${isChanged}) execute function ${table}_asset_uses()`);
    await runner.query(`
      create or replace trigger ${table}_asset_uses_end after delete on ${table}
      for each row when (${present("old")}) execute function ${table}_asset_uses_gone()`);
  }
}

/** TRUNCATE fires no row triggers. The arguments of the trigger have the kind of the owner. */
const TRUNCATED = `
  create function asset_uses_truncated() returns trigger language plpgsql as $$
  begin
    delete from asset_use u where u.owner_kind = tg_argv[0];
    return null;
  end $$`;

const WANTED_OF_ONE = "case when image ->> 'path' is null then paths else paths || (image ->> 'path') end";
const IDS_OF_ONE = "array_remove(array[(image ->> 'assetId')::uuid], null)";
/** The image is one, or a list of images and nulls. */
const EACH =
  "jsonb_array_elements(case jsonb_typeof(image) when 'array' then image else jsonb_build_array(image) end) i";
const WANTED_OF_ALL = `paths || array(select i ->> 'path' from ${EACH} where i ->> 'path' is not null)`;
const IDS_OF_ALL = `array(select (i ->> 'assetId')::uuid from ${EACH} where i ->> 'assetId' is not null)`;

/**
 * Makes the uses of one place those of the given paths and of the image. The lock excludes a new alias at the same time, whose trigger would
 * not see the row. An asset that is deleted meanwhile is skipped.
 */
const writeUses = (wanted: string, ids: string): string => `
  create or replace function write_asset_uses(
    kind text, owner uuid, holder uuid, used_in text, instant timestamptz, paths text[], image jsonb
  ) returns void language plpgsql as $$
  declare
    wanted text[] := ${wanted};
    found uuid[];
  begin
    if cardinality(wanted) > 0 then perform pg_advisory_xact_lock_shared(hashtext('asset_alias'), 0); end if;
    found := array(
      select a.id from asset a
      where a.id = any(array(select l.asset_id from asset_alias l where l.path = any(wanted)) || ${ids})
      for key share);
    delete from asset_use u
    where u.row_id = holder and u.place = used_in and u.owner_kind = kind and not (u.asset_id = any(found));
    insert into asset_use as u (asset_id, owner_kind, owner_id, place, row_id, visible_from)
    select f.id, kind, owner, used_in, holder, instant from unnest(found) f(id)
    on conflict (asset_id, owner_kind, owner_id, place, row_id) do update set visible_from = excluded.visible_from
    where u.visible_from is distinct from excluded.visible_from;
  end $$`;

const usesOf = (owner: string, column: string, place: string): string =>
  `select '${owner}' as kind, o.id, '${place}' as place, o.visible_from from ${owner} o where o.${column} ->> 'path' = new.path`;
const COVERS = [
  usesOf("post", "cover", "COVER"),
  usesOf("page", "cover", "COVER"),
  usesOf("author", "avatar", "AVATAR"),
];
const SEO_IMAGES = OWNERS.map((owner) => usesOf(owner, "seo_image", "SEO_IMAGE"));
const SITE_IMAGES = Object.entries({ logo: "LOGO", icon: "ICON", image: "SEO_IMAGE" }).map(
  ([column, place]) =>
    `select 'site', '00000000-0000-4000-8000-000000000001'::uuid, '${place}', '-infinity'::timestamptz from site o where o.${column} ->> 'path' = new.path`,
);

/** Bodies and images that were written before the alias of another address than the asset's own use the asset from now on. */
const aliasUses = (images: readonly string[]): string => `
  create or replace function asset_alias_uses() returns trigger language plpgsql as $$
  begin
    if new.path like '/assets/%' then return null; end if;
    perform pg_advisory_xact_lock(hashtext('asset_alias'), 0);
    insert into asset_use (asset_id, owner_kind, owner_id, place, row_id, visible_from)
    select new.asset_id, x.kind, x.id, x.place, x.id, x.visible_from from (
      select 'post' as kind, p.id, 'BODY' as place, p.visible_from from post_body b join post p on p.id = b.post_id
      where b.asset_paths <> '{}' and b.asset_paths @> array[new.path]
      union all
      select 'page', p.id, 'BODY', p.visible_from from page_body b join page p on p.id = b.page_id
      where b.asset_paths <> '{}' and b.asset_paths @> array[new.path]
      union all ${images.join("\n      union all ")}) x
    on conflict do nothing;
    return null;
  end $$`;
