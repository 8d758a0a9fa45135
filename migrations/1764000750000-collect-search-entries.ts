// Enables the pending list of the search indexes. A post has about a thousand index entries. Collecting them first and inserting them
// later takes the writer a few milliseconds, and inserts of several posts are merged (see content/search/index/pending-entries).
import type { MigrationInterface, QueryRunner } from "typeorm";

const INDEXES = ["search_public", "search_pending"].flatMap((table) => [`${table}_doc_idx`, `${table}_head_idx`]);

export class CollectSearchEntries1764000750000 implements MigrationInterface {
  readonly name = "CollectSearchEntries1764000750000";

  async up(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) await runner.query(`alter index if exists ${index} set (fastupdate = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) {
      await runner.query(`alter index ${index} set (fastupdate = off)`);
      await runner.query("select gin_clean_pending_list($1::regclass)", [index]);
    }
  }
}
