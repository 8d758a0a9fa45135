// Adds the version of categories, tags, authors and series, by which a write is refused that is based on an older one.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VISIBLE = "visible_from <= now()";

/** The condition of each view's rows, as it was before; null for a table that is entirely public. */
const VIEWS: Record<string, string | null> = {
  category: null,
  tag: `exists (select 1 from post_tag m where m.tag_id = t.id and m.${VISIBLE})`,
  author: `exists (select 1 from post p where p.author_id = t.id and p.${VISIBLE})`,
  series: `exists (select 1 from series_entry e join post p on p.id = e.post_id where e.series_id = t.id and p.${VISIBLE})`,
};

const viewSql = (table: string, condition: string | null): string =>
  `create or replace view published.${table} as select t.* from ${table} t${condition === null ? "" : ` where ${condition}`}`;

export class AddTermVersions1795998160000 implements MigrationInterface {
  readonly name = "AddTermVersions1795998160000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, condition] of Object.entries(VIEWS)) {
      await runner.query(`alter table ${table} add version integer not null default 1`);
      await runner.query(viewSql(table, condition));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, condition] of Object.entries(VIEWS)) {
      // A view cannot lose columns, so it is created again; no other view depends on it.
      await runner.query(`drop view published.${table}`);
      await runner.query(`alter table ${table} drop version`);
      await runner.query(viewSql(table, condition));
    }
  }
}
