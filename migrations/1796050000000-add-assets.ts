// Adds assets: pictures and files with the addresses under which bodies refer to them, and their uses. Triggers maintain the uses, so that no
// write can forget them; each use repeats the instant from which its owner is visible, which decides whether the bytes are public.
import type { MigrationInterface, QueryRunner } from "typeorm";

/** The place of each column that holds an image, by its table. */
const IMAGES = {
  post: { cover: "COVER" },
  page: { cover: "COVER" },
  author: { avatar: "AVATAR" },
  site: { logo: "LOGO", icon: "ICON", image: "SEO_IMAGE" },
} as const;

/** Tables with a text that is not public itself: the column with the owner, and the place of their uses. */
const HIDDEN_TEXTS = {
  working_copy: { owner: "post", place: "WORKING_COPY" },
  page_working_copy: { owner: "page", place: "WORKING_COPY" },
  revision: { owner: "post", place: "REVISION" },
  page_revision: { owner: "page", place: "REVISION" },
} as const;

const SITE_ID = "00000000-0000-4000-8000-000000000001";
const TEXTS = ["post_body", "page_body", ...Object.keys(HIDDEN_TEXTS)];
const VISIBLE_USE = "exists (select 1 from asset_use u where u.asset_id = t.id and u.visible_from <= now())";

