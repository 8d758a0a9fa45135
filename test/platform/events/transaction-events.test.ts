// From `recordEvents` through `TransactionEvents` to the invalidation feed: what a transaction records is delivered when it commits.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { DataSource } from "typeorm";
import { InvalidationFeed } from "../../../src/platform/events/invalidation-feed.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { TransactionEvents, transactionEvents } from "../../../src/platform/events/transaction-events.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { connect, type EventFixture, namesOf, openEventFixture } from "./event-fixture.js";

const event = (name: string) => ({ type: "test.happened", payload: { name } });

describe("the events that recordEvents adds to a transaction", () => {
  let fixture: EventFixture;
  let source: DataSource;
  let delivered: string[];
  before(async () => {
    fixture = await openEventFixture();
    source = await connect(fixture.url, 3);
    transactionEvents.deliverCommitted(source, (events) => void delivered.push(...namesOf(events)));
  });
  beforeEach(() => {
    delivered = [];
  });
  after(async () => {
    await source.destroy();
    await fixture.close();
  });

  test("reach the listeners of the invalidation feed before the code that awaits the commit continues", async () => {
    const feed = new InvalidationFeed(createLog("silent"));
    const received: string[] = [];
    feed.subscribe((events) => void received.push(...namesOf(events)));
    feed.observeCommits(source);
    await source.transaction(async (tx) => {
      await recordEvents(tx, [event("a")]);
      await recordEvents(tx, [event("b"), event("c")]);
      assert.deepEqual(received, []);
    });
    assert.deepEqual(received, ["a", "b", "c"]);
    assert.ok(feed.position > 0);
  });

  test("are delivered at the commit of the outermost transaction, not at the release of a savepoint", async () => {
    await source.transaction(async (tx) => {
      await tx.transaction((inner) => recordEvents(inner, [event("inner")]));
      assert.deepEqual(delivered, []);
    });
    assert.deepEqual(delivered, ["inner"]);
  });

  test("are dropped if the transaction is rolled back, also on a query runner that is used again", async () => {
    const runner = source.createQueryRunner();
    try {
      await runner.startTransaction();
      await recordEvents(runner.manager, [event("never")]);
      await runner.rollbackTransaction();
      await runner.startTransaction();
      await recordEvents(runner.manager, [event("later")]);
      await runner.commitTransaction();
    } finally {
      await runner.release();
    }
    assert.deepEqual(delivered, ["later"]);
  });

  test("are delivered to the receivers of their own data source only", async () => {
    await fixture.write("elsewhere");
    assert.deepEqual(delivered, []);
  });

  test("are not retained after the commit if nobody receives them, as in an import, whose transactions share a query runner", async () => {
    const other = await connect(fixture.url, 1);
    const runner = other.createQueryRunner();
    const received: string[] = [];
    try {
      await runner.startTransaction();
      await recordEvents(runner.manager, [event("before anybody listens")]);
      await runner.commitTransaction();
      transactionEvents.deliverCommitted(other, (events) => void received.push(...namesOf(events)));
      await runner.startTransaction();
      await recordEvents(runner.manager, [event("later")]);
      await runner.commitTransaction();
    } finally {
      await runner.release();
      await other.destroy();
    }
    assert.deepEqual(received, ["later"]);
  });

  test("are rejected outside a transaction", () => {
    const events = new TransactionEvents();
    assert.throws(() => events.add(source.manager, []), /in a transaction/);
  });
});
