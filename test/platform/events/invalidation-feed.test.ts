// The invalidation feed: it delivers an event of this process before the code that awaits the commit continues, an event of another
// process soon after its commit, and none twice.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { DataSource } from "typeorm";
import { type Dispatcher, startDispatcher } from "../../../src/platform/events/dispatcher.js";
import { InvalidationFeed } from "../../../src/platform/events/invalidation-feed.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay } from "../../support/tcp-relay.js";
import { connect, type EventFixture, namesOf, openEventFixture } from "./event-fixture.js";

const event = (name: string) => ({ type: "test.happened", payload: { name } });

describe("the invalidation feed", () => {
  let fixture: EventFixture;
  let dispatcher: Dispatcher | null = null;
  before(async () => {
    fixture = await openEventFixture();
  });
  afterEach(async () => {
    await dispatcher?.close();
    dispatcher = null;
    await fixture.clear();
  });
  after(() => fixture.close());

  /** A feed with connections of its own, as in a process of its own, and the events that it delivered. */
  async function start(dataSource: DataSource, url = fixture.url) {
    const log = createLog("silent");
    const invalidationFeed = new InvalidationFeed(log);
    const delivered: string[] = [];
    invalidationFeed.subscribe((events) => void delivered.push(...namesOf(events)));
    invalidationFeed.observeCommits(dataSource);
    const onNotified = (eventId: number) => invalidationFeed.expect(eventId);
    dispatcher = await startDispatcher({ dataSource, url, listeners: [invalidationFeed.listener], onNotified, log });
    invalidationFeed.useDispatcher(dispatcher);
    return { invalidationFeed, delivered, dispatcher };
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

  test("delivers the events of a commit before its writer continues, and not again from the outbox", async () => {
    await withOwnSource(async (own) => {
      const { invalidationFeed, delivered, dispatcher } = await start(own);
      const before = invalidationFeed.position;
      await own.transaction((tx) => recordEvents(tx, [event("a"), event("b")]));
      assert.deepEqual(delivered, ["a", "b"]);
      assert.ok(invalidationFeed.position > before);
      await dispatcher.deliver();
      await fixture.write("elsewhere");
      await eventually(() => delivered.includes("elsewhere"), "the other commit is delivered");
      assert.deepEqual(delivered, ["a", "b", "elsewhere"]);
    });
  });

  test("delivers nothing before the outermost transaction commits, and nothing of one that fails", async () => {
    await withOwnSource(async (own) => {
      const { delivered } = await start(own);
      await own.transaction(async (tx) => {
        await tx.transaction((inner) => recordEvents(inner, [event("inner")]));
        assert.deepEqual(delivered, []);
      });
      assert.deepEqual(delivered, ["inner"]);
      const failing = own.transaction(async (tx) => {
        await recordEvents(tx, [event("never")]);
        throw new Error("It fails after its event.");
      });
      await assert.rejects(failing, /fails after its event/);
      await own.transaction((tx) => recordEvents(tx, [event("later")]));
      assert.deepEqual(delivered, ["inner", "later"]);
    });
  });

  test("delivers events once where the acknowledgement of their commit arrives after the notification", async () => {
    const relay = await startTcpRelay(fixture.url);
    const writer = await connect(relay.url, 1);
    try {
      const { invalidationFeed, delivered } = await start(fixture.dataSource);
      invalidationFeed.observeCommits(writer);
      relay.setDelay(300);
      await writer.transaction((tx) => recordEvents(tx, [event("late")]));
      assert.deepEqual(delivered, ["late"]);
      await dispatcher?.deliver();
      assert.deepEqual(delivered, ["late"]);
    } finally {
      await writer.destroy();
      await relay.close();
    }
  });

  test("is in sync only while it listens, and not between a notification and its delivery", async () => {
    const relay = await startTcpRelay(fixture.url);
    try {
      await withOwnSource(async (own) => {
        const { invalidationFeed, delivered } = await start(own, relay.url);
        await eventually(() => invalidationFeed.isInSync, "it is in sync");
        invalidationFeed.expect(invalidationFeed.position + 1_000_000);
        assert.equal(invalidationFeed.isInSync, false);
        relay.setSilent(true);
        await fixture.write("missed");
        await eventually(() => delivered.includes("missed"), "polling delivers it");
        assert.equal(invalidationFeed.isInSync, false);
        relay.setSilent(false);
      });
    } finally {
      await relay.close();
    }
  });

  test("is out of sync while the network delivers no packets", async () => {
    const relay = await startTcpRelay(fixture.url);
    try {
      await withOwnSource(async (own) => {
        const { invalidationFeed } = await start(own, relay.url);
        await eventually(() => invalidationFeed.isInSync, "it is in sync");
        relay.setSilent(true);
        await eventually(() => !invalidationFeed.isInSync, "it is out of sync");
        relay.setSilent(false);
        await eventually(() => invalidationFeed.isInSync, "it is in sync again");
      });
    } finally {
      await relay.close();
    }
  });

  test("knows the database's time to within the duration of the measuring query", async () => {
    await withOwnSource(async (own) => {
      const { invalidationFeed, dispatcher } = await start(own);
      await eventually(() => invalidationFeed.isInSync, "the first heartbeat");
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
