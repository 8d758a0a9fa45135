// Overload: some operations are rejected at once, the admitted ones are executed, and the service recovers without a restart. The limit
// is tested without a clock; bench/overload.mjs measures its effect.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ConcurrencyLimiter, type Load } from "../../../src/http/graphql/concurrency-limiter.js";
import type { GraphqlRequest, GraphqlResponse } from "../../../src/http/graphql/graphql-engine.js";
import { HttpError } from "../../../src/http/http-rejection.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";

const REQUEST: GraphqlRequest = { method: "GET", headers: {}, search: "", body: undefined };
const RESPONSE: GraphqlResponse = { status: 200, contentType: "", cacheControl: undefined, headers: [], body: "" };
const LOW_LOAD = { eventLoopDelayMs: 0, isPoolExhausted: false, statementMs: 1 };

/** Operations that run until the test ends them. */
function operationsUnder(max: number) {
  const limiter = new ConcurrencyLimiter(max, 0);
  const ends: (() => void)[] = [];
  const engine = limiter.limited<null>(() => new Promise((resolve) => ends.push(() => resolve(RESPONSE))));
  const rejected: unknown[] = [];
  let completed = 0;
  const start = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      engine(REQUEST, null).then(
        () => {
          completed += 1;
        },
        (error: unknown) => rejected.push(error),
      );
    }
    return settled();
  };
  const end = (count: number) => {
    for (const each of ends.splice(0, count)) each();
    return settled();
  };
  return { limiter, start, end, running: () => ends.length, rejected, completed: () => completed };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the concurrency limiter", () => {
  it("queues as many operations as will be admitted in time", async () => {
    const { limiter, start, end, rejected } = operationsUnder(4);
    await start(4);
    for (let samples = 1; samples <= 10; samples += 1) {
      await end(4);
      await start(4);
      limiter.adapt(LOW_LOAD, samples * 10);
    }
    // Four end within ten milliseconds, so two hundred will within the longest wait.
    await start(300);
    assert.ok(rejected.length > 80 && rejected.length < 120, String(rejected.length));
  });

  it("admits up to the limit, queues twice as many, and rejects the rest at once", async () => {
    const { start, end, running, rejected, completed } = operationsUnder(4);
    await start(20);
    assert.equal(running(), 4);
    assert.equal(rejected.length, 8);
    assert.ok(rejected.every((error) => error instanceof HttpError && error.status === 503));
    for (const ended of [4, 4]) {
      await end(ended);
      assert.equal(running(), 4, "queued operations are admitted");
    }
    await end(4);
    assert.equal(completed(), 12);
    await start(1);
    assert.equal(running(), 1, "nothing is queued afterwards");
  });

  it("lowers the limit while the event loop is late or the pool is exhausted, and raises it afterwards", async () => {
    for (const highLoad of [
      { ...LOW_LOAD, eventLoopDelayMs: 200 },
      { ...LOW_LOAD, isPoolExhausted: true, statementMs: 500 },
    ]) {
      const { limiter, start, end, running } = operationsUnder(512);
      let now = 0;
      const sample = (load: Load) => {
        now += 100;
        limiter.adapt(load, now);
      };
      await start(1_000);
      const first = running();
      for (let samples = 0; samples < 50; samples += 1) sample(highLoad);
      while (running() > 0) await end(running());
      await start(1_000);
      const lowered = running();
      assert.ok(lowered <= first / 2, `${lowered} of ${first}`);
      // Slow statements alone do not lower the limit: no operation waits for a connection.
      for (let samples = 0; samples < 100; samples += 1) {
        await end(running());
        await start(1_000);
        sample({ ...LOW_LOAD, statementMs: 500 });
      }
      assert.ok(running() > first, `${running()} of ${first}`);
    }
  });

  it("does not raise the limit while no operation ends", async () => {
    const { limiter, start, running } = operationsUnder(512);
    await start(1_000);
    const first = running();
    for (let samples = 1; samples < 50; samples += 1) {
      await start(1);
      limiter.adapt(LOW_LOAD, samples * 100);
    }
    assert.equal(running(), first);
  });

  it("does not raise the limit while it is not reached", async () => {
    const { limiter, start, running } = operationsUnder(512);
    for (let samples = 0; samples < 1_000; samples += 1) limiter.adapt(LOW_LOAD, 0);
    await start(1_000);
    assert.equal(running(), 32);
  });

  it("rejects an operation that has waited for too long", async () => {
    const { limiter, start, rejected } = operationsUnder(2);
    await start(3);
    assert.equal(rejected.length, 0);
    limiter.adapt(LOW_LOAD, performance.now() + 10_000);
    await settled();
    assert.equal(rejected.length, 1);
  });
});

describe("a service under overload", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ MAX_CONCURRENT_OPERATIONS: "2", LIMIT_REQUEST_MS: "30000" });
  });
  after(() => app.close());

  /** Each is different, so that none shares the response of another. */
  let size = 0;
  const sendQuery = () =>
    fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ posts(first: ${++size}) { nodes { title } } }` }),
    });

  it("responds with 503 and Retry-After at once, and executes the admitted operations", async () => {
    const holder = app.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query("lock table post in access exclusive mode");
    const responses: Response[] = [];
    const sent = Array.from({ length: 8 }, () => sendQuery().then((response) => responses.push(response)));
    // Two wait for the lock; the queued ones are rejected after a moment as well.
    await eventually(() => responses.length === 6, "six of eight are rejected");
    for (const response of responses.slice(0, 6)) {
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      assert.equal(errors[0]?.extensions.code, "OVERLOADED");
    }
    assert.equal((await fetch(`${app.url}/livez`)).status, 200);
    await holder.rollbackTransaction();
    await holder.release();
    await Promise.all(sent);
    assert.deepEqual(
      responses.slice(6).map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await sendQuery()).status, 200);
  });
});
