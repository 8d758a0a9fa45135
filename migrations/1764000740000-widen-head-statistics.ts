// Raises the statistics target of title vectors. Spelling suggestions come from the words of titles, which on a large site are read
// from PostgreSQL's statistics. The default target keeps a thousand lexemes; ten thousand cover the words of nearly any site.
import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["search_public", "search_pending"];

export class WidenHeadStatistics1764000740000 implements MigrationInterface {
  readonly name = "WidenHeadStatistics1764000740000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} alter column head set statistics 1000`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} alter column head set statistics -1`);
  }
}
