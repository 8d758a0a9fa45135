// Migrations run up, down and up again, agree with the entities and the published views, and run once when several processes start
// together.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DataSource } from "typeorm";
import { migrations } from "../migrations/index.js";
import { entities } from "../src/app/registry.js";
import { createDataSource } from "../src/platform/db/data-source.js";
import { isMigrated, migrateDatabase, revertMigration } from "../src/platform/db/migrate.js";
import { createEmptyDatabase } from "./support/database.js";

let database: { url: string; drop(): Promise<void> };
const limits = { poolSize: 2, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };

before(async () => {
  database = await createEmptyDatabase();
});
after(() => database.drop());

async function connected<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = createDataSource({ url: database.url, ...limits }, { entities, migrations });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

const tables = (source: DataSource): Promise<{ name: string }[]> =>
  source.query("select table_name as name from information_schema.tables where table_schema = 'public' order by 1");

test("several processes starting at once migrate once", async () => {
  const applied = await Promise.all([
    migrateDatabase(database.url),
    migrateDatabase(database.url),
    migrateDatabase(database.url),
  ]);
  assert.equal(applied.flat().length, migrations.length);
  assert.equal(await connected(isMigrated), true);
});

test("entities and migrations agree to the letter", async () => {
  const statements = await connected(async (source) => {
    const drift = await source.driver.createSchemaBuilder().log();
    return drift.upQueries.map((query) => query.query);
  });
  assert.deepEqual(
    statements,
    [],
    `Entities and migrations differ. A migration that is listed in migrations/index.ts must do what these statements do:\n${statements.join("\n")}`,
  );
});

test("a published view has every column of its table", async () => {
  const missing = await connected(
    (source): Promise<{ view: string; column: string }[]> =>
      source.query(
        `select v.table_name as view, c.column_name as column
       from information_schema.views v join information_schema.columns c using (table_name)
       where v.table_schema = 'published' and c.table_schema = 'public' and not exists (
         select 1 from information_schema.columns p
         where p.table_schema = 'published' and p.table_name = v.table_name and p.column_name = c.column_name)
       order by 1, c.ordinal_position`,
      ),
  );
  const [first] = missing;
  assert.deepEqual(
    missing,
    [],
    `Anonymous reads will fail: the view published.${first?.view} lacks the column ${first?.column}, since a view has the columns of the moment ` +
      `at which it was made. Replace the view in the migration that adds the column, as 1764000710000-add-post-term-ids.ts does.`,
  );
});

test("every migration can be taken back and run again", async () => {
  const hint =
    "Its down() must undo its up(); a view is dropped before a column of its table, and made again afterwards.";
  for (const _ of migrations) {
    const reverted = await revertMigration(database.url).catch((error: Error) => error);
    assert.ok(typeof reverted === "string", `A migration cannot be taken back: ${String(reverted)}. ${hint}`);
  }
  assert.equal(await revertMigration(database.url), null);
  assert.deepEqual(await connected(tables), [{ name: "migration" }]);
  assert.equal(await connected(isMigrated), false);
  assert.equal((await migrateDatabase(database.url)).length, migrations.length);
  assert.equal(await connected(isMigrated), true);
});
