// More is asked than can be answered: some is refused at once, what was let in is answered, and nothing has to be restarted
// afterwards. How many are let in is tried without a clock; that it helps is measured by bench/overload.mjs.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ConcurrencyLimiter, type Load } from "../../../src/http/graphql/concurrency-limiter.js";
import type { GraphqlRequest, GraphqlResponse } from "../../../src/http/graphql/graphql-engine.js";
import { HttpError } from "../../../src/http/http-rejection.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";

const REQUEST: GraphqlRequest = { method: "GET", headers: {}, search: "", body: undefined };
const ANSWER: GraphqlResponse = { status: 200, contentType: "", cacheControl: undefined, headers: [], body: "" };
const CALM = { eventLoopDelayMs: 0, isPoolExhausted: false, statementMs: 1 };

/** Operations that run until they are told to end. */
function workshop(max: number) {
  const admission = new ConcurrencyLimiter(max, 0);
  const ends: (() => void)[] = [];
  const engine = admission.limited<null>(() => new Promise((resolve) => ends.push(() => resolve(ANSWER))));
  const refused: unknown[] = [];
  let answered = 0;
  const ask = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      engine(REQUEST, null).then(
        () => {
          answered += 1;
        },
        (error: unknown) => refused.push(error),
      );
    }
    return settled();
  };
  const end = (count: number) => {
    for (const each of ends.splice(0, count)) each();
    return settled();
  };
  return { admission, ask, end, running: () => ends.length, refused, answered: () => answered };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("admission", () => {
  it("keeps as many waiting as will have their turn in time", async () => {
    const { admission, ask, end, refused } = workshop(4);
    await ask(4);
    for (let looks = 1; looks <= 10; looks += 1) {
      await end(4);
      await ask(4);
      admission.adapt(CALM, looks * 10);
    }
    // Four end within ten milliseconds, so two hundred will within the longest wait.
    await ask(300);
    assert.ok(refused.length > 80 && refused.length < 120, String(refused.length));
  });

  it("lets in so many, keeps twice as many waiting, and refuses the rest at once", async () => {
    const { ask, end, running, refused, answered } = workshop(4);
    await ask(20);
    assert.equal(running(), 4);
    assert.equal(refused.length, 8);
    assert.ok(refused.every((error) => error instanceof HttpError && error.status === 503));
    for (const ended of [4, 4]) {
      await end(ended);
      assert.equal(running(), 4, "those who waited have their turn");
    }
    await end(4);
    assert.equal(answered(), 12);
    await ask(1);
    assert.equal(running(), 1, "nothing is held back afterwards");
  });

  it("lets in fewer while the event loop is late or connections are waited for, and more when that has passed", async () => {
    for (const strain of [
      { ...CALM, eventLoopDelayMs: 200 },
      { ...CALM, isPoolExhausted: true, statementMs: 500 },
    ]) {
      const { admission, ask, end, running } = workshop(512);
      let now = 0;
      const look = (load: Load) => {
        now += 100;
        admission.adapt(load, now);
      };
      await ask(1_000);
      const first = running();
      for (let looks = 0; looks < 50; looks += 1) look(strain);
      while (running() > 0) await end(running());
      await ask(1_000);
      const strained = running();
      assert.ok(strained <= first / 2, `${strained} of ${first}`);
      // Slow statements alone are no strain: nobody waits for a connection.
      for (let looks = 0; looks < 100; looks += 1) {
        await end(running());
        await ask(1_000);
        look({ ...CALM, statementMs: 500 });
      }
      assert.ok(running() > first, `${running()} of ${first}`);
    }
  });

  it("lets in no more while nothing of what runs ends", async () => {
    const { admission, ask, running } = workshop(512);
    await ask(1_000);
    const first = running();
    for (let looks = 1; looks < 50; looks += 1) {
      await ask(1);
      admission.adapt(CALM, looks * 100);
    }
    assert.equal(running(), first);
  });

  it("lets in no more than before while nobody asks for it", async () => {
    const { admission, ask, running } = workshop(512);
    for (let look = 0; look < 1_000; look += 1) admission.adapt(CALM, 0);
    await ask(1_000);
    assert.equal(running(), 32);
  });

  it("refuses who has waited for too long, whatever runs", async () => {
    const { admission, ask, refused } = workshop(2);
    await ask(3);
    assert.equal(refused.length, 0);
    admission.adapt(CALM, performance.now() + 10_000);
    await settled();
    assert.equal(refused.length, 1);
  });
});

describe("a service that is asked too much", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ MAX_CONCURRENT_OPERATIONS: "2", LIMIT_REQUEST_MS: "30000" });
  });
  after(() => app.close());

  /** Each is another one, so that none is answered together with its like. */
  let size = 0;
  const ask = () =>
    fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ posts(first: ${++size}) { nodes { title } } }` }),
    });

  it("answers 503 with Retry-After at once, and what it let in as soon as it can", async () => {
    const holder = app.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query("lock table post in access exclusive mode");
    const responses: Response[] = [];
    const asked = Array.from({ length: 8 }, () => ask().then((response) => responses.push(response)));
    // Two run into the lock; who waits longer than a moment for one of them is refused as well.
    await eventually(() => responses.length === 6, "six of eight are refused");
    for (const response of responses.slice(0, 6)) {
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      assert.equal(errors[0]?.extensions.code, "OVERLOADED");
    }
    assert.equal((await fetch(`${app.url}/livez`)).status, 200);
    await holder.rollbackTransaction();
    await holder.release();
    await Promise.all(asked);
    assert.deepEqual(
      responses.slice(6).map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await ask()).status, 200);
  });
});
