// The connection that listens: it says when it cannot be relied upon, and comes back by itself whatever ended it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Dispatcher } from "../../../src/platform/events/dispatcher.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay, type TcpRelay } from "../../support/tcp-relay.js";
import { type EventGround, openEventGround, recorder } from "./event-fixture.js";

describe("the listening connection", () => {
  let fixture: EventGround;
  let relay: TcpRelay;
  before(async () => {
    fixture = await openEventGround();
  });
  afterEach(async () => {
    await fixture.clear();
    await relay?.close();
  });
  after(() => fixture.close());

  const listening = (dispatcher: Dispatcher) => eventually(() => dispatcher.isListening, "it listens");
  const deaf = (dispatcher: Dispatcher) => eventually(() => !dispatcher.isListening, "it notices");
  /** Backends that listen in this database. */
  const listeners = async (): Promise<number[]> => {
    const rows: { pid: number }[] = await fixture.dataSource.query(
      "select pid from pg_stat_activity where datname = current_database() and application_name = 'colophon listener'",
    );
    return rows.map(({ pid }) => pid);
  };

  async function startThroughRelay(...parts: Parameters<EventGround["start"]>): Promise<Dispatcher> {
    relay = await startTcpRelay(fixture.url);
    return fixture.startListeningAt(relay.url, ...parts);
  }

  test("comes back after PostgreSQL terminated it, and hears again", async () => {
    const listener = recorder("terminated", { isDurable: false });
    const dispatcher = await fixture.start(listener);
    await listening(dispatcher);
    const [backend] = await listeners();
    await fixture.dataSource.query("select pg_terminate_backend($1)", [backend]);
    await eventually(async () => (await listeners()).some((pid) => pid !== backend), "a new connection listens");
    await listening(dispatcher);
    await fixture.write("after");
    await eventually(() => listener.heard.length === 1, "the event arrives");
  });

  test("says so for as long as the server cannot be reached, and then tells what was missed", async () => {
    const listener = recorder("cut off", { isDurable: false });
    const dispatcher = await startThroughRelay(listener);
    await listening(dispatcher);
    relay.cut({ isRefusing: true });
    await deaf(dispatcher);
    await fixture.write("missed");
    relay.cut({ isRefusing: false });
    await listening(dispatcher);
    assert.deepEqual(listener.heard, ["missed"]);
  });

  test("is relied upon again only when what was missed has been told", async () => {
    let tell = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      tell = resolve;
    });
    let isAsked = false;
    const before = () => {
      isAsked = true;
      return gate;
    };
    const listener = recorder("slow", { isDurable: false, before });
    const dispatcher = await startThroughRelay(listener);
    await listening(dispatcher);
    relay.cut({ isRefusing: true });
    await deaf(dispatcher);
    await fixture.write("missed");
    relay.cut({ isRefusing: false });
    try {
      await eventually(async () => (await listeners()).length > 0, "a new connection listens");
      await eventually(() => isAsked, "the listener is told");
      assert.equal(dispatcher.isListening, false);
    } finally {
      tell();
    }
    await listening(dispatcher);
    assert.deepEqual(listener.heard, ["missed"]);
  });

  test("notices a network that has fallen silent", async () => {
    const dispatcher = await startThroughRelay(recorder("silent", { isDurable: false }));
    await listening(dispatcher);
    relay.setSilent(true);
    await deaf(dispatcher);
    relay.setSilent(false);
    await listening(dispatcher);
  });

  test("can be closed while the server does not answer", async () => {
    const dispatcher = await startThroughRelay(recorder("closing", { isDurable: false }));
    await listening(dispatcher);
    relay.setSilent(true);
    relay.cut({ isRefusing: false });
    const before = relay.connections;
    await eventually(() => relay.connections > before, "it tries anew");
    await dispatcher.close();
    assert.equal(dispatcher.isListening, false);
  });
});
