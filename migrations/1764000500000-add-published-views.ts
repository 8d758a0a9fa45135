// Adds the schema `published`, whose views contain only published content. The search path of anonymous reads holds nothing else,
// so a statement that lacks a visibility predicate finds no drafts, and tables without a view (revisions, tokens, events) do not
// exist for it.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";
const postIsVisible = (column: string): string =>
  `exists (select 1 from post p where p.id = ${column} and p.${VISIBLE})`;

const TAG = `exists (select 1 from post_tag m where m.tag_id = t.id and m.${VISIBLE})`;
const AUTHOR = `exists (select 1 from post p where p.author_id = t.id and p.${VISIBLE})`;
const SERIES = `exists (select 1 from series_entry e join post p on p.id = e.post_id where e.series_id = t.id and p.${VISIBLE})`;

const targetIsVisible = `case t.kind
    when 'post' then ${postIsVisible("t.target_id")}
    when 'tag' then exists (select 1 from post_tag m where m.tag_id = t.target_id and m.${VISIBLE})
    when 'author' then exists (select 1 from post p where p.author_id = t.target_id and p.${VISIBLE})
    when 'series' then exists (select 1 from series_entry e join post p on p.id = e.post_id
      where e.series_id = t.target_id and p.${VISIBLE})
    else true end`;

/** The condition of each view's rows; null for tables that are entirely public. */
const VIEWS: Record<string, string | null> = {
  site: null,
  category: null,
  post: `t.${VISIBLE}`,
  post_category: `t.${VISIBLE}`,
  category_listing: `t.${VISIBLE}`,
  post_tag: `t.${VISIBLE}`,
  post_body: postIsVisible("t.post_id"),
  post_link: postIsVisible("t.post_id"),
  series_entry: postIsVisible("t.post_id"),
  tag: TAG,
  author: AUTHOR,
  series: SERIES,
  path_alias: targetIsVisible,
};

export class AddPublishedViews1764000500000 implements MigrationInterface {
  readonly name = "AddPublishedViews1764000500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create schema published");
    for (const [table, condition] of Object.entries(VIEWS)) {
      const where = condition === null ? "" : ` where ${condition}`;
      await runner.query(`create view published.${table} as select t.* from ${table} t${where}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop schema published cascade");
  }
}
