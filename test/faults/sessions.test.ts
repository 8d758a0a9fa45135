// Connections to the database that end under the service: idle, in the middle of a statement, at the commit. Who waited
// is told that it may be tried again, a key makes that safe, and nothing is tried again on its own where it is not.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, QueryRunner } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { eventually } from "../support/eventually.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startTcpRelay, type TcpRelay } from "../support/tcp-relay.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import type { WriterFixture } from "./writer.js";

/** Sessions of the service in this database, and idle ones of the test, which mind nothing. */
const OTHERS =
  "datname = current_database() and application_name like 'colophon%' and pid not in (pg_backend_pid(), $1)";
const GATE = 77;

describe("a session that ends under the service", () => {
  let scratch: ScratchDatabase;
  let relay: TcpRelay;
  let dataSource: DataSource;
  let service: SpawnedScript;
  let fixture: WriterFixture;
  let gate: QueryRunner;
  let gatePid: number;
  let keys = 0;

  before(async () => {
    scratch = await createScratchDatabase();
    dataSource = await openDatabase(scratch.url);
    fixture = await prepareFixture(dataSource);
    relay = await startTcpRelay(scratch.url);
    service = spawnService(relay.url);
    await service.firstLine;
    gate = dataSource.createQueryRunner();
    [{ pid: gatePid }] = await gate.query("select pg_backend_pid() as pid");
    // Stops whoever writes the tag "Gate" at the point the test chose, for as long as it holds the lock.
    await dataSource.query(`create function wait_at_gate() returns trigger language plpgsql as $$
      begin if new.name like 'Gate%' then perform pg_advisory_xact_lock_shared(${GATE}); end if; return null; end $$`);
  });
  afterEach(async () => {
    if (gate.isTransactionActive) await gate.rollbackTransaction();
    await gate.query("select pg_advisory_unlock_all()");
    await dataSource.query("drop trigger if exists gate on tag");
    // Whatever a test did, the same process serves the next request.
    assert.equal(service.hasEnded(), false, service.errorOutput());
    assert.match((await send('mutation { createTag(input: { name: "" }) { errors { code } } }')).text, /INVALID/);
  });
  after(async () => {
    await gate?.release();
    await service?.kill();
    await relay?.close();
    await dataSource?.destroy();
    await scratch?.drop();
  });

  async function send(query: string, key?: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${await service.firstLine}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${fixture.token}`,
        ...(key && { "idempotency-key": key }),
      },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, text: await response.text() };
  }
  const createTag = (name: string): string =>
    `mutation { createTag(input: { name: "${name}" }) { tag { name } errors { code } } }`;
  const newKey = (): string => {
    keys += 1;
    return `session-${keys}`;
  };
  const tags = async (name: string): Promise<number> =>
    (await dataSource.query("select count(*)::integer as n from tag where name = $1", [name]))[0].n;

  /** Backends that do what the condition says. */
  async function sessions(condition: string): Promise<number[]> {
    const sql = `select pid from pg_stat_activity where ${OTHERS} and ${condition}`;
    const rows: { pid: number }[] = await dataSource.query(sql, [gatePid]);
    return rows.map(({ pid }) => pid);
  }
  const terminate = (pids: readonly number[]) =>
    dataSource.query("select pg_terminate_backend(pid, 5000) from unnest($1::integer[]) p(pid)", [pids]);
  const waiting = () => sessions("wait_event_type = 'Lock'");

  /** Stops writers of the tag, at once or not before their commit. */
  async function shutGate(isAtCommit: boolean): Promise<void> {
    const kind = isAtCommit
      ? "constraint trigger gate after insert on tag deferrable initially deferred"
      : "trigger gate after insert on tag";
    await dataSource.query(`create ${kind} for each row execute function wait_at_gate()`);
    await gate.query("select pg_advisory_lock($1)", [GATE]);
  }
  async function untilWaiting(): Promise<number[]> {
    await eventually(async () => (await waiting()).length > 0, "the write waits");
    return waiting();
  }

  test("is not noticed by anybody where it was idle", async () => {
    for (let round = 0; round < 5; round += 1) {
      await terminate(await sessions("state = 'idle'"));
      // The news has been sent; it has yet to travel through the relay.
      await sleep(100);
      const responses = await Promise.all(Array.from({ length: 8 }, () => send("{ site { title } viewer { name } }")));
      assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200], responses[0]?.text);
      assert.ok(!responses.some(({ text }) => text.includes("errors")), responses.map(({ text }) => text).join());
    }
  });

  test("in the middle of a write without a key fails that write, which is not tried again", async () => {
    await shutGate(false);
    const result = send(createTag("Gate once"));
    await terminate(await untilWaiting());
    assert.match((await result).text, /SERVICE_UNAVAILABLE/);
    await gate.query("select pg_advisory_unlock_all()");
    assert.deepEqual(await waiting(), []);
    assert.equal(await tags("Gate once"), 0);
  });

  test("in the middle of a write under a key undoes it, and the key then does it", async () => {
    await shutGate(false);
    const key = newKey();
    const result = send(createTag("Gate keyed"), key);
    await terminate(await untilWaiting());
    assert.equal((await result).status, 503);
    assert.match((await result).text, /SERVICE_UNAVAILABLE/);
    await gate.query("select pg_advisory_unlock_all()");
    assert.equal((await send(createTag("Gate keyed"), key)).status, 200);
    assert.equal(await tags("Gate keyed"), 1);
  });

  test("before a write under a key has begun is answered as one that may be tried again", async () => {
    const key = newKey();
    await gate.startTransaction();
    await gate.query("lock table idempotency_key in share mode");
    const result = send(createTag("Claiming"), key);
    await terminate(await untilWaiting());
    const { status, text } = await result;
    await gate.rollbackTransaction();
    assert.equal(status, 503, text);
    assert.match(text, /SERVICE_UNAVAILABLE/);
    assert.equal((await send(createTag("Claiming"), key)).status, 200);
    assert.equal(await tags("Claiming"), 1);
  });

  test("at the commit is answered as one that may be tried again", async () => {
    await shutGate(true);
    const key = newKey();
    const result = send(createTag("Gate commit"), key);
    await terminate(await untilWaiting());
    const { status, text } = await result;
    assert.equal(status, 503, text);
    assert.match(text, /SERVICE_UNAVAILABLE/);
    await gate.query("select pg_advisory_unlock_all()");
    assert.equal((await send(createTag("Gate commit"), key)).status, 200);
    assert.equal(await tags("Gate commit"), 1);
  });

  test("after the commit was sent leaves the outcome unknown, and the key tells it", async () => {
    await shutGate(true);
    const key = newKey();
    const result = send(createTag("Gate unknown"), key);
    await untilWaiting();
    // The service loses the connection, but PostgreSQL goes on with the commit.
    relay.cut({ isRefusing: false });
    const { status, text } = await result;
    assert.equal(status, 503, text);
    await gate.query("select pg_advisory_unlock_all()");
    await eventually(async () => (await tags("Gate unknown")) === 1, "PostgreSQL commits");
    const repeated = await send(createTag("Gate unknown"), key);
    assert.deepEqual(JSON.parse(repeated.text).data, { createTag: { tag: { name: "Gate unknown" }, errors: [] } });
    assert.deepEqual(await send(createTag("Gate unknown"), key), repeated);
    assert.equal(await tags("Gate unknown"), 1);
  });
});
