// A post's row of the search is some thousand entries of an index. Collected first and inserted later they cost the writer
// a few milliseconds, and little in all where several posts were written (see content/search-index/pending-entries).
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
