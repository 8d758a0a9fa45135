// Adds comments, and the number of those of each post that readers may see. Triggers maintain the numbers, so that every write is counted.
import type { MigrationInterface, QueryRunner } from "typeorm";

const OF_VISIBLE_POST = "exists (select 1 from post p where p.id = t.post_id and p.visible_from <= now())";

/** Shown rows of a transition table, as numbers by post. */
const shownOf = (rows: string, sign: "" | "-"): string =>
  `select r.post_id, ${sign}count(*) as total, ${sign}count(*) filter (where r.parent_id is null) as roots from ${rows} r where r.is_shown group by r.post_id`;

const EVENTS = [
  ["insert", "new table as added", shownOf("added", "")],
  ["update", "new table as added old table as removed", `${shownOf("added", "")} union all ${shownOf("removed", "-")}`],
  ["delete", "old table as removed", shownOf("removed", "-")],
] as const;

export class AddComments1796110000000 implements MigrationInterface {
  readonly name = "AddComments1796110000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COMMENT);
    await runner.query("create index comment_post_id_written_at_id_idx on comment (post_id, written_at, id)");
    await runner.query(
      "create index comment_roots_idx on comment (post_id, written_at, id) where parent_id is null and is_shown",
    );
    await runner.query("create index comment_parent_id_written_at_id_idx on comment (parent_id, written_at, id)");
    await runner.query("create index comment_written_at_id_idx on comment (written_at, id)");
    await runner.query("create index comment_status_written_at_id_idx on comment (status, written_at, id)");
    await runner.query("create index comment_author_key_idx on comment (author_key)");
    await runner.query(COMMENT_COUNT);
    for (const [event, tables, changes] of EVENTS) {
      await runner.query(countFunction(event, changes));
      await runner.query(
        `create trigger comment_count_${event} after ${event} on comment referencing ${tables}
         for each statement execute function count_comments_on_${event}()`,
      );
    }
    await runner.query(
      `create view published.comment as select t.* from comment t where t.is_shown and ${OF_VISIBLE_POST}`,
    );
    await runner.query(
      `create view published.comment_count as select t.* from comment_count t where ${OF_VISIBLE_POST}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view published.comment_count");
    await runner.query("drop view published.comment");
    await runner.query("drop table comment");
    for (const [event] of EVENTS) await runner.query(`drop function count_comments_on_${event}`);
    await runner.query("drop table comment_count");
  }
}

/** A deletion only updates: with a deleted post, the row of its count is deleted as well, before or after its comments. */
function countFunction(event: string, changes: string): string {
  const sums = `select x.post_id, sum(x.total) as total, sum(x.roots) as roots from (${changes}) x group by x.post_id having sum(x.total) <> 0`;
  const write =
    event === "delete"
      ? `update comment_count n set total = n.total + s.total, roots = n.roots + s.roots from (${sums}) s where n.post_id = s.post_id;`
      : `insert into comment_count as n (post_id, total, roots) select s.post_id, s.total, s.roots from (${sums} order by 1) s
         on conflict (post_id) do update set total = n.total + excluded.total, roots = n.roots + excluded.roots;`;
  return `create function count_comments_on_${event}() returns trigger language plpgsql as $$ begin ${write} return null; end $$`;
}

const COMMENT = `
  create table comment (
    id uuid not null default gen_random_uuid(),
    post_id uuid not null,
    parent_id uuid,
    depth smallint not null,
    author_name text not null,
    author_url text,
    author_key text collate "C",
    html text not null,
    text text not null,
    written_at timestamptz(3) not null,
    status text not null,
    is_shown boolean not null,
    source_key text collate "C",
    created_at timestamptz(3) not null default now(),
    constraint comment_source_key_key unique (source_key),
    constraint comment_status_check check (status in ('VISIBLE', 'PENDING', 'HIDDEN', 'SPAM')),
    constraint comment_is_shown_check check (status = 'VISIBLE' or not is_shown),
    constraint comment_depth_check check (depth between 1 and 5 and (depth = 1) = (parent_id is null)),
    constraint comment_pkey primary key (id),
    constraint comment_post_id_fkey foreign key (post_id) references post (id) on delete cascade,
    constraint comment_parent_id_fkey foreign key (parent_id) references comment (id) on delete cascade
  )`;

const COMMENT_COUNT = `
  create table comment_count (
    post_id uuid not null,
    total integer not null,
    roots integer not null,
    constraint comment_count_pkey primary key (post_id),
    constraint comment_count_post_id_fkey foreign key (post_id) references post (id) on delete cascade
  )`;