export class AddAssets1796050000000 implements MigrationInterface {
  readonly name = "AddAssets1796050000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ASSET, ASSET_ALIAS, ASSET_USE, ASSET_UPLOAD]) await runner.query(statement);
    await runner.query("create index asset_created_at_id_idx on asset (created_at, id)");
    await runner.query("create index asset_alias_asset_id_idx on asset_alias (asset_id)");
    await runner.query("create index asset_use_asset_id_visible_from_idx on asset_use (asset_id, visible_from)");
    await runner.query("create index asset_use_owner_id_owner_kind_idx on asset_use (owner_id, owner_kind)");
    await runner.query("create index asset_use_row_id_idx on asset_use (row_id)");
    await runner.query("create index asset_upload_expires_at_idx on asset_upload (expires_at)");
    for (const table of TEXTS) {
      await runner.query(`alter table ${table} add column asset_paths text[] not null default '{}'`);
    }
    for (const table of ["post_body", "page_body"]) {
      await runner.query(`alter table ${table} add column asset_urls jsonb not null default '{}'`);
      await runner.query(
        `create index ${table}_asset_paths_idx on ${table} using gin (asset_paths) where asset_paths <> '{}'`,
      );
    }
    await runner.query(FILL_PATHS);
    for (const owner of ["post", "page"]) {
      await runner.query(
        `create index ${owner}_cover_path_idx on ${owner} ((cover ->> 'path')) where cover ->> 'path' is not null`,
      );
    }
    await runner.query(WRITE_USES);
    await runner.query(OWNER_GONE);
    await runner.query(ALIAS_TRIGGER);
    await runner.query(
      "create trigger asset_alias_uses after insert on asset_alias for each row execute function asset_alias_uses()",
    );
    for (const owner of ["post", "page"] as const) await this.#addBodyTriggers(runner, owner);
    for (const table of Object.keys(IMAGES) as (keyof typeof IMAGES)[]) await this.#addImageTriggers(runner, table);
    for (const table of Object.keys(HIDDEN_TEXTS) as (keyof typeof HIDDEN_TEXTS)[]) {
      await this.#addTextTriggers(runner, table);
    }
    await this.#replaceBodyViews(runner);
    await runner.query(`create view published.asset as select t.* from asset t where ${VISIBLE_USE}`);
    await runner.query(
      `create view published.asset_alias as select t.* from asset_alias t
       where exists (select 1 from asset_use u where u.asset_id = t.asset_id and u.visible_from <= now())`,
    );
    await runner.query("create view published.asset_use as select t.* from asset_use t where t.visible_from <= now()");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of ["asset_use", "asset_alias", "asset"]) await runner.query(`drop view published.${view}`);
    for (const view of ["post_body", "page_body"]) await runner.query(`drop view published.${view}`);
    for (const table of [...TEXTS, ...Object.keys(IMAGES)]) {
      for (const name of ["asset_uses", "asset_uses_insert", "asset_uses_end"]) {
        await runner.query(`drop trigger if exists ${table}_${name} on ${table}`);
      }
      await runner.query(`drop function if exists ${table}_asset_uses()`);
      await runner.query(`drop function if exists ${table}_asset_uses_gone()`);
    }
    for (const owner of ["post", "page"]) await runner.query(`drop index ${owner}_cover_path_idx`);
    await runner.query("drop function asset_uses_end()");
    for (const table of TEXTS) await runner.query(`alter table ${table} drop column asset_paths`);
    for (const table of ["post_body", "page_body"]) await runner.query(`alter table ${table} drop column asset_urls`);
    await runner.query(bodyView("post"));
    await runner.query(bodyView("page"));
    for (const table of ["asset_upload", "asset_use", "asset_alias", "asset"])
      await runner.query(`drop table ${table}`);
    await runner.query("drop function asset_alias_uses()");
    await runner.query("drop function write_asset_uses(text, uuid, uuid, text, timestamptz, text[], jsonb)");
  }

  /** A view keeps the columns that its table had when it was created. */
  async #replaceBodyViews(runner: QueryRunner): Promise<void> {
    for (const owner of ["post", "page"] as const) {
      await runner.query(`drop view published.${owner}_body`);
      await runner.query(bodyView(owner));
    }
  }

  async #addBodyTriggers(runner: QueryRunner, owner: "post" | "page"): Promise<void> {
    const table = `${owner}_body`;
    await runner.query(`
      create function ${table}_asset_uses() returns trigger language plpgsql as $$
      declare instant timestamptz(3);
      begin
        select o.visible_from into instant from ${owner} o where o.id = new.${owner}_id;
        perform write_asset_uses('${owner}', new.${owner}_id, new.${owner}_id, 'BODY', instant, new.asset_paths, null);
        return null;
      end $$`);
    await runner.query(`
      create trigger ${table}_asset_uses after insert on ${table}
      for each row when (new.asset_paths <> '{}') execute function ${table}_asset_uses()`);
    await runner.query(`
      create trigger ${table}_asset_uses_end after update of asset_paths on ${table}
      for each row when (old.asset_paths is distinct from new.asset_paths) execute function ${table}_asset_uses()`);
  }

  async #addImageTriggers(runner: QueryRunner, table: keyof typeof IMAGES): Promise<void> {
    const columns = Object.entries(IMAGES[table]);
    const ownerId = table === "site" ? `'${SITE_ID}'::uuid` : "new.id";
    const instant = table === "site" ? "'-infinity'::timestamptz" : "new.visible_from";
    const writes = columns.map(
      ([column, place]) => `
        if (tg_op = 'INSERT' and new.${column} is not null)
          or (tg_op = 'UPDATE' and old.${column} is distinct from new.${column}) then
          perform write_asset_uses('${table}', ${ownerId}, ${ownerId}, '${place}', ${instant}, '{}', new.${column});
        end if;`,
    );
    const moves =
      table === "site"
        ? ""
        : `if tg_op = 'UPDATE' and old.visible_from is distinct from new.visible_from then
             update asset_use u set visible_from = new.visible_from
             where u.owner_id = new.id and u.owner_kind = '${table}' and u.row_id = new.id and u.place not in ('WORKING_COPY', 'REVISION');
           end if;`;
    await runner.query(`
      create function ${table}_asset_uses() returns trigger language plpgsql as $$
      begin
        ${writes.join("")}
        ${moves}
        return null;
      end $$`);
    const watched = [...columns.map(([column]) => column), ...(table === "site" ? [] : ["visible_from"])];
    const isChanged = watched.map((column) => `old.${column} is distinct from new.${column}`).join(" or ");
    await runner.query(`
      create trigger ${table}_asset_uses after update of ${watched.join(", ")} on ${table}
      for each row when (${isChanged}) execute function ${table}_asset_uses()`);
    if (table === "site") return;
    await runner.query(`
      create trigger ${table}_asset_uses_insert after insert on ${table}
      for each row when (${columns.map(([column]) => `new.${column} is not null`).join(" or ")})
      execute function ${table}_asset_uses()`);
    await runner.query(`
      create trigger ${table}_asset_uses_end after delete on ${table}
      for each row execute function asset_uses_end('${table}')`);
  }

  async #addTextTriggers(runner: QueryRunner, table: keyof typeof HIDDEN_TEXTS): Promise<void> {
    const { owner, place } = HIDDEN_TEXTS[table];
    const rowId = place === "REVISION" ? "new.id" : `new.${owner}_id`;
    await runner.query(`
      create function ${table}_asset_uses() returns trigger language plpgsql as $$
      begin
        perform write_asset_uses('${owner}', new.${owner}_id, ${rowId}, '${place}', 'infinity', new.asset_paths, new.cover);
        return null;
      end $$`);
    await runner.query(`
      create trigger ${table}_asset_uses_insert after insert on ${table}
      for each row when (new.asset_paths <> '{}' or new.cover is not null) execute function ${table}_asset_uses()`);
    await runner.query(`
      create trigger ${table}_asset_uses after update of asset_paths, cover on ${table}
      for each row when (old.asset_paths is distinct from new.asset_paths or old.cover is distinct from new.cover)
      execute function ${table}_asset_uses()`);
    await runner.query(`
      create function ${table}_asset_uses_gone() returns trigger language plpgsql as $$
      begin
        delete from asset_use u where u.row_id = old.${place === "REVISION" ? "id" : `${owner}_id`} and u.place = '${place}';
        return null;
      end $$`);
    await runner.query(`
      create trigger ${table}_asset_uses_end after delete on ${table}
      for each row when (old.asset_paths <> '{}' or old.cover is not null) execute function ${table}_asset_uses_gone()`);
  }
}

