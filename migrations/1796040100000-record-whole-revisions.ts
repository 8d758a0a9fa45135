// Revisions hold everything that authors set, what the write did, and the state of the post. Of existing revisions only the title and the
// text were recorded, so that all else of them is null.
import type { MigrationInterface, QueryRunner } from "typeorm";

const COLUMNS = [
  "kind text",
  'slug text collate "C"',
  "state text",
  "published_at timestamptz(3)",
  'locale text collate "C"',
  "excerpt text",
  "excerpt_source text",
  "author_id uuid",
  "co_author_ids uuid[]",
  "category_ids uuid[]",
  "tag_ids uuid[]",
  "cover jsonb",
  "seo_title text",
  "seo_description text",
  "canonical_url text",
  "no_index boolean",
  "is_pinned boolean",
  'external_id text collate "C"',
];

export class RecordWholeRevisions1796040100000 implements MigrationInterface {
  readonly name = "RecordWholeRevisions1796040100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table revision ${COLUMNS.map((column) => `add ${column}`).join(", ")},
        add constraint revision_kind_check
          check (num_nulls(kind, slug, state, locale, excerpt, excerpt_source, author_id) in (0, 7))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const names = COLUMNS.map((column) => column.split(" ")[0]);
    await runner.query(`alter table revision drop constraint revision_kind_check,
      ${names.map((name) => `drop ${name}`).join(", ")}`);
  }
}
