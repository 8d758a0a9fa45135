// Adds the rich form of bodies, and the setting that dollar signs enclose formulas. Existing bodies are brought up to date by a job of the
// service, since that needs their parser.
import type { MigrationInterface, QueryRunner } from "typeorm";

const BODIES = ["post_body", "page_body"] as const;
/** Where it is said that dollar signs enclose formulas: by the site, or by a post that was imported. */
const FORMULAS = ["site", "post_body"] as const;

export class AddRichBodies1796100000000 implements MigrationInterface {
  readonly name = "AddRichBodies1796100000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of BODIES) {
      await runner.query(`alter table ${table} add rich_html text, add rich_version integer not null default 0`);
      await runner.query(`create index ${table}_rich_version_idx on ${table} (rich_version)`);
    }
    for (const table of FORMULAS)
      await runner.query(`alter table ${table} add has_formulas boolean not null default false`);
    for (const table of [...BODIES, "site"]) await this.#replaceView(runner, table, "create or replace");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...BODIES, "site"]) await runner.query(`drop view published.${table}`);
    for (const table of BODIES) {
      await runner.query(`drop index ${table}_rich_version_idx`);
      await runner.query(`alter table ${table} drop rich_html, drop rich_version`);
    }
    for (const table of FORMULAS) await runner.query(`alter table ${table} drop has_formulas`);
    for (const table of [...BODIES, "site"]) await this.#replaceView(runner, table, "create");
  }

  async #replaceView(runner: QueryRunner, table: string, create: string): Promise<void> {
    const owner = table.replace("_body", "");
    const isVisible = `exists (select 1 from ${owner} p where p.id = t.${owner}_id and p.visible_from <= now())`;
    const where = owner === table ? "" : ` where ${isVisible}`;
    await runner.query(`${create} view published.${table} as select t.* from ${table} t${where}`);
  }
}
