// Lets a post have several authors: its row names the others beside the main one, and `post_author` serves the direction from an author to
// its posts, with the post's visibility as in `post_tag`. The counts of an author's posts follow from that table instead of `post`.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";
const SITE = "'00000000-0000-0000-0000-000000000000'::uuid";

type Lists = Record<string, [scope: string, parent: string][]>;

/** The lists that a table contributes to, before this migration and after it. */
const BEFORE: Lists = {
  post: [
    ["site", SITE],
    ["author", "r.author_id"],
  ],
  post_category: [["category", "r.category_id"]],
  category_listing: [["category_tree", "r.category_id"]],
  post_tag: [["tag", "r.tag_id"]],
};
const AFTER: Lists = { ...BEFORE, post: [["site", SITE]], post_author: [["author", "r.author_id"]] };

const EVENTS = [
  ["insert", "added", null],
  ["update", "added", "removed"],
  ["delete", null, "removed"],
] as const;

export class AddPostAuthors1796000505000 implements MigrationInterface {
  readonly name = "AddPostAuthors1796000505000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table post add co_author_ids uuid array not null default '{}'");
    await runner.query(`
      create table post_author (
        post_id uuid not null,
        author_id uuid not null,
        position integer not null,
        visible_from timestamptz(3) not null,
        constraint post_author_pkey primary key (post_id, author_id)
      )`);
    await runner.query(`
      insert into post_author (post_id, author_id, position, visible_from)
      select id, author_id, 0, visible_from from post order by visible_from, id`);
    await runner.query(
      "create index post_author_author_id_visible_from_post_id_idx on post_author (author_id, visible_from, post_id)",
    );
    await runner.query(
      "alter table post_author add constraint post_author_post_id_fkey foreign key (post_id) references post(id) on delete cascade",
    );
    await runner.query(
      "alter table post_author add constraint post_author_author_id_fkey foreign key (author_id) references author(id) on delete restrict",
    );
    await runner.query("create index post_author_id_idx on post (author_id)");
    await runner.query("drop index post_author_id_visible_from_id_idx");
    await replaceViews(
      runner,
      (id) => `exists (select 1 from post_author m where m.author_id = ${id} and m.${VISIBLE})`,
    );
    await runner.query(`create view published.post_author as select t.* from post_author t where t.${VISIBLE}`);
    await runner.query(triggerFunction("post_author", AFTER));
    await runner.query(triggerFunction("post", AFTER));
    for (const [event, added, removed] of EVENTS) {
      const names = [added === null ? "" : "new table as added", removed === null ? "" : "old table as removed"];
      await runner.query(`
        create trigger post_author_count_${event} after ${event} on post_author referencing ${names.join(" ")}
        for each statement execute function count_post_author()`);
    }
    await runner.query(truncationFunction("post_author", AFTER));
    await runner.query(truncationFunction("post", AFTER));
    await runner.query(`
      create trigger post_author_count_truncate after truncate on post_author
      for each statement execute function count_truncated_post_author()`);
    await replaceSums(runner, AFTER);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [event] of EVENTS) await runner.query(`drop trigger post_author_count_${event} on post_author`);
    await runner.query("drop trigger post_author_count_truncate on post_author");
    await runner.query("drop function count_post_author");
    await runner.query("drop function count_truncated_post_author");
    await runner.query(triggerFunction("post", BEFORE));
    await runner.query(truncationFunction("post", BEFORE));
    await replaceSums(runner, BEFORE);
    await runner.query("drop view published.post");
    await runner.query("alter table post drop co_author_ids");
    await replaceViews(runner, (id) => `exists (select 1 from post p where p.author_id = ${id} and p.${VISIBLE})`);
    await runner.query("drop view published.post_author");
    await runner.query("drop table post_author");
    await runner.query("create index post_author_id_visible_from_id_idx on post (author_id, visible_from, id)");
    await runner.query("drop index post_author_id_idx");
    // Posts count for their main author alone again.
    await runner.query("select recount_posts()");
  }
}

/** The views whose rows or columns depend on the authors of posts. */
async function replaceViews(runner: QueryRunner, hasVisiblePost: (authorId: string) => string): Promise<void> {
  await runner.query(`create or replace view published.post as select t.* from post t where t.${VISIBLE}`);
  await runner.query(
    `create or replace view published.author as select t.* from author t where ${hasVisiblePost("t.id")}`,
  );
  await runner.query(`
    create or replace view published.path_alias as select t.* from path_alias t where case t.kind
      when 'post' then exists (select 1 from post p where p.id = t.target_id and p.${VISIBLE})
      when 'tag' then exists (select 1 from post_tag m where m.tag_id = t.target_id and m.${VISIBLE})
      when 'author' then ${hasVisiblePost("t.target_id")}
      when 'series' then exists (select 1 from series_entry e join post p on p.id = e.post_id
        where e.series_id = t.target_id and p.${VISIBLE})
      else true end`);
}

function triggerFunction(table: string, lists: Lists): string {
  const side = (rows: string | null, sign: string) =>
    rows === null
      ? []
      : (lists[table] ?? []).map(
          ([scope, parent]) =>
            `select '${scope}' as scope, ${parent} as parent_id, ${sign} as change from ${rows} r where r.visible_from <= upto`,
        );
  const branch = ([event, added, removed]: (typeof EVENTS)[number]) =>
    `if tg_op = '${event.toUpperCase()}' then
      insert into post_count (scope, parent_id, change)
      select x.scope, x.parent_id, sum(x.change) from (${[...side(added, "1"), ...side(removed, "-1")].join(" union all ")}) x
      group by x.scope, x.parent_id having sum(x.change) <> 0;
    end if;`;
  return `
    create or replace function count_${table}() returns trigger language plpgsql as $$
    declare upto timestamptz(3);
    begin
      select h.horizon into strict upto from post_count_horizon h for share;
      ${EVENTS.map(branch).join("\n")}
      return null;
    end $$`;
}

const truncationFunction = (table: string, lists: Lists): string => `
  create or replace function count_truncated_${table}() returns trigger language plpgsql as $$
  begin
    perform 1 from post_count_horizon for share;
    delete from post_count where scope in (${(lists[table] ?? []).map(([scope]) => `'${scope}'`).join(", ")});
    return null;
  end $$`;

/** The functions that compute all counts again, and that advance the horizon. */
async function replaceSums(runner: QueryRunner, lists: Lists): Promise<void> {
  const each = (source: (table: string) => string) =>
    Object.entries(lists).flatMap(([table, ofTable]) =>
      ofTable.map(
        ([scope, parent]) =>
          `insert into post_count (scope, parent_id, change)
           select '${scope}', ${parent}, count(*) from ${source(table)} group by ${parent};`,
      ),
    );
  const all = each((table) => `${table} r where r.visible_from <= upto`);
  const since = each((table) => {
    const rows = table === "post" ? "join post r on r.id = p.id" : `join ${table} r on r.post_id = p.id`;
    return `post p ${rows} where p.visible_from > upto and p.visible_from <= until`;
  });
  await runner.query(`
    create or replace function recount_posts() returns void language plpgsql as $$
    declare upto timestamptz(3);
    begin
      select h.horizon into strict upto from post_count_horizon h for update;
      delete from post_count;
      ${all.join("\n")}
    end $$`);
  await runner.query(`
    create or replace function advance_post_counts(until timestamptz(3)) returns void language plpgsql as $$
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
