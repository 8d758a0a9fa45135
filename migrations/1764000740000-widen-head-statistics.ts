// Spellings are put right by words of heads. On a large site these come from PostgreSQL's statistics, which keep a thousand
// lexemes where nobody asks for more; ten thousand hold the words of nearly any site.
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
