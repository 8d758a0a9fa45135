// Adds the time zone of the site, in which years and months are counted. Sites that exist keep UTC, in which they were counted until now.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.site as select t.* from site t";

export class AddSiteTimeZone1795998476000 implements MigrationInterface {
  readonly name = "AddSiteTimeZone1795998476000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table site add time_zone text not null default 'UTC'");
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.site");
    await runner.query("alter table site drop time_zone");
    await runner.query(VIEW);
  }
}
