// Stores in each former path from when on its object is visible, so that a look-up by a former path of a hidden object does the same work as
// one by a path that never existed: the index of path and instant does not find it. Triggers maintain the instants.
import type { MigrationInterface, QueryRunner } from "typeorm";

const OBJECTS = ["post", "tag", "author", "series"];

const VISIBLE = "visible_from <= now()";

const VIEW_BEFORE = `create or replace view published.path_alias as select t.* from path_alias t where case t.kind
    when 'post' then exists (select 1 from post p where p.id = t.target_id and p.${VISIBLE})
    when 'tag' then exists (select 1 from post_tag m where m.tag_id = t.target_id and m.${VISIBLE})
    when 'author' then exists (select 1 from post_author m where m.author_id = t.target_id and m.${VISIBLE})
    when 'series' then exists (select 1 from series_entry e join post p on p.id = e.post_id
      where e.series_id = t.target_id and p.${VISIBLE})
    else true end`;

export class AddAliasVisibility1796002081000 implements MigrationInterface {
  readonly name = "AddAliasVisibility1796002081000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table path_alias add visible_from timestamptz(3) not null default '-infinity'");
    for (const kind of OBJECTS) {
      await runner.query(
        `update path_alias a set visible_from = coalesce((select o.visible_from from ${kind} o where o.id = a.target_id), 'infinity')
         where a.kind = '${kind}'`,
      );
    }
    // No other index begins with the path, so that each look-up by path uses this one.
    await runner.query("create index path_alias_path_visible_from_idx on path_alias (path, visible_from)");
    await runner.query("drop index path_alias_path_id_idx");
    await runner.query("drop index path_alias_target_id_idx");
    await runner.query(`
      alter table path_alias drop constraint path_alias_pkey,
        add constraint path_alias_pkey primary key (target_id, kind, path)`);
    await addTriggers(runner);
    await runner.query(
      `create or replace view published.path_alias as select t.* from path_alias t where t.${VISIBLE}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const kind of OBJECTS) await runner.query(`drop trigger ${kind}_alias_visible_from on ${kind}`);
    await runner.query("drop trigger path_alias_visible_from on path_alias");
    await runner.query("drop function object_alias_visible_from");
    await runner.query("drop function path_alias_visible_from");
    await runner.query(`
      alter table path_alias drop constraint path_alias_pkey,
        add constraint path_alias_pkey primary key (path, kind, target_id)`);
    await runner.query("create index path_alias_target_id_idx on path_alias (target_id)");
    await runner.query("create index path_alias_path_id_idx on path_alias (path, id)");
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.path_alias");
    await runner.query("alter table path_alias drop visible_from");
    await runner.query(VIEW_BEFORE);
  }
}

async function addTriggers(runner: QueryRunner): Promise<void> {
  // The lock excludes a concurrent change of the object's visibility, which would not see this row. Categories and URLs are always public.
  const branch = (kind: string) =>
    `when '${kind}' then
          select o.visible_from into instant from ${kind} o where o.id = new.target_id for share;
          new.visible_from := coalesce(instant, 'infinity');`;
  await runner.query(`
    create function path_alias_visible_from() returns trigger language plpgsql as $$
    declare instant timestamptz(3);
    begin
      case new.kind
        ${OBJECTS.map(branch).join("\n        ")}
        else new.visible_from := '-infinity';
      end case;
      return new;
    end $$`);
  await runner.query(`
    create trigger path_alias_visible_from before insert or update of kind, target_id on path_alias
    for each row execute function path_alias_visible_from()`);
  await runner.query(`
    create function object_alias_visible_from() returns trigger language plpgsql as $$
    begin
      update path_alias set visible_from = new.visible_from where target_id = new.id and kind = tg_table_name;
      return null;
    end $$`);
  for (const kind of OBJECTS) {
    await runner.query(`
      create trigger ${kind}_alias_visible_from after update of visible_from on ${kind}
      for each row when (old.visible_from is distinct from new.visible_from)
      execute function object_alias_visible_from()`);
  }
}
