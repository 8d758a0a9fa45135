// What may be remembered between requests: a commit of this process is told before its transaction ends for whoever made
// it, one of another process soon, and neither twice.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { DataSource } from "typeorm";
import { type Dispatcher, startDispatcher } from "../../../src/platform/events/dispatcher.js";
import { InvalidationFeed } from "../../../src/platform/events/invalidation-feed.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay } from "../../support/tcp-relay.js";
import { connect, type EventGround, namesOf, openEventGround } from "./event-fixture.js";

const event = (name: string) => ({ type: "test.happened", payload: { name } });

describe("coherence", () => {
  let fixture: EventGround;
  let dispatcher: Dispatcher | null = null;
  before(async () => {
    fixture = await openEventGround();
  });
  afterEach(async () => {
    await dispatcher?.close();
    dispatcher = null;
    await fixture.clear();
  });
  after(() => fixture.close());

  /** A process of its own but for the memory it runs in: its own connections, and what it was told. */
  async function start(dataSource: DataSource, url = fixture.url) {
    const log = createLog("silent");
    const invalidationFeed = new InvalidationFeed(log);
    const told: string[] = [];
    invalidationFeed.subscribe((events) => void told.push(...namesOf(events)));
    invalidationFeed.observeCommits(dataSource);
    const onNotified = (eventId: number) => invalidationFeed.expect(eventId);
    dispatcher = await startDispatcher({ dataSource, url, listeners: [invalidationFeed.listener], onNotified, log });
    invalidationFeed.useDispatcher(dispatcher);
    return { coherence: invalidationFeed, told, dispatcher };
  }
  const withOwnSource = async (work: (own: DataSource) => Promise<void>) => {
    const own = await connect(fixture.url, 3);
    try {
      await work(own);
    } finally {
      await dispatcher?.close();
      dispatcher = null;
      await own.destroy();
    }
  };

  test("tells a commit before its transaction ends for its writer, and not again from the outbox", async () => {
    await withOwnSource(async (own) => {
      const { coherence: invalidationFeed, told, dispatcher } = await start(own);
      const before = invalidationFeed.position;
      await own.transaction((tx) => recordEvents(tx, [event("a"), event("b")]));
      assert.deepEqual(told, ["a", "b"]);
      assert.ok(invalidationFeed.position > before);
      await dispatcher.deliver();
      await fixture.write("elsewhere");
      await eventually(() => told.includes("elsewhere"), "the other commit is told");
      assert.deepEqual(told, ["a", "b", "elsewhere"]);
    });
  });

  test("tells nothing before the outermost transaction commits, and nothing of one that fails", async () => {
    await withOwnSource(async (own) => {
      const { told } = await start(own);
      await own.transaction(async (tx) => {
        await tx.transaction((inner) => recordEvents(inner, [event("inner")]));
        assert.deepEqual(told, []);
      });
      assert.deepEqual(told, ["inner"]);
      const failing = own.transaction(async (tx) => {
        await recordEvents(tx, [event("never")]);
        throw new Error("It fails after its event.");
      });
      await assert.rejects(failing, /fails after its event/);
      await own.transaction((tx) => recordEvents(tx, [event("later")]));
      assert.deepEqual(told, ["inner", "later"]);
    });
  });

  test("is sure only while it listens, and not between a notification and its delivery", async () => {
    const relay = await startTcpRelay(fixture.url);
    try {
      await withOwnSource(async (own) => {
        const { coherence: invalidationFeed, told } = await start(own, relay.url);
        await eventually(() => invalidationFeed.isInSync, "it is sure");
        invalidationFeed.expect(invalidationFeed.position + 1_000_000);
        assert.equal(invalidationFeed.isInSync, false);
        relay.setSilent(true);
        await fixture.write("unheard");
        await eventually(() => told.includes("unheard"), "the safety net tells it");
        assert.equal(invalidationFeed.isInSync, false);
        relay.setSilent(false);
      });
    } finally {
      await relay.close();
    }
  });

  test("a network that falls silent makes it unsure, and one that speaks again sure", async () => {
    const relay = await startTcpRelay(fixture.url);
    try {
      await withOwnSource(async (own) => {
        const { coherence: invalidationFeed } = await start(own, relay.url);
        await eventually(() => invalidationFeed.isInSync, "it is sure");
        relay.setSilent(true);
        await eventually(() => !invalidationFeed.isInSync, "it notices");
        relay.setSilent(false);
        await eventually(() => invalidationFeed.isInSync, "it is sure again");
      });
    } finally {
      await relay.close();
    }
  });

  test("knows the database's time within what the question took", async () => {
    await withOwnSource(async (own) => {
      const { coherence: invalidationFeed, dispatcher } = await start(own);
      await eventually(() => invalidationFeed.isInSync, "the first answer");
      const { clock } = dispatcher;
      const earliest = clock.earliest();
      const [row]: { now: number }[] = await own.query(
        "select (extract(epoch from clock_timestamp()) * 1000)::float8 as now",
      );
      const latest = clock.latest();
      const now = row?.now ?? 0;
      assert.ok(earliest <= now && now <= latest, `${earliest} <= ${now} <= ${latest}`);
    });
  });
});
