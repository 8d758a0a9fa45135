// Adds post counts, so that totals need not count index entries one by one: the number of posts in each list at a horizon,
// maintained by triggers as a sum of changes. Posts that became public after the horizon are few; queries count them.
import type { MigrationInterface, QueryRunner } from "typeorm";

const SITE = "'00000000-0000-0000-0000-000000000000'::uuid";

/** The lists that a table contributes to: their scope, and the expression for the parent's id. */
const LISTS: Record<string, [scope: string, parent: string][]> = {
  post: [
    ["site", SITE],
    ["author", "r.author_id"],
  ],
  post_category: [["category", "r.category_id"]],
  category_listing: [["category_tree", "r.category_id"]],
  post_tag: [["tag", "r.tag_id"]],
};

/** Inserted and deleted rows as changes of the lists' sums. */
function changesSql(lists: [string, string][], added: string | null, removed: string | null): string {
  const side = (rows: string | null, sign: string) =>
    rows === null
      ? []
      : lists.map(
          ([scope, parent]) =>
            `select '${scope}' as scope, ${parent} as parent_id, ${sign} as change from ${rows} r where r.visible_from <= upto`,
        );
  return `insert into post_count (scope, parent_id, change)
      select x.scope, x.parent_id, sum(x.change) from (${[...side(added, "1"), ...side(removed, "-1")].join(" union all ")}) x
      group by x.scope, x.parent_id having sum(x.change) <> 0;`;
}

const EVENTS = [
  ["insert", "added", null],
  ["update", "added", "removed"],
  ["delete", null, "removed"],
] as const;

export class AddPostCounts1764000720000 implements MigrationInterface {
  readonly name = "AddPostCounts1764000720000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table post_count (
        scope text not null,
        parent_id uuid not null,
        id bigint generated always as identity not null,
        change integer not null,
        constraint post_count_scope_check check (scope in ('site', 'author', 'category', 'category_tree', 'tag')),
        constraint post_count_pkey primary key (scope, parent_id, id)
      ) with (autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`
      create table post_count_horizon (
        id smallint not null default 1,
        horizon timestamptz(3) not null,
        constraint post_count_horizon_id_check check (id = 1),
        constraint post_count_horizon_pkey primary key (id)
      )`);
    await runner.query("insert into post_count_horizon (horizon) values (date_trunc('milliseconds', now()))");
    for (const [table, lists] of Object.entries(LISTS)) await addTriggers(runner, table, lists);
    await this.#addFunctions(runner);
    await runner.query("select recount_posts()");
    for (const table of ["post_count", "post_count_horizon"]) {
      await runner.query(`create view published.${table} as select t.* from ${table} t`);
    }
  }

  async #addFunctions(runner: QueryRunner): Promise<void> {
    const all = Object.entries(LISTS).flatMap(([table, lists]) =>
      lists.map(
        ([scope, parent]) =>
          `insert into post_count (scope, parent_id, change)
           select '${scope}', ${parent}, count(*) from ${table} r where r.visible_from <= upto group by ${parent};`,
      ),
    );
    // Recomputes all counts; for a database whose triggers were disabled.
    await runner.query(`
      create function recount_posts() returns void language plpgsql as $$
      declare upto timestamptz(3);
      begin
        select h.horizon into strict upto from post_count_horizon h for update;
        delete from post_count;
        ${all.join("\n")}
      end $$`);
    const since = Object.entries(LISTS).flatMap(([table, lists]) =>
      lists.map(
        ([scope, parent]) =>
          `insert into post_count (scope, parent_id, change)
           select '${scope}', ${parent}, count(*) from post p ${table === "post" ? "join post r on r.id = p.id" : `join ${table} r on r.post_id = p.id`}
           where p.visible_from > upto and p.visible_from <= until group by ${parent};`,
      ),
    );
    // Every transaction that writes posts locks the horizon until it ends, so none is in progress here.
    await runner.query(`
      create function advance_post_counts(until timestamptz(3)) returns void language plpgsql as $$
      declare upto timestamptz(3);
      begin
        select h.horizon into strict upto from post_count_horizon h for update;
        if until > upto then
          ${since.join("\n")}
          update post_count_horizon set horizon = until;
        end if;
        with apart as (select scope, parent_id from post_count group by scope, parent_id having count(*) > 1),
        gone as (delete from post_count c using apart a where c.scope = a.scope and c.parent_id = a.parent_id returning c.*)
        insert into post_count (scope, parent_id, change)
        select scope, parent_id, sum(change) from gone group by scope, parent_id having sum(change) <> 0;
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["post_count", "post_count_horizon"]) await runner.query(`drop view published.${table}`);
    await runner.query("drop function advance_post_counts");
    await runner.query("drop function recount_posts");
    for (const table of Object.keys(LISTS)) {
      for (const [event] of EVENTS) await runner.query(`drop trigger ${table}_count_${event} on ${table}`);
      await runner.query(`drop function count_${table}`);
    }
    await runner.query("drop table post_count_horizon");
    await runner.query("drop table post_count");
  }
}

async function addTriggers(runner: QueryRunner, table: string, lists: [string, string][]): Promise<void> {
  const branch = ([event, added, removed]: (typeof EVENTS)[number]) =>
    `if tg_op = '${event.toUpperCase()}' then ${changesSql(lists, added, removed)} end if;`;
  await runner.query(`
    create function count_${table}() returns trigger language plpgsql as $$
    declare upto timestamptz(3);
    begin
      select h.horizon into strict upto from post_count_horizon h for share;
      ${EVENTS.map(branch).join("\n")}
      return null;
    end $$`);
  for (const [event, added, removed] of EVENTS) {
    const names = [added === null ? "" : "new table as added", removed === null ? "" : "old table as removed"];
    await runner.query(`
      create trigger ${table}_count_${event} after ${event} on ${table} referencing ${names.join(" ")}
      for each statement execute function count_${table}()`);
  }
}
