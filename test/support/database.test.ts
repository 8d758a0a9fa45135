// Tests the scratch databases that all other tests use: migrated, without content, and not shared.
import assert from "node:assert/strict";
import { it } from "node:test";
import pg from "pg";
import { createEmptyDatabase, createScratchDatabase } from "./database.js";

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it("createScratchDatabase gives every caller its own migrated database", async () => {
  const [one, other] = await Promise.all([createScratchDatabase(), createScratchDatabase()]);
  assert.notDeepEqual(await run(one.url, "select name from migration"), []);
  await run(one.url, "create table mine ()");
  assert.deepEqual(await run(other.url, "select from pg_tables where tablename = 'mine'"), []);
  await Promise.all([one.drop(), other.drop()]);
  await assert.rejects(run(one.url, "select 1"), { code: "3D000" });
});

it("createEmptyDatabase gives a database without tables", async () => {
  const database = await createEmptyDatabase();
  assert.deepEqual(await run(database.url, "select from pg_tables where schemaname = 'public'"), []);
  await database.drop();
});
