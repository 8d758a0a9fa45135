// Lets concurrent writers of posts share the lock on a term whose visibility they do not change. Most posts are not the earliest of their
// terms, and writers of posts with a popular tag should not wait for each other.
import type { MigrationInterface, QueryRunner } from "typeorm";

/** The table whose rows relate posts to a term. */
const TERMS: Record<string, string> = { tag: "post_tag", author: "post_author", series: "series_entry" };

export class ShareTermLocks1796002981000 implements MigrationInterface {
  readonly name = "ShareTermLocks1796002981000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [term, members] of Object.entries(TERMS)) await runner.query(functionSql(term, members, sharedLocks));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [term, members] of Object.entries(TERMS)) await runner.query(functionSql(term, members, exclusiveLocks));
  }
}

type Locks = (term: string, rows: string, isDecisive: string) => string;

const exclusiveLocks: Locks = (term) =>
  `perform 1 from ${term} t where t.id = any(ids) order by t.id for no key update;`;

/**
 * Locks the terms one after the other in the order of their ids: exclusively if a row decides when the term becomes visible, else shared. A
 * transaction that looks for the earliest row so waits for all that add or remove one. If another transaction has made a row decisive
 * meanwhile, the lock is strengthened by a statement of its own, since the next one has to see what was committed during the wait. Two
 * transactions in that position are a deadlock, which is retried.
 */
const sharedLocks: Locks = (term, rows, isDecisive) => `for item in
        select r.id, r.visible_from ${isDecisive} (select t.visible_from from ${term} t where t.id = r.id) as is_decisive
        from (select r.${term}_id as id, min(r.visible_from) as visible_from from ${rows} r
          where r.${term}_id = any(ids) and r.visible_from < 'infinity' group by 1) r
        order by r.id
      loop
        if item.is_decisive then
          perform 1 from ${term} t where t.id = item.id for no key update;
        else
          perform 1 from ${term} t where t.id = item.id for share;
        end if;
      end loop;
      perform 1 from ${term} t where t.id = any(ids)
        and exists (select from ${rows} r where r.${term}_id = t.id and r.visible_from ${isDecisive} t.visible_from)
      order by t.id for no key update;`;

const earliestSql = (term: string, members: string): string =>
  `coalesce((select m.visible_from from ${members} m where m.${term}_id = t.id order by m.visible_from limit 1), 'infinity')`;

function functionSql(term: string, members: string, locks: Locks): string {
  const locked = (rows: string, lock: string, work: string) => `
    ids := array(select distinct r.${term}_id from ${rows} r where r.visible_from < 'infinity' order by 1);
    if cardinality(ids) > 0 then
      ${lock}
      ${work}
    end if;`;
  const added = locked(
    "added",
    locks(term, "added", "<"),
    `update ${term} t set visible_from = r.visible_from
      from (select r.${term}_id as id, min(r.visible_from) as visible_from from added r group by 1) r
      where t.id = any(ids) and t.id = r.id and t.visible_from > r.visible_from;`,
  );
  const removed = (rows: string) =>
    locked(
      rows,
      locks(term, "removed", "<="),
      `update ${term} t set visible_from = ${earliestSql(term, members)}
      where t.id = any(ids) and exists (select from removed r where r.${term}_id = t.id and r.visible_from <= t.visible_from)
        and t.visible_from <> ${earliestSql(term, members)};`,
    );
  const changed = `(select o.${term}_id, o.visible_from from removed o except all select n.${term}_id, n.visible_from from added n)`;
  return `
    create or replace function ${members}_visibility() returns trigger language plpgsql as $$
    declare
      ids uuid[];
      item record;
    begin
      if tg_op = 'INSERT' then ${added}
      elsif tg_op = 'UPDATE' then ${added} ${removed(changed)}
      elsif tg_op = 'DELETE' then ${removed("removed")}
      else update ${term} set visible_from = 'infinity' where visible_from < 'infinity';
      end if;
      return null;
    end $$`;
}
