// Adds the search index in two tables of the same structure: one for public posts, one for hidden posts. Scores use statistics of
// the first table only, so that hidden posts do not influence them. A post that becomes public while its row is still in the second
// table is found there.
import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["search_public", "search_pending"];

export class AddSearch1764000600000 implements MigrationInterface {
  readonly name = "AddSearch1764000600000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`
        create table ${table} (
          post_id uuid not null,
          tokeniser_version smallint not null,
          visible_from timestamptz(3) not null,
          title_folded text collate "C" not null,
          head tsvector not null,
          doc tsvector not null,
          is_clipped boolean not null,
          constraint ${table}_pkey primary key (post_id),
          constraint ${table}_post_id_fkey foreign key (post_id) references post(id) on delete cascade
        ) with (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05)`);
      // Vectors do not compress, so they are stored uncompressed. Statistics cover ten thousand lexemes instead of a thousand.
      await runner.query(
        `alter table ${table} alter column doc set storage external, alter column doc set statistics 1000`,
      );
      // With a pending list, one later write would pay for the index entries of many earlier ones.
      await runner.query(`create index ${table}_doc_idx on ${table} using gin (doc) with (fastupdate = off)`);
      await runner.query(`create index ${table}_head_idx on ${table} using gin (head) with (fastupdate = off)`);
      await runner.query(`create index ${table}_visible_from_post_id_idx on ${table} (visible_from, post_id)`);
      await runner.query(`create index ${table}_title_folded_idx on ${table} (title_folded)`);
      await runner.query(`create index ${table}_tokeniser_version_idx on ${table} (tokeniser_version, post_id)`);
      await runner.query(`create view published.${table} as select t.* from ${table} t where t.visible_from <= now()`);
    }
    // Sums one rank for each term of a query, weighted by the term's rarity.
    await runner.query(`
      create function search_rank(vector tsvector, units tsquery[], weights real[]) returns double precision
      language sql immutable parallel safe as $$
        select coalesce(sum(u.weight * pg_catalog.ts_rank('{0.05,0.15,0.5,1.0}'::real[], vector, u.unit)), 0)::double precision
        from unnest(units, weights) as u(unit, weight) $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function search_rank");
    for (const table of TABLES) {
      await runner.query(`drop view published.${table}`);
      await runner.query(`drop table ${table}`);
    }
  }
}
