// Adds the ids of a post's categories and tags to its row, in order, so that a post's terms are known without reading the join
// tables, which serve the direction from a term to its posts.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.post as select t.* from post t where t.visible_from <= now()";

export class AddPostTermIds1764000710000 implements MigrationInterface {
  readonly name = "AddPostTermIds1764000710000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "alter table post add category_ids uuid array not null default '{}', add tag_ids uuid array not null default '{}'",
    );
    await runner.query(`
      update post set
        category_ids = array(select m.category_id from post_category m where m.post_id = post.id order by m.position),
        tag_ids = array(select m.tag_id from post_tag m where m.post_id = post.id order by m.position)`);
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.post");
    await runner.query("alter table post drop category_ids, drop tag_ids");
    await runner.query(VIEW);
  }
}
