// The listening connection: it reports when it does not work, and reconnects whatever has ended it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Dispatcher } from "../../../src/platform/events/dispatcher.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay, type TcpRelay } from "../../support/tcp-relay.js";
import { type EventFixture, openEventFixture, recorder } from "./event-fixture.js";

describe("the listening connection", () => {
  let fixture: EventFixture;
  let relay: TcpRelay;
  before(async () => {
    fixture = await openEventFixture();
  });
  afterEach(async () => {
    await fixture.clear();
    await relay?.close();
  });
  after(() => fixture.close());

  const listening = (dispatcher: Dispatcher) => eventually(() => dispatcher.isListening, "it listens");
  const disconnected = (dispatcher: Dispatcher) => eventually(() => !dispatcher.isListening, "it detects the failure");
  /** The listening backends of this database. */
  const listeners = async (): Promise<number[]> => {
    const rows: { pid: number }[] = await fixture.dataSource.query(
      "select pid from pg_stat_activity where datname = current_database() and application_name = 'colophon listener'",
    );
    return rows.map(({ pid }) => pid);
  };

  async function startThroughRelay(...parts: Parameters<EventFixture["start"]>): Promise<Dispatcher> {
    relay = await startTcpRelay(fixture.url);
    return fixture.startListeningAt(relay.url, ...parts);
  }

  test("reconnects after PostgreSQL has terminated it, and receives notifications again", async () => {
    const listener = recorder("terminated", { isDurable: false });
    const dispatcher = await fixture.start(listener);
    await listening(dispatcher);
    const [backend] = await listeners();
    await fixture.dataSource.query("select pg_terminate_backend($1)", [backend]);
    await eventually(async () => (await listeners()).some((pid) => pid !== backend), "a new connection listens");
    await listening(dispatcher);
    await fixture.write("after");
    await eventually(() => listener.received.length === 1, "the event arrives");
  });

  test("reports that it does not listen while the server is unreachable, and then delivers the missed events", async () => {
    const listener = recorder("cut off", { isDurable: false });
    const dispatcher = await startThroughRelay(listener);
    await listening(dispatcher);
    relay.cut({ isRefusing: true });
    await disconnected(dispatcher);
    await fixture.write("missed");
    relay.cut({ isRefusing: false });
    await listening(dispatcher);
    assert.deepEqual(listener.received, ["missed"]);
  });

  test("reports that it listens only after the missed events have been delivered", async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let isCalled = false;
    const before = () => {
      isCalled = true;
      return gate;
    };
    const listener = recorder("slow", { isDurable: false, before });
    const dispatcher = await startThroughRelay(listener);
    await listening(dispatcher);
    relay.cut({ isRefusing: true });
    await disconnected(dispatcher);
    await fixture.write("missed");
    relay.cut({ isRefusing: false });
    try {
      await eventually(async () => (await listeners()).length > 0, "a new connection listens");
      await eventually(() => isCalled, "the listener is called");
      assert.equal(dispatcher.isListening, false);
    } finally {
      open();
    }
    await listening(dispatcher);
    assert.deepEqual(listener.received, ["missed"]);
  });

  test("detects a network that delivers no packets", async () => {
    const dispatcher = await startThroughRelay(recorder("silent", { isDurable: false }));
    await listening(dispatcher);
    relay.setSilent(true);
    await disconnected(dispatcher);
    relay.setSilent(false);
    await listening(dispatcher);
  });

  test("can be closed while the server does not respond", async () => {
    const dispatcher = await startThroughRelay(recorder("closing", { isDurable: false }));
    await listening(dispatcher);
    relay.setSilent(true);
    relay.cut({ isRefusing: false });
    const before = relay.connections;
    await eventually(() => relay.connections > before, "it reconnects");
    await dispatcher.close();
    assert.equal(dispatcher.isListening, false);
  });
});
