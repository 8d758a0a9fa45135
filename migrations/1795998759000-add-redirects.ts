// Adds redirects that an editor makes, beside the former paths of objects: to an object, to another path or to another site. Each row of
// both kinds has an id, by which clients know it.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";

/** The same condition as before; a redirect that names no object reveals none. */
const VIEW = `create or replace view published.path_alias as select t.* from path_alias t where case t.kind
    when 'post' then exists (select 1 from post p where p.id = t.target_id and p.${VISIBLE})
    when 'tag' then exists (select 1 from post_tag m where m.tag_id = t.target_id and m.${VISIBLE})
    when 'author' then exists (select 1 from post p where p.author_id = t.target_id and p.${VISIBLE})
    when 'series' then exists (select 1 from series_entry e join post p on p.id = e.post_id
      where e.series_id = t.target_id and p.${VISIBLE})
    else true end`;

const kindCheck = (...kinds: string[]): string =>
  `alter table path_alias drop constraint path_alias_kind_check,
     add constraint path_alias_kind_check check (kind in (${kinds.map((kind) => `'${kind}'`).join(", ")}))`;

const OBJECTS = ["post", "category", "tag", "author", "series"];

export class AddRedirects1795998759000 implements MigrationInterface {
  readonly name = "AddRedirects1795998759000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table path_alias
        add id uuid not null default gen_random_uuid(),
        add to_url text,
        add to_path text collate "C",
        add status_code smallint not null default '301',
        add is_manual boolean not null default false,
        add constraint path_alias_to_url_check check ((kind = 'url') = (to_url is not null)),
        add constraint path_alias_status_code_check check (status_code in (301, 308)),
        add constraint path_alias_id_key unique (id)`);
    await runner.query(kindCheck(...OBJECTS, "url"));
    await runner.query("create index path_alias_path_id_idx on path_alias (path, id)");
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("delete from path_alias where kind = 'url'");
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.path_alias");
    await runner.query("drop index path_alias_path_id_idx");
    await runner.query(kindCheck(...OBJECTS));
    await runner.query(`
      alter table path_alias drop constraint path_alias_to_url_check,
        drop id, drop to_url, drop to_path, drop status_code, drop is_manual`);
    await runner.query(VIEW);
  }
}
