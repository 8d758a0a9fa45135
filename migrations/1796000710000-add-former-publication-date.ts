// Adds the date under which a scheduled post was public before, so that unpublishing it before its instant gives the date back. Drafts and
// posts in the trash keep that date in `published_at`, of which the schema always allowed a value.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.post as select t.* from post t where t.visible_from <= now()";

export class AddFormerPublicationDate1796000710000 implements MigrationInterface {
  readonly name = "AddFormerPublicationDate1796000710000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table post add former_published_at timestamptz(3)");
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.post");
    await runner.query("alter table post drop former_published_at");
    await runner.query(VIEW);
  }
}
