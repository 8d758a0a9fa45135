// Adds menus. The published view of their items has those only whose target is visible, with everything above them.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";

/** The condition that the target of an item is visible; a category always is, as long as it exists. */
const targetIsVisible = (item: string): string => `case ${item}.target_kind
    ${["post", "page", "tag", "author", "series"]
      .map(
        (kind) =>
          `when '${kind}' then exists (select 1 from ${kind} o where o.id = ${item}.target_id and o.${VISIBLE})`,
      )
      .join("\n    ")}
    when 'category' then exists (select 1 from category o where o.id = ${item}.target_id)
    else true end`;

/** Menus have three levels. */
const isVisibleWithAbove = (item: string, above: readonly string[]): string => {
  const [next, ...further] = above;
  if (next === undefined) return targetIsVisible(item);
  return `${targetIsVisible(item)} and (${item}.parent_position is null or exists (
    select 1 from menu_item ${next} where ${next}.menu_id = ${item}.menu_id and ${next}.position = ${item}.parent_position
      and ${isVisibleWithAbove(next, further)}))`;
};

export class AddMenus1796045300000 implements MigrationInterface {
  readonly name = "AddMenus1796045300000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table menu (
        id uuid not null default gen_random_uuid(),
        slug text collate "C" not null,
        name text not null,
        version integer not null default '1',
        constraint menu_slug_key unique (slug),
        constraint menu_pkey primary key (id)
      )`);
    await runner.query(`
      create table menu_item (
        menu_id uuid not null,
        position integer not null,
        parent_position integer,
        label text,
        target_kind text,
        target_id uuid,
        url text,
        constraint menu_item_url_check check (num_nonnulls(target_id, url) = 1 and (target_id is null) = (target_kind is null) and (url is null or label is not null)),
        constraint menu_item_target_kind_check check (target_kind in ('post', 'page', 'category', 'tag', 'author', 'series')),
        constraint menu_item_pkey primary key (menu_id, position),
        constraint menu_item_menu_id_fkey foreign key (menu_id) references menu (id) on delete cascade
      )`);
    await runner.query("create index menu_item_target_id_idx on menu_item (target_id)");
    await runner.query("create view published.menu as select t.* from menu t");
    await runner.query(
      `create view published.menu_item as select t.* from menu_item t where ${isVisibleWithAbove("t", ["p", "g"])}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view published.menu_item");
    await runner.query("drop view published.menu");
    await runner.query("drop table menu_item");
    await runner.query("drop table menu");
  }
}