const bodyView = (owner: "post" | "page"): string =>
  `create view published.${owner}_body as select t.* from ${owner}_body t
   where exists (select 1 from ${owner} p where p.id = t.${owner}_id and p.visible_from <= now())`;

const ASSET = `
  create table asset (
    id uuid not null default gen_random_uuid(),
    key text collate "C" not null,
    sha256 text collate "C" not null,
    byte_size integer not null,
    content_type text not null,
    file_name text not null,
    width integer,
    height integer,
    has_alpha boolean not null default false,
    is_animated boolean not null default false,
    alt text not null,
    caption text,
    credit text,
    focal_x double precision,
    focal_y double precision,
    thumb_hash text,
    colour text,
    taken_from text,
    content_version integer not null default '1',
    bytes_key text collate "C" not null,
    version integer not null default '1',
    created_at timestamptz(3) not null default now(),
    created_by text,
    constraint asset_key_key unique (key),
    constraint asset_sha256_key unique (sha256),
    constraint asset_focal_point_check check (num_nulls(focal_x, focal_y) in (0, 2)),
    constraint asset_size_check check (num_nulls(width, height) in (0, 2)),
    constraint asset_pkey primary key (id)
  )`;

const ASSET_ALIAS = `
  create table asset_alias (
    path text collate "C" not null,
    asset_id uuid not null,
    constraint asset_alias_pkey primary key (path),
    constraint asset_alias_asset_id_fkey foreign key (asset_id) references asset (id) on delete cascade
  )`;

const ASSET_USE = `
  create table asset_use (
    asset_id uuid not null,
    owner_kind text not null,
    owner_id uuid not null,
    place text not null,
    row_id uuid not null,
    visible_from timestamptz(3) not null,
    constraint asset_use_owner_kind_check check (owner_kind in ('post', 'page', 'author', 'site')),
    constraint asset_use_place_check check (place in ('BODY', 'COVER', 'AVATAR', 'LOGO', 'ICON', 'SEO_IMAGE', 'WORKING_COPY', 'REVISION')),
    constraint asset_use_pkey primary key (asset_id, owner_kind, owner_id, place, row_id),
    constraint asset_use_asset_id_fkey foreign key (asset_id) references asset (id) on delete cascade
  )`;

const ASSET_UPLOAD = `
  create table asset_upload (
    id uuid not null default gen_random_uuid(),
    key text collate "C" not null,
    file_name text not null,
    content_type text not null,
    byte_size integer not null,
    sha256 text collate "C",
    alt text not null,
    created_by text not null,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    constraint asset_upload_pkey primary key (id)
  )`;

/** The arguments of the trigger have the kind of the owner. */
const OWNER_GONE = `
  create function asset_uses_end() returns trigger language plpgsql as $$
  begin
    delete from asset_use u where u.owner_id = old.id and u.owner_kind = tg_argv[0];
    return null;
  end $$`;

/**
 * Fills the paths of the bodies that are stored already, for assets that are imported later. From then on they are derived with the HTML. Left out
 * are addresses that are not valid UTF-8, and relative ones, which depend on the page.
 */
