// Stores in each tag, author and series from when on it is visible: the instant of the earliest of its posts. A look-up by path is then
// decided in one index of path and instant, which does not find a hidden row and then drop it, so that hidden and absent ones take the
// same work. Triggers maintain the instants, also those of the parts of series.
import type { MigrationInterface, QueryRunner } from "typeorm";

/** The table whose rows relate posts to a term, and the prefix of the term's path. */
const TERMS: Record<string, [members: string, prefix: string]> = {
  tag: ["post_tag", "/tags/"],
  author: ["post_author", "/authors/"],
  series: ["series_entry", "/series/"],
};

/** The conditions of the views before. */
const VIEWS_BEFORE: Record<string, string> = {
  tag: "exists (select 1 from post_tag m where m.tag_id = t.id and m.visible_from <= now())",
  author: "exists (select 1 from post_author m where m.author_id = t.id and m.visible_from <= now())",
  series: `exists (select 1 from series_entry e join post p on p.id = e.post_id
    where e.series_id = t.id and p.visible_from <= now())`,
  series_entry: "exists (select 1 from post p where p.id = t.post_id and p.visible_from <= now())",
};

const viewSql = (table: string, condition: string): string =>
  `create or replace view published.${table} as select t.* from ${table} t where ${condition}`;

export class AddTermVisibility1796000867000 implements MigrationInterface {
  readonly name = "AddTermVisibility1796000867000";

  async up(runner: QueryRunner): Promise<void> {
    await copyToSeriesEntries(runner);
    for (const [term, [members, prefix]] of Object.entries(TERMS)) {
      await runner.query(`alter table ${term} add visible_from timestamptz(3) not null default 'infinity'`);
      await runner.query(`update ${term} t set visible_from = ${earliestSql(term, members)}`);
      await runner.query(`create index ${term}_expr_visible_from_idx on ${term} (('${prefix}' || slug), visible_from)`);
      await addTriggers(runner, term, members);
      await runner.query(viewSql(term, "t.visible_from <= now()"));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [term, [members]] of Object.entries(TERMS)) {
      for (const [event] of EVENTS) await runner.query(`drop trigger ${members}_visibility_${event} on ${members}`);
      await runner.query(`drop function ${members}_visibility`);
      await runner.query(`drop view published.${term}`);
      await runner.query(`alter table ${term} drop visible_from`);
      await runner.query(viewSql(term, VIEWS_BEFORE[term] ?? ""));
    }
    await runner.query("drop trigger series_entry_visible_from on series_entry");
    await runner.query("drop trigger post_series_visible_from on post");
    await runner.query("drop function series_entry_visible_from");
    await runner.query("drop function post_series_visible_from");
    await runner.query("drop view published.series_entry");
    await runner.query("alter table series_entry drop visible_from");
    await runner.query(viewSql("series_entry", VIEWS_BEFORE.series_entry ?? ""));
  }
}

/** A part of a series repeats the visibility of its post, as the other rows that relate posts to terms do. */
async function copyToSeriesEntries(runner: QueryRunner): Promise<void> {
  await runner.query("alter table series_entry add visible_from timestamptz(3)");
  await runner.query("update series_entry e set visible_from = p.visible_from from post p where p.id = e.post_id");
  await runner.query("alter table series_entry alter visible_from set not null");
  await runner.query(
    "create index series_entry_series_id_visible_from_post_id_idx on series_entry (series_id, visible_from, post_id)",
  );
  await runner.query(viewSql("series_entry", "t.visible_from <= now()"));
  // The lock excludes a concurrent change of the post's visibility, which would not see this row.
  await runner.query(`
    create function series_entry_visible_from() returns trigger language plpgsql as $$
    begin
      select p.visible_from into new.visible_from from post p where p.id = new.post_id for share;
      new.visible_from := coalesce(new.visible_from, 'infinity');
      return new;
    end $$`);
  await runner.query(`
    create trigger series_entry_visible_from before insert on series_entry
    for each row execute function series_entry_visible_from()`);
  await runner.query(`
    create function post_series_visible_from() returns trigger language plpgsql as $$
    begin
      update series_entry set visible_from = new.visible_from where post_id = new.id;
      return null;
    end $$`);
  await runner.query(`
    create trigger post_series_visible_from after update of visible_from on post
    for each row when (old.visible_from is distinct from new.visible_from) execute function post_series_visible_from()`);
}

const earliestSql = (term: string, members: string): string =>
  `coalesce((select m.visible_from from ${members} m where m.${term}_id = t.id order by m.visible_from limit 1), 'infinity')`;

const EVENTS = [
  ["insert", "new table as added"],
  ["update", "new table as added old table as removed"],
  ["delete", "old table as removed"],
  ["truncate", null],
] as const;

/**
 * An added row can only make its term visible earlier, a removed one only later. Every transaction that adds or removes a row with an instant
 * locks the term until it ends, and so sees in its next statement what the one before it has committed. The lock is compatible with
 * those of foreign keys, which a transaction may hold already: no transaction has to strengthen a lock that another one shares.
 */
async function addTriggers(runner: QueryRunner, term: string, members: string): Promise<void> {
  const locked = (rows: string, work: string) => `
    ids := array(select distinct r.${term}_id from ${rows} r where r.visible_from < 'infinity' order by 1);
    if cardinality(ids) > 0 then
      perform 1 from ${term} t where t.id = any(ids) order by t.id for no key update;
      ${work}
    end if;`;
  const added = locked(
    "added",
    `update ${term} t set visible_from = r.visible_from
      from (select r.${term}_id as id, min(r.visible_from) as visible_from from added r group by 1) r
      where t.id = any(ids) and t.id = r.id and t.visible_from > r.visible_from;`,
  );
  const removed = (rows: string) =>
    locked(
      rows,
      `update ${term} t set visible_from = ${earliestSql(term, members)}
      where t.id = any(ids) and exists (select from removed r where r.${term}_id = t.id and r.visible_from <= t.visible_from)
        and t.visible_from <> ${earliestSql(term, members)};`,
    );
  const changed = `(select o.${term}_id, o.visible_from from removed o except all select n.${term}_id, n.visible_from from added n)`;
  await runner.query(`
    create function ${members}_visibility() returns trigger language plpgsql as $$
    declare ids uuid[];
    begin
      if tg_op = 'INSERT' then ${added}
      elsif tg_op = 'UPDATE' then ${added} ${removed(changed)}
      elsif tg_op = 'DELETE' then ${removed("removed")}
      else update ${term} set visible_from = 'infinity' where visible_from < 'infinity';
      end if;
      return null;
    end $$`);
  for (const [event, tables] of EVENTS) {
    await runner.query(`
      create trigger ${members}_visibility_${event} after ${event} on ${members}
      ${tables === null ? "" : `referencing ${tables}`} for each statement execute function ${members}_visibility()`);
  }
}
