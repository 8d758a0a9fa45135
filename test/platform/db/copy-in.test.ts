// Rows that are inserted by COPY: values of every type arrive unchanged, and statements that are sent with them keep their order and their failures.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type DataSource, QueryFailedError } from "typeorm";
import { bulkCopy } from "../../../src/platform/db/copy/copy-in.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { pipelined } from "../../../src/platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../src/platform/db/prepared/prepared-write.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";

let scratch: ScratchDatabase;
let dataSource: DataSource;

before(async () => {
  scratch = await createScratchDatabase();
  const limits = { poolSize: 1, poolWaitMs: 10_000, statementTimeoutMs: 10_000 };
  dataSource = createDataSource({ url: scratch.url, ...limits }, { entities: [], migrations: [] });
  await dataSource.initialize();
  await dataSource.query(
    "create table copied (id integer primary key, a uuid, b uuid[], c text, d timestamptz(3), e jsonb, f boolean, g smallint)",
  );
});
after(async () => {
  await dataSource.destroy();
  await scratch.drop();
});

const UUID = "0f9c1f2e-7a4b-4c3d-8e5f-a1b2c3d4e5f6";
const COLUMNS = {
  id: "integer",
  a: "uuid",
  b: "uuid[]",
  c: "text",
  d: "timestamptz",
  e: "jsonb",
  f: "boolean",
  g: "smallint",
};
const ROWS = [
  [1, UUID, [UUID, UUID], "文字 😀\n", "2024-02-29T12:34:56.789Z", '{"k":"v"}', true, -3],
  [2, null, [], "", "infinity", "[]", false, 0],
  [3, UUID, [UUID], "x", "0001-01-01T00:00:00.001Z", "null", null, null],
  [4, null, null, null, "-infinity", null, null, 1],
];
const copy = (rows: readonly unknown[][]) => ({ name: "test.copy", table: "copied", columns: COLUMNS, rows });

it("copies values of every type", async () => {
  await dataSource.transaction((tx) => bulkCopy(tx, copy(ROWS)));
  const stored: Record<string, unknown>[] = await dataSource.query(
    `select id, a, b, c, to_char(d, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as d, d::text as plain, e, f, g from copied order by id`,
  );
  assert.deepEqual(
    stored.map(({ id, a, b, c, e, f, g }) => [id, a, b, c, e, f, g]),
    ROWS.map(([id, a, b, c, , e, f, g]) => [id, a, b, c, e === null ? null : JSON.parse(String(e)), f, g]),
  );
  assert.deepEqual(
    stored.map(({ d, plain }) => d ?? plain),
    ROWS.map((row) => row[4]),
  );
  await dataSource.query("delete from copied");
});

it("an instant that the database could not show is rejected before it is sent", async () => {
  const row = [1, null, null, null, "+012345-01-01T00:00:00.000Z", null, null, null];
  await assert.rejects(
    dataSource.transaction((tx) => bulkCopy(tx, copy([row]))),
    TypeError,
  );
});

it("statements around a copy are executed in the order of the calls", async () => {
  const counts = await dataSource.transaction(async (tx) => {
    const count = () => queryPrepared<{ rows: number }>(tx, "select count(*) as rows from copied");
    const [before, , after] = await pipelined([count(), bulkCopy(tx, copy(ROWS)), count()]);
    return [before[0]?.rows, after[0]?.rows];
  });
  assert.deepEqual(counts, [0, 4]);
});

it("a copy that the database rejects fails with its reason, and the connection remains usable", async () => {
  for (const bad of [copy([ROWS[0] ?? []]), { ...copy(ROWS), table: "missing" }]) {
    const copied = dataSource.transaction((tx) => pipelined([bulkCopy(tx, bad), queryPrepared(tx, "select 1 as one")]));
    await assert.rejects(copied, (error) => {
      assert.ok(error instanceof QueryFailedError);
      return ["23505", "42P01"].includes((error.driverError as unknown as { code: string }).code);
    });
    assert.equal((await dataSource.query("select count(*)::int as rows from copied"))[0].rows, 4);
  }
});
