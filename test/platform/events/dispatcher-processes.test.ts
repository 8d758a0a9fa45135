// Delivery through several processes, and through one that is killed in the middle of a batch.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { eventually } from "../../support/eventually.js";
import { type SpawnedScript, spawnScript } from "../../support/spawned.js";
import { type EventFixture, openEventFixture } from "./event-fixture.js";

const SCRIPT = new URL("./listening-process.js", import.meta.url);

interface Note {
  process: string;
  name: string;
}

describe("several dispatching processes", () => {
  let fixture: EventFixture;
  const spawned: SpawnedScript[] = [];
  before(async () => {
    fixture = await openEventFixture();
    await fixture.dataSource.query(
      "create table heard (number bigint generated always as identity, process text not null, name text not null)",
    );
  });
  afterEach(async () => {
    for (const script of spawned.splice(0)) await script.kill();
    await fixture.clear();
    await fixture.dataSource.query("truncate heard");
  });
  after(() => fixture.close());

  async function listen(process: string, options: { isDurable?: boolean; pauseMs?: number } = {}) {
    const { isDurable = true, pauseMs = 0 } = options;
    const script = spawnScript(SCRIPT, { url: fixture.url, process, isDurable, pauseMs });
    spawned.push(script);
    await script.firstLine;
    return script;
  }
  const notes = (): Promise<Note[]> => fixture.dataSource.query("select process, name from heard order by number");
  const events = async (): Promise<Note[]> => (await notes()).filter(({ name }) => name !== "[" && name !== "]");
  const writeNumbers = async (from: number, to: number) => {
    for (let number = from; number < to; number += 1) await fixture.write(`event ${number}`);
  };

  test("deliver each event to a durable listener once and in order, one batch at a time, while none crashes", async () => {
    await Promise.all(["one", "two", "three"].map((process) => listen(process)));
    await writeNumbers(0, 60);
    await eventually(
      async () => (await notes()).filter(({ name }) => name === "event 59").length > 0,
      "the last event",
    );
    await eventually(async () => (await notes()).at(-1)?.name === "]", "the end of the last batch");
    assert.deepEqual(
      (await events()).map(({ name }) => name),
      await fixture.written(),
    );
    let holder: string | null = null;
    for (const { process, name } of await notes()) {
      assert.ok(holder === null || holder === process, `${process} and ${holder} deliver at once`);
      holder = name === "]" ? null : process;
    }
  });

  test("deliver a batch again if the process that delivered it is killed", async () => {
    const victim = await listen("victim", { pauseMs: 20 });
    await fixture.write(...Array.from({ length: 50 }, (_, number) => `event ${number}`));
    await eventually(async () => (await events()).length >= 5, "the batch has started");
    await victim.kill();
    await eventually(noDelivery, "the session of the killed process ends");
    const started = await events();
    assert.ok(started.length < 50, "the batch was not finished");
    await listen("successor");
    await eventually(async () => (await events()).length >= started.length + 50, "the successor delivers");
    const ofSuccessor = (await events()).filter(({ process }) => process === "successor").map(({ name }) => name);
    assert.deepEqual(ofSuccessor, await fixture.written());
  });

  const noDelivery = async (): Promise<boolean> => {
    const [row] = await fixture.dataSource.query(
      "select count(*)::integer as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'",
    );
    return row.n === 0;
  };

  test("deliver each event to a broadcast listener in every process", async () => {
    await Promise.all(["one", "two"].map((process) => listen(process, { isDurable: false })));
    await writeNumbers(0, 20);
    await eventually(async () => (await events()).length >= 40, "both have received all");
    for (const mine of ["one", "two"]) {
      const received = (await events()).filter(({ process }) => process === mine).map(({ name }) => name);
      assert.deepEqual(received, await fixture.written());
    }
  });
});
