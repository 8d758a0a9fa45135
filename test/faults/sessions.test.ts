// Database sessions that are terminated while the service uses them: idle, during a statement, at the commit. The request gets a transient
// error, a key makes its repetition safe, and the service retries nothing by itself where that is not safe.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { DataSource, QueryRunner } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { eventually } from "../support/eventually.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startTcpRelay, type TcpRelay } from "../support/tcp-relay.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import type { WriterFixture } from "./writer.js";

/** Sessions of the service in this database, and idle sessions of the test, which reconnect as needed. */
const OTHERS =
  "datname = current_database() and application_name like 'colophon%' and pid not in (pg_backend_pid(), $1)";
const GATE = 77;

describe("terminated database sessions", () => {
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
    // Makes a write of a tag "Gate …" wait at the point that the test chooses, while the test holds the lock.
    await dataSource.query(`create function wait_at_gate() returns trigger language plpgsql as $$
      begin if new.name like 'Gate%' then perform pg_advisory_xact_lock_shared(${GATE}); end if; return null; end $$`);
  });
  afterEach(async () => {
    if (gate.isTransactionActive) await gate.rollbackTransaction();
    await gate.query("select pg_advisory_unlock_all()");
    await dataSource.query("drop trigger if exists gate on tag");
    // After every test the same process serves the next request.
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

  /** Process ids of the sessions that meet the condition. */
  async function sessions(condition: string): Promise<number[]> {
    const sql = `select pid from pg_stat_activity where ${OTHERS} and ${condition}`;
    const rows: { pid: number }[] = await dataSource.query(sql, [gatePid]);
    return rows.map(({ pid }) => pid);
  }
  const terminate = (pids: readonly number[]) =>
    dataSource.query("select pg_terminate_backend(pid, 5000) from unnest($1::integer[]) p(pid)", [pids]);
  /** Local ports of the relay's connections to these sessions. */
  async function portsOf(pids: readonly number[]): Promise<number[]> {
    const sql = "select client_port as port from pg_stat_activity where pid = any($1)";
    const rows: { port: number }[] = await dataSource.query(sql, [pids]);
    return rows.map(({ port }) => port);
  }
  const waiting = () => sessions("wait_event_type = 'Lock'");

  /** Makes writes of the tag wait, after their insert or at their commit. */
  async function closeGate(isAtCommit: boolean): Promise<void> {
    const kind = isAtCommit
      ? "constraint trigger gate after insert on tag deferrable initially deferred"
      : "trigger gate after insert on tag";
    await dataSource.query(`create ${kind} for each row execute function wait_at_gate()`);
    await gate.query("select pg_advisory_lock($1)", [GATE]);
  }
  async function untilWaiting(): Promise<number[]> {
    await eventually(async () => (await waiting()).length > 0, "the write waits at the gate");
    return waiting();
  }

  /** Waits until the service has noticed that its terminated sessions are closed. */
  async function untilNoticed(ports: readonly number[]): Promise<void> {
    await eventually(() => ports.every((port) => !relay.isOpen(port)), "the relay has closed the connections");
    // Each response takes at least one turn of the service's event loop; noticing that a connection is closed takes two or three.
    for (let turn = 0; turn < 5; turn += 1) await fetch(`${await service.firstLine}/livez`);
  }

  test("a terminated idle session affects no request", async () => {
    for (let round = 0; round < 5; round += 1) {
      const idle = await sessions("state = 'idle'");
      const ports = await portsOf(idle);
      await terminate(idle);
      await untilNoticed(ports);
      const responses = await Promise.all(Array.from({ length: 8 }, () => send("{ site { title } viewer { name } }")));
      assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200], responses[0]?.text);
      assert.ok(!responses.some(({ text }) => text.includes("errors")), responses.map(({ text }) => text).join());
    }
  });

  test("a write without a key fails if its session is terminated, and is not retried", async () => {
    await closeGate(false);
    const result = send(createTag("Gate once"));
    await terminate(await untilWaiting());
    assert.match((await result).text, /SERVICE_UNAVAILABLE/);
    await gate.query("select pg_advisory_unlock_all()");
    assert.deepEqual(await waiting(), []);
    assert.equal(await tags("Gate once"), 0);
  });

  test("a write with a key is rolled back if its session is terminated, and a repetition executes it", async () => {
    await closeGate(false);
    const key = newKey();
    const result = send(createTag("Gate keyed"), key);
    await terminate(await untilWaiting());
    assert.equal((await result).status, 503);
    assert.match((await result).text, /SERVICE_UNAVAILABLE/);
    await gate.query("select pg_advisory_unlock_all()");
    assert.equal((await send(createTag("Gate keyed"), key)).status, 200);
    assert.equal(await tags("Gate keyed"), 1);
  });

  test("a session terminated before a write with a key begins is reported as a transient error", async () => {
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

  test("a session terminated at the commit of a write is reported as a transient error", async () => {
    await closeGate(true);
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

  test("a connection lost after COMMIT leaves the outcome unknown, and a repetition with the key returns it", async () => {
    await closeGate(true);
    const key = newKey();
    const result = send(createTag("Gate unknown"), key);
    await untilWaiting();
    // The service loses the connection, but PostgreSQL completes the commit.
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
