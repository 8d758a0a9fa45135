// The start of the service: processes that start together on an empty database all serve, and a database that is not ready yet is waited for.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import pg from "pg";
import { migrations } from "../../../migrations/index.js";
import { type ServeProcess, startServeProcess } from "../../faults/serve-process.js";
import { startCommand } from "../../support/command.js";
import { createEmptyDatabase, createScratchDatabase, type ScratchDatabase } from "../../support/database.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay, type TcpRelay } from "../../support/tcp-relay.js";

const PROCESSES = 6;
const ENV = { DATABASE_POOL_SIZE: "2", POOL_WAIT_MS: "15000", STATEMENT_TIMEOUT_MS: "15000" };

const stop = async (service: ServeProcess): Promise<void> => {
  service.signal("SIGTERM");
  assert.equal(await service.ended, 0);
};

async function readiness({ url }: ServeProcess): Promise<number> {
  return (await fetch(`${url}/readyz`)).status;
}

it(`${PROCESSES} processes that start together on an empty database all serve, and one loads the sample site`, async () => {
  const empty = await createEmptyDatabase();
  try {
    const starting = Array.from({ length: PROCESSES }, () =>
      startServeProcess({ databaseUrl: empty.url, env: ENV, loadsSample: true }),
    );
    const services = await Promise.all(starting);
    for (const service of services) assert.equal(await readiness(service), 200);
    const totals = services.map(async ({ url }) => {
      const body = JSON.stringify({ query: "{ posts { totalCount } }" });
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      return ((await response.json()) as { data: { posts: { totalCount: number } } }).data.posts.totalCount;
    });
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    const { rows } = await client.query(
      "select (select count(*)::int from migration) as migrations, (select count(*)::int from post where visible_from <= now()) as posts",
    );
    await client.end();
    assert.equal(rows[0].migrations, migrations.length);
    assert.ok(rows[0].posts > 0);
    for (const total of await Promise.all(totals)) assert.equal(total, rows[0].posts);
    for (const service of services) await stop(service);
  } finally {
    await empty.drop();
  }
});

describe("a database that is not ready yet", () => {
  let scratch: ScratchDatabase;
  let relay: TcpRelay;
  before(async () => {
    scratch = await createScratchDatabase();
  });
  afterEach(() => relay.close());
  after(() => scratch.drop());

  it("and refuses connections is waited for, with a line on standard error", async () => {
    relay = await startTcpRelay(scratch.url);
    relay.cut({ isRefusing: true });
    const starting = startServeProcess({ databaseUrl: relay.url, env: ENV });
    await eventually(() => relay.refusals > 2, "the service tries again");
    relay.cut({ isRefusing: false });
    const service = await starting;
    assert.match(service.output(), /colophon: Waiting up to 15 s for the database: /);
    assert.equal(await readiness(service), 200);
    await stop(service);
  });

  it("and takes longer than POOL_WAIT_MS for the first connection is waited for, with a line on standard error", async () => {
    relay = await startTcpRelay(scratch.url);
    relay.setDelay(3_000);
    const service = await startServeProcess({
      databaseUrl: relay.url,
      env: { ...ENV, POOL_WAIT_MS: "1000" },
      onOutput: () => relay.setDelay(0),
    });
    assert.match(service.output(), /Waiting up to 15 s for the database: it has not answered yet/);
    await stop(service);
  });

  it("ends the process with code 4 after the limit", async () => {
    relay = await startTcpRelay(scratch.url);
    relay.cut({ isRefusing: true });
    const env = { PATH: "/usr/bin:/bin", DATABASE_URL: relay.url, DATABASE_WAIT_SECONDS: "1", PORT: "0" };
    const { code, stderr } = await startCommand(["serve"], env).ended;
    assert.equal(code, 4, stderr);
    assert.match(stderr, /Waiting up to 1 s .*\n.*The database cannot be used: /s);
  });

  it("is not waited for if it rejects the login, or does not exist", async () => {
    relay = await startTcpRelay(scratch.url);
    const missing = new URL(scratch.url);
    missing.pathname = "/colophon_missing";
    const { code, stderr } = await startCommand(["serve"], { PATH: "/usr/bin:/bin", DATABASE_URL: missing.href }).ended;
    assert.equal(code, 4, stderr);
    assert.doesNotMatch(stderr, /Waiting/);
  });

  it("gives the doctor code 4 if it refuses or does not answer, and 0 if it answers late", async () => {
    relay = await startTcpRelay(scratch.url);
    const doctor = () => startCommand(["doctor"], { PATH: "/usr/bin:/bin", DATABASE_URL: relay.url }).ended;
    relay.cut({ isRefusing: true });
    assert.equal((await doctor()).code, 4);
    relay.cut({ isRefusing: false });
    relay.setDelay(3_000);
    const late = doctor();
    const before = relay.roundTrips;
    await eventually(() => relay.roundTrips > before, "the first request has arrived late");
    relay.setDelay(0);
    const { code, stdout } = await late;
    assert.equal(code, 0, stdout);
    relay.setSilent(true);
    assert.equal((await doctor()).code, 4);
  });
});
