// Prepared reads give the same results as the driver's own queries: every value is bound unchanged, every column is parsed as the driver
// does, and an error belongs to its own statement.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import pg from "pg";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { Database } from "../../../src/platform/db/database.js";
import { readTypes } from "../../../src/platform/db/prepared/read-types.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";
import { readPropertyRuns } from "../../support/environment.js";

let scratch: ScratchDatabase;
let dataSource: DataSource;
let database: Database;
let driver: pg.Client;

before(async () => {
  scratch = await createScratchDatabase();
  const limits = { poolSize: 2, poolWaitMs: 10_000, statementTimeoutMs: 10_000 };
  dataSource = createDataSource({ url: scratch.url, ...limits }, { entities: [], migrations: [] });
  await dataSource.initialize();
  database = new Database(dataSource);
  driver = new pg.Client({ connectionString: scratch.url, options: "-c TimeZone=UTC" });
  await driver.connect();
});

after(async () => {
  await driver.end();
  await dataSource.destroy();
  await scratch.drop();
});

/** A statement is prepared from its third use on. */
async function readOften(text: string, values: readonly unknown[]): Promise<object[]> {
  for (let uses = 0; uses < 3; uses += 1) await database.query(text, values);
  return database.query(text, values);
}

it("prepared reads bind every text, number, boolean and null unchanged, alone and in arrays", async () => {
  const text = fc.string({ unit: "binary" }).map((string) => string.replaceAll("\0", ""));
  const awkward = fc.constantFrom("NULL", "null", "", " ", '"', "\\", "{}", "a,b", 'a\\"b', "网络");
  const item = fc.oneof(text, awkward, fc.constant(null));
  const property = fc.asyncProperty(
    fc.array(item),
    item,
    fc.integer(),
    fc.boolean(),
    async (items, one, number, truth) => {
      const row = { items, one, number, truth };
      const columns = "$1::text[] as items, $2::text as one, $3::bigint as number, $4::boolean as truth";
      assert.deepEqual(await database.query(`select ${columns}`, [items, one, number, truth]), [row]);
    },
  );
  await fc.assert(property, { numRuns: 100, ...readPropertyRuns() });
});

it("prepared reads bind other values as the driver does", async () => {
  const text = "select $1::timestamptz as at, $2::jsonb as json, $3::bytea as bytes, $4::integer[] as list";
  const values = [new Date("2024-05-01T12:00:00.5Z"), { a: [1, null] }, Buffer.from([0, 255]), []];
  const expected = await driver.query({ text, values, types: readTypes });
  assert.deepEqual(await readOften(text, values), expected.rows);
});

it("a value that cannot be bound fails its own read only", async () => {
  const text = "select $1::jsonb as json";
  await readOften(text, [{ a: 1 }]);
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  for (let i = 0; i < 4; i += 1) await assert.rejects(database.query(text, [circular]), TypeError);
  assert.deepEqual(await database.query(text, [{ a: 2 }]), [{ json: { a: 2 } }]);
});

const COLUMNS = `1::smallint as small, 2 as whole, 3::bigint as big, 4.5::double precision as double, 6.7::numeric as numeric,
  true as truth, 'text' as text, 'name'::name as name, gen_random_uuid() is not null as uuid, null::text as nothing,
  '00000000-0000-4000-8000-000000000000'::uuid as id, array['00000000-0000-4000-8000-000000000000']::uuid[] as ids,
  '{}'::uuid[] as none, array['a', null] as list, '{"a":[1,null]}'::jsonb as json, '2024-05-01 12:00:00.5+00'::timestamptz as at,
  'infinity'::timestamptz as never, date '2024-05-01' as day, '\\x00ff'::bytea as bytes`;

it("prepared reads parse every column type as the driver does", async () => {
  const expected = await driver.query({ text: `select ${COLUMNS}`, types: readTypes });
  assert.deepEqual(await readOften(`select ${COLUMNS}`, []), expected.rows);
});

it("prepared reads return empty results, and run concurrently on few connections", async () => {
  assert.deepEqual(await readOften("select 1 as a where $1::boolean", [false]), []);
  const reads = Array.from({ length: 50 }, (_, i) => database.query("select $1::integer + 1 as next", [i]));
  assert.deepEqual(
    (await Promise.all(reads)).flat(),
    Array.from({ length: 50 }, (_, i) => ({ next: i + 1 })),
  );
});

it("a failing prepared read affects no other read of its connection", async () => {
  const divide = "select 1 / $1::integer as quotient";
  await readOften(divide, [1]);
  const outcomes = await Promise.allSettled([0, 1, 0, 1, 0, 1].map((value) => database.query(divide, [value])));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"],
  );
  const [failed] = outcomes as [PromiseRejectedResult];
  assert.equal((failed.reason as { code?: string }).code, "22012");
});

it("a prepared read fails if its connection is terminated, and later reads use another one", async () => {
  const sleep = "select pg_sleep($1::double precision)::text as slept";
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where query like 'select pg_sleep(%' and state = 'active' and datname = current_database()`;
  await readOften(sleep, [0]);
  const reading = database.query(sleep, [30]).then(
    () => "read",
    () => "failed",
  );
  for (let isCut = false; !isCut; ) isCut = ((await driver.query(cut)).rowCount ?? 0) > 0;
  assert.equal(await reading, "failed");
  assert.deepEqual(await readOften("select $1::integer as a", [7]), [{ a: 7 }]);
});