const FILL_PATHS = `
  do $migration$
  declare
    host text := (select regexp_replace(s.url, '^https?://(www\\.)?', '') from site s);
    owner text;
  begin
    create type pg_temp.file_reference as (url text, path text);
    create function pg_temp.decoded_path(written text) returns text language plpgsql as $$
    begin
      return normalize(convert_from((
        select string_agg(case when m[1] ~ '^%..$' then decode(substr(m[1], 2), 'hex') else convert_to(m[1], 'UTF8') end, ''::bytea order by n)
        from regexp_matches(written, '%[0-9a-fA-F]{2}|[^%]+|%', 'g') with ordinality x(m, n)), 'UTF8'), NFC);
    exception when character_not_in_repertoire or untranslatable_character then return null;
    end $$;
    foreach owner in array array['post', 'page'] loop
      execute format($sql$
        update %1$I_body b set asset_paths = x.paths, asset_urls = x.urls
        from (
          select %1$I_id as id,
            array(
              select f.path from unnest(files) f union
              select '~' || regexp_replace(f.path, '(-\\d{1,5}x\\d{1,5}|-scaled|-rotated|-e\\d{10,13})+(\\.[A-Za-z0-9]{1,5})$', '\\2')
              from unnest(files) f where f.path ~ '(-\\d{1,5}x\\d{1,5}|-scaled|-rotated|-e\\d{10,13})\\.[A-Za-z0-9]{1,5}$'
              limit 500) as paths,
            coalesce((select jsonb_object_agg(f.url, f.path) from unnest(files) f where f.url !~ '^/'), '{}') as urls
          from %1$I_body cross join lateral (select array(
            select distinct row(f.url, f.path)::pg_temp.file_reference from (
              select replace(m[1], '&amp;', '&') as url, m[2] as host, pg_temp.decoded_path(m[3]) as path
              from regexp_matches(html, '<(?:img|a|audio|video|source) [^<>]*?(?:src|href)="((?:https?://(?:www\\.)?([^/"]*))?(/[^/"?#][^"?#]*)[^"]*)"', 'g') m) f
            where f.path ~ '\\.[A-Za-z0-9]{1,5}$' and octet_length(f.path) <= 1000 and (f.host is null or f.host = $1) limit 500) as files) y
          where html ~ '<(?:img|a|audio|video|source) ') x
        where x.id = b.%1$I_id and cardinality(x.paths) > 0 $sql$, owner) using host;
    end loop;
    drop function pg_temp.decoded_path(text);
    drop type pg_temp.file_reference;
  end $migration$`;

/**
 * Makes the uses of one place those of the given paths and of the image. The lock excludes a new alias at the same time, whose trigger would
 * not see the row. An asset that is deleted meanwhile is skipped.
 */
const WRITE_USES = `
  create function write_asset_uses(
    kind text, owner uuid, holder uuid, used_in text, instant timestamptz, paths text[], image jsonb
  ) returns void language plpgsql as $$
  declare
    wanted text[] := case when image ->> 'path' is null then paths else paths || (image ->> 'path') end;
    found uuid[];
  begin
    if cardinality(wanted) > 0 then perform pg_advisory_xact_lock_shared(hashtext('asset_alias'), 0); end if;
    found := array(
      select a.id from asset a
      where a.id = any(array(select l.asset_id from asset_alias l where l.path = any(wanted))
        || array_remove(array[(image ->> 'assetId')::uuid], null))
      for key share);
    delete from asset_use u
    where u.row_id = holder and u.place = used_in and u.owner_kind = kind and not (u.asset_id = any(found));
    insert into asset_use as u (asset_id, owner_kind, owner_id, place, row_id, visible_from)
    select f.id, kind, owner, used_in, holder, instant from unnest(found) f(id)
    on conflict (asset_id, owner_kind, owner_id, place, row_id) do update set visible_from = excluded.visible_from
    where u.visible_from is distinct from excluded.visible_from;
  end $$`;

/** Bodies and covers that were written before the alias of another address than the asset's own use the asset from now on. */
const ALIAS_TRIGGER = `
  create function asset_alias_uses() returns trigger language plpgsql as $$
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
      union all
      select 'post', p.id, 'COVER', p.visible_from from post p where p.cover ->> 'path' = new.path
      union all
      select 'page', p.id, 'COVER', p.visible_from from page p where p.cover ->> 'path' = new.path
      union all
      select 'author', a.id, 'AVATAR', a.visible_from from author a where a.avatar ->> 'path' = new.path) x
    on conflict do nothing;
    return null;
  end $$`;
