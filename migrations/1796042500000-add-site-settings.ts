// Adds what owners set about their site beside its head data, the version of the site, and which values have been set. Until now one column
// told whether any value had been, and an import could not fill in what an earlier one had left out.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.site as select t.* from site t";

export class AddSiteSettings1796042500000 implements MigrationInterface {
  readonly name = "AddSiteSettings1796042500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("drop view published.site");
    await runner.query(
      `alter table site
         add other_locales text[] not null default '{}',
         add logo jsonb,
         add icon jsonb,
         add image jsonb,
         add social_links jsonb not null default '[]',
         add posts_per_page integer not null default 10,
         add version integer not null default 1,
         add set_fields text[] not null default '{}'`,
    );
    await runner.query(
      `update site set set_fields = array['title', 'description', 'url', 'locale', 'timeZone'] where is_configured`,
    );
    await runner.query("alter table site drop is_configured");
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view published.site");
    await runner.query("alter table site add is_configured boolean not null default false");
    await runner.query("update site set is_configured = set_fields <> '{}'");
    await runner.query(
      `alter table site drop other_locales, drop logo, drop icon, drop image, drop social_links, drop posts_per_page,
         drop version, drop set_fields`,
    );
    await runner.query(VIEW);
  }
}
