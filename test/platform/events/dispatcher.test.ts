// The guarantees of a listener: every committed event, in the order of the commits, at least once, and none of a transaction that was
// rolled back.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DataSource, type DataSourceOptions } from "typeorm";
import { startDispatcher } from "../../../src/platform/events/dispatcher.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { eventually } from "../../support/eventually.js";
import { type EventFixture, openEventFixture, recorder } from "./event-fixture.js";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("the dispatcher", () => {
  let fixture: EventFixture;
  before(async () => {
    fixture = await openEventFixture();
  });
  afterEach(() => fixture.clear());
  after(() => fixture.close());

  test("delivers every event to a listener in the order of its commit", async () => {
    const listener = recorder("all");
    await fixture.start(listener);
    await fixture.write("a", "b");
    await fixture.write("c");
    await eventually(() => listener.received.length >= 3, "the events arrive");
    assert.deepEqual(listener.received, ["a", "b", "c"]);
  });

  test("delivers more than fits into one batch", async () => {
    const names = numbers(450).map((n) => `event ${n}`);
    await fixture.write(...names);
    const listener = recorder("many");
    const dispatcher = await fixture.start(listener);
    await dispatcher.deliver();
    assert.deepEqual(listener.received, names);
  });

  test("delivers no event of a transaction that was rolled back", async () => {
    const listener = recorder("rollback");
    const dispatcher = await fixture.start(listener);
    const undone = fixture.dataSource.transaction(async (tx) => {
      await recordEvents(tx, [{ type: "test.happened", payload: { name: "never" } }]);
      throw new Error("The write fails after its event.");
    });
    await assert.rejects(undone, /fails after its event/);
    await fixture.write("after");
    await dispatcher.deliver();
    assert.deepEqual(listener.received, ["after"]);
    assert.deepEqual(await fixture.written(), ["after"]);
  });

  test("delivers the events that a listener failed on again, before any later event", async () => {
    const failed: string[][] = [];
    let isFailing = true;
    const listener = recorder("failing", {
      before: (names) => {
        if (!isFailing) return;
        failed.push(names);
        throw new Error("The listener fails.");
      },
    });
    const dispatcher = await fixture.start(listener);
    await fixture.write("first");
    await eventually(() => failed.length > 0, "the first attempt");
    await fixture.write("second");
    await eventually(() => failed.some((names) => names.includes("second")), "an attempt with the later event");
    isFailing = false;
    await dispatcher.deliver();
    assert.ok(
      failed.every(([name]) => name === "first"),
      JSON.stringify(failed),
    );
    assert.deepEqual(listener.received, ["first", "second"]);
  });

  test("delivers to a listener while another one fails", async () => {
    const failing = recorder("failing", {
      before: () => {
        throw new Error("The listener fails always.");
      },
    });
    const other = recorder("other");
    const dispatcher = await fixture.start(failing, other);
    await fixture.write("a");
    await dispatcher.deliver();
    assert.deepEqual([failing.received, other.received], [[], ["a"]]);
  });

  test("continues for a durable listener where the last dispatcher stopped", async () => {
    const earlier = recorder("durable");
    const first = await fixture.start(earlier);
    await fixture.write("one");
    await first.deliver();
    await first.close();
    await fixture.write("two");
    const later = recorder("durable");
    await (await fixture.start(later)).deliver();
    assert.deepEqual([earlier.received, later.received], [["one"], ["two"]]);
  });

  test("delivers to a broadcast listener the events since its start, and no older ones", async () => {
    await fixture.write("earlier");
    const listener = recorder("broadcast", { isDurable: false });
    const dispatcher = await fixture.start(listener);
    await fixture.write("now");
    await dispatcher.deliver();
    assert.deepEqual(listener.received, ["now"]);
  });

  test("delivers to a durable listener through one of several dispatchers at a time", async () => {
    let running = 0;
    let most = 0;
    const together: string[] = [];
    const shared = () =>
      recorder("shared", {
        before: async (names) => {
          running += 1;
          most = Math.max(most, running);
          await sleep(5);
          together.push(...names);
          running -= 1;
        },
      });
    const listeners = [shared(), shared(), shared()];
    const dispatchers = await Promise.all(listeners.map((listener) => fixture.start(listener)));
    for (const number of numbers(30)) await fixture.write(`event ${number}`);
    await eventually(() => together.length >= 30, "the events arrive");
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.deliver()));
    assert.equal(most, 1);
    assert.deepEqual(together, await fixture.written());
  });

  test("does not wait for a delivery by another dispatcher, not even if the listener is new", async () => {
    let isHandling = false;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const before = () => {
      isHandling = true;
      return gate;
    };
    try {
      await fixture.start(recorder("busy", { before }));
      await fixture.write("a");
      await eventually(() => isHandling, "the first dispatcher delivers");
      const other = await fixture.start(recorder("busy"));
      let isFree = false;
      void other.deliver().then(() => {
        isFree = true;
      });
      await eventually(async () => isFree || (await lockWaiters()) > 0, "the second dispatcher is finished or waits");
      assert.equal(isFree, true);
    } finally {
      open();
    }
  });

  const lockWaiters = async (): Promise<number> => {
    const [row] = await fixture.dataSource.query(
      "select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return row.n;
  };

  test("lets a listener take longer than the idle timeout of the session", async () => {
    const { extra, ...settings } = fixture.dataSource.options as DataSourceOptions & { extra: object };
    const impatient = { ...extra, idle_in_transaction_session_timeout: 500 };
    const dataSource = await new DataSource({ ...settings, extra: impatient } as DataSourceOptions).initialize();
    const slow = recorder("slow", { before: () => sleep(1_000) });
    const log = createLog("silent");
    const dispatcher = await startDispatcher({ dataSource, url: fixture.url, listeners: [slow], log });
    try {
      await fixture.write("a");
      await dispatcher.deliver();
      await fixture.write("b");
      await dispatcher.deliver();
      assert.deepEqual(slow.received, ["a", "b"]);
    } finally {
      await dispatcher.close();
      await dataSource.destroy();
    }
  });

  test("misses no event of transactions that commit in another order than they started", async () => {
    const listener = recorder("concurrent");
    const broadcast = recorder("broadcast", { isDurable: false });
    const dispatcher = await fixture.start(listener, broadcast);
    await Promise.all(
      numbers(6).map(async (writer) => {
        for (const number of numbers(20)) {
          await fixture.dataSource.transaction(async (tx) => {
            await tx.query("select pg_sleep($1)", [Math.random() / 200]);
            await recordEvents(tx, [{ type: "test.happened", payload: { name: `${writer}-${number}` } }]);
            await tx.query("select pg_sleep($1)", [Math.random() / 200]);
          });
          void dispatcher.deliver();
        }
      }),
    );
    await dispatcher.deliver();
    const written = await fixture.written();
    assert.equal(written.length, 120);
    assert.deepEqual(listener.received, written);
    assert.deepEqual(broadcast.received, written);
  });
});
