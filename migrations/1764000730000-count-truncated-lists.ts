// Adjusts the post counts on TRUNCATE, which fires no row triggers: a truncated list has no posts.
import type { MigrationInterface, QueryRunner } from "typeorm";

const SCOPES: Record<string, string> = {
  post: "'site', 'author'",
  post_category: "'category'",
  category_listing: "'category_tree'",
  post_tag: "'tag'",
};

export class CountTruncatedLists1764000730000 implements MigrationInterface {
  readonly name = "CountTruncatedLists1764000730000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, scopes] of Object.entries(SCOPES)) {
      await runner.query(`
        create function count_truncated_${table}() returns trigger language plpgsql as $$
        begin
          perform 1 from post_count_horizon for share;
          delete from post_count where scope in (${scopes});
          return null;
        end $$`);
      await runner.query(`
        create trigger ${table}_count_truncate after truncate on ${table}
        for each statement execute function count_truncated_${table}()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(SCOPES)) {
      await runner.query(`drop trigger ${table}_count_truncate on ${table}`);
      await runner.query(`drop function count_truncated_${table}`);
    }
  }
}
