// Conflicts between concurrent writers: PostgreSQL aborts one of them, the service retries it a bounded number of times, and each write
// takes effect once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { DataSource } from "typeorm";
import { executeOnce } from "../../src/intake/idempotency/execute-once.js";
import { ownTransactions, withRetries } from "../../src/platform/db/transaction.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

const SERIALIZATION_FAILURE = "40001";
const failure = (code: string): Error => Object.assign(new Error(`Failed with ${code}.`), { code });
const times = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => one(i));

describe("concurrent writers", () => {
  let app: TestApp;
  let dataSource: DataSource;
  let token: string;
  before(async () => {
    app = await startTestApp();
    dataSource = app.dataSource;
    token = await app.tokenFor("EDITOR");
    await dataSource.query("create table ledger (writer integer not null, seen integer not null)");
  });
  after(() => app.close());

  /** A serializable transaction that conflicts with every concurrent one, since each reads what the other changes. */
  const append = (writer: number) => async (tx: { query(sql: string, values?: unknown[]): Promise<unknown> }) => {
    await tx.query("set transaction isolation level serializable");
    const [row] = (await tx.query("select count(*)::integer as n from ledger")) as { n: number }[];
    await tx.query("select pg_sleep(0.005)");
    await tx.query("insert into ledger values ($1, $2)", [writer, row?.n]);
  };
  const ledger = async (): Promise<{ writer: number; seen: number }[]> =>
    dataSource.query("select writer, seen from ledger order by seen");

  test("serializable transactions commit once each, as if executed one after the other", async () => {
    const transact = ownTransactions(dataSource);
    const outcomes = await Promise.allSettled(times(3, (writer) => transact(append(writer))));
    const committed = outcomes.flatMap(({ status }, writer) => (status === "fulfilled" ? [writer] : []));
    const rows = await ledger();
    assert.deepEqual(rows.map(({ writer }) => writer).sort(), committed);
    assert.deepEqual(
      rows.map(({ seen }) => seen),
      times(rows.length, (n) => n),
    );
    assert.ok(rows.length > 0);
  });

  test("of two requests in a deadlock, one writes once, and the other is told that its version is out of date", async () => {
    const make = new Factories(dataSource);
    const first = encodeGlobalId("Series", await make.series());
    const second = encodeGlobalId("Series", await make.series());
    const update = `mutation ($a: ID!, $b: ID!, $text: String!) {
      a: updateSeries(input: { id: $a, expectedVersion: 1, description: $text }) { series { description } errors { code } }
      b: updateSeries(input: { id: $b, expectedVersion: 1, description: $text }) { series { description } errors { code } } }`;
    // Each request locks its first row and waits for the outbox; once that is unlocked, each needs the row that the other holds.
    const gate = dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query("lock table outbox_event in share mode");
    const [before] = await dataSource.query("select coalesce(max(id), 0) as id from outbox_event");
    const responses = [
      app.send(update, { a: first, b: second, text: "forth" }, { token, headers: { "idempotency-key": "forth" } }),
      app.send(update, { a: second, b: first, text: "back" }, { token, headers: { "idempotency-key": "back" } }),
    ];
    await eventually(async () => (await waiting(dataSource)) >= 2, "both requests wait");
    await gate.rollbackTransaction();
    await gate.release();
    const refused = { series: null, errors: [{ code: "VERSION_CONFLICT" }] };
    const results = (await Promise.all(responses)).map(({ data, errors }, index) => {
      const written = { series: { description: index === 0 ? "forth" : "back" }, errors: [] };
      const result = isDeepStrictEqual(data, { a: refused, b: refused }) ? refused : written;
      assert.deepEqual({ data, errors }, { data: { a: result, b: result }, errors: undefined });
      return result;
    });
    assert.equal(results.filter((result) => result === refused).length, 1);
    const events = await dataSource.query("select type from outbox_event where id > $1", [before.id]);
    assert.equal(events.length, 2);
    await eventually(async () => {
      const [row] = await dataSource.query(
        "select deadlocks::integer as n from pg_stat_database where datname = current_database()",
      );
      return row.n > 0;
    }, "PostgreSQL has counted the deadlock");
  });

  test("withRetries gives up after five attempts", async () => {
    let attempts = 0;
    const rejected = withRetries(async () => {
      attempts += 1;
      throw failure(SERIALIZATION_FAILURE);
    });
    await assert.rejects(rejected, { code: SERIALIZATION_FAILURE });
    assert.equal(attempts, 5);
  });

  test("withRetries does not retry other errors", async () => {
    for (const code of ["57P01", "08006", "ECONNRESET", "23505", "57014"]) {
      let attempts = 0;
      const failed = withRetries(async () => {
        attempts += 1;
        throw failure(code);
      });
      await assert.rejects(failed, { code });
      assert.equal(attempts, 1, code);
    }
  });

  test("a request with an idempotency key stores nothing of its failed attempts", async () => {
    let attempts = 0;
    const request = { caller: "test", key: "retried", digest: Buffer.alloc(32) };
    const response = { status: 200, contentType: "application/json", body: "{}" };
    const run = () =>
      executeOnce(dataSource, request, async ({ manager, transact }) => {
        attempts += 1;
        await transact((tx) => tx.query("insert into ledger values ($1, 0)", [-attempts])).catch(() => undefined);
        // Like a resolver, whose failure becomes an error of its field.
        if (attempts < 3) await transact(() => Promise.reject(failure(SERIALIZATION_FAILURE))).catch(() => undefined);
        await manager.query("select 1");
        return { response, isStored: true };
      });
    assert.deepEqual(await run(), response);
    assert.deepEqual(await run(), response);
    assert.equal(attempts, 3);
    const rows = (await ledger()).filter(({ writer }) => writer < 0);
    assert.deepEqual(rows, [{ writer: -3, seen: 0 }]);
  });
});

async function waiting(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query(
    `select count(*)::integer as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row.n;
}
