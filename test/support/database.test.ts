// The ground under every other test: databases that are migrated, empty of content and nobody else's.
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

it("gives every caller a migrated database of its own", async () => {
  const [one, other] = await Promise.all([createScratchDatabase(), createScratchDatabase()]);
  assert.notDeepEqual(await run(one.url, "select name from migration"), []);
  await run(one.url, "create table mine ()");
  assert.deepEqual(await run(other.url, "select from pg_tables where tablename = 'mine'"), []);
  await Promise.all([one.drop(), other.drop()]);
  await assert.rejects(run(one.url, "select 1"), { code: "3D000" });
});

it("gives a database without tables where one is asked for", async () => {
  const database = await createEmptyDatabase();
  assert.deepEqual(await run(database.url, "select from pg_tables where schemaname = 'public'"), []);
  await database.drop();
});
