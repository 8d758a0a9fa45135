// Adds whether a post is pinned, with an index of the few that are; the id by which another system knows a post; and an index of the names of
// tags without case and width, by which tags are found by name.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.post as select t.* from post t where t.visible_from <= now()";

export class AddPinnedPosts1796000767000 implements MigrationInterface {
  readonly name = "AddPinnedPosts1796000767000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table post add is_pinned boolean not null default false, add external_id text collate "C",
      add constraint post_external_id_key unique (external_id)`);
    await runner.query("create index post_pinned_idx on post (visible_from, id) where is_pinned");
    await runner.query("create index tag_folded_name_idx on tag (lower(normalize(name, NFKC)))");
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index tag_folded_name_idx");
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.post");
    await runner.query("alter table post drop is_pinned, drop external_id");
    await runner.query(VIEW);
  }
}
