// Several hosts in one URL: the first that accepts a session of the wanted kind is used, and another one as soon as it fails.
import "reflect-metadata";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { promisify } from "node:util";
import type { DataSource } from "typeorm";
import { diagnose } from "../../../src/app/doctor/doctor.js";
import { HostSearch } from "../../../src/platform/db/connection/host-search.js";
import {
  createDataSource,
  createPublishedSource,
  initializeSource,
  sessionsOf,
} from "../../../src/platform/db/data-source.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../../src/platform/db/embedded/embedded-postgres.js";
import { transientError } from "../../../src/platform/db/failures/transient-error.js";
import { type OwnCluster, startOwnCluster } from "../../faults/own-cluster.js";
import { startServeProcess } from "../../faults/serve-process.js";
import { eventually } from "../../support/eventually.js";
import { startTcpRelay, type TcpRelay } from "../../support/tcp-relay.js";

let cluster: OwnCluster;
let primary: string;
let standby: EmbeddedPostgres;
let folder: string;
before(async () => {
  cluster = await startOwnCluster();
  await cluster.stop();
  // A copy of the stopped server with this file is in recovery for ever: a standby without a primary server.
  folder = await mkdtemp(join(tmpdir(), `colophon-test-${process.pid}-`));
  await promisify(execFile)("cp", ["-a", `${cluster.dataDir}/.`, folder]);
  await writeFile(join(folder, "postgres/cluster/standby.signal"), "", { mode: 0o644 });
  standby = await startEmbeddedPostgres({ dataDir: folder });
  primary = await cluster.start();
});
after(async () => {
  await standby?.stop();
  await cluster?.delete();
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function relayTo(url: string): Promise<TcpRelay> {
  const relay = await startTcpRelay(url);
  closing.push(() => relay.close());
  return relay;
}

/** One URL with the hosts of several, which have the same login. */
function joined(urls: readonly string[], attrs = ""): string {
  const [first = ""] = urls;
  const url = new URL(first);
  const hosts = urls.map((each) => new URL(each).host).join(",");
  return `postgres://${url.username}:${url.password}@${hosts}${url.pathname}${attrs === "" ? "" : `?target_session_attrs=${attrs}`}`;
}

const NOWHERE = "postgres://colophon@127.0.0.1:1/colophon";
const hostFound = async (url: string): Promise<number> => (await HostSearch.of(url, 5_000).find()).port;
const portOf = (url: string): number => Number(new URL(url).port);

async function open(url: string): Promise<DataSource> {
  const options = { url, poolSize: 3, poolWaitMs: 5_000, statementTimeoutMs: 5_000 };
  const source = await initializeSource(createDataSource(options, { entities: [], migrations: [] }));
  closing.push(() => source.destroy());
  return source;
}

const servingPort = async (source: DataSource): Promise<number> =>
  (await source.query("select inet_server_port() as port"))[0].port;

describe("a URL with several hosts", () => {
  it("leads to the first that accepts connections", async () => {
    assert.equal(await hostFound(joined([primary, standby.url])), portOf(primary));
    assert.equal(await hostFound(joined([standby.url, primary])), portOf(standby.url));
    const withLogin = joined([primary]).replace("@", `@127.0.0.1:1,`);
    assert.equal(await servingPort(await open(withLogin)), portOf(primary));
  });

  for (const [attrs, expected] of [
    ["any", "standby"],
    ["read-write", "primary"],
    ["primary", "primary"],
    ["standby", "standby"],
    ["read-only", "standby"],
    ["prefer-standby", "standby"],
  ] as const) {
    it(`and target_session_attrs=${attrs} leads from standby and primary to the ${expected}`, async () => {
      const port = portOf(expected === "primary" ? primary : standby.url);
      assert.equal(await hostFound(joined([standby.url, primary], attrs)), port);
      assert.equal(await servingPort(await open(joined([standby.url, primary], attrs))), port);
    });
  }

  it("and prefer-standby leads to the primary server if there is no other", async () => {
    assert.equal(await hostFound(joined([primary], "prefer-standby")), portOf(primary));
  });

  it("of which none is of the wanted kind fails with the reason, as unavailable", async () => {
    const search = HostSearch.of(joined([standby.url], "read-write"), 5_000);
    await assert.rejects(search.find(), (error) => {
      assert.match(String(error), /is not one that accepts writes/);
      assert.equal(transientError(error)?.code, "SERVICE_UNAVAILABLE");
      return true;
    });
    await assert.rejects(HostSearch.of(joined([NOWHERE, NOWHERE]), 5_000).find(), { code: "ECONNREFUSED" });
  });

  it("does not lead to another host if a login is rejected", async () => {
    const wrong = joined([primary, standby.url]).replace(/:[^:@]*@/, ":wrong@");
    await assert.rejects(HostSearch.of(wrong, 5_000).find(), { code: "28P01" });
  });

  it("leads to the next host while the first does not answer", async () => {
    const silent = await relayTo(primary);
    silent.setSilent(true);
    assert.equal(await hostFound(joined([silent.url, standby.url])), portOf(standby.url));
  });

  it("leads a pool to the other host as soon as its own refuses", async () => {
    const [one, other] = [await relayTo(primary), await relayTo(primary)];
    const source = await open(joined([one.url, other.url], "read-write"));
    await source.query("select 1");
    assert.ok(one.connections > 0 && other.connections === 0);
    one.cut({ isRefusing: true });
    await eventually(() => one.connections > 0, "connections are cut");
    await source.query("select 1").catch(() => undefined);
    assert.equal((await source.query("select 1 as one"))[0].one, 1);
    assert.ok(other.connections > 0);
  });

  it("leads a pool away from a server that has stopped to accept writes", async () => {
    const relay = await relayTo(standby.url);
    const source = await open(joined([relay.url, primary], "any"));
    await assert.rejects(source.query("create table written (id int)"), { code: "25006" });
    // The attributes allow any server, so the same is found again, by new connections.
    const before = relay.connections;
    await eventually(async () => {
      await source.query("select 1").catch(() => undefined);
      return relay.connections > before;
    }, "the connections are replaced");
  });
});

it("sessions of a standby are known as such, so that what they read is not cached", async () => {
  for (const [url, isOnStandby] of [
    [primary, false],
    [standby.url, true],
  ] as const) {
    const published = await initializeSource(createPublishedSource(await open(url)));
    closing.push(() => published.destroy());
    assert.equal(sessionsOf(published).isOnStandby, isOnStandby);
  }
});

it("the doctor says that a standby accepts no writes", async () => {
  const { findings, cause } = await diagnose({ DATABASE_URL: standby.url });
  assert.equal(cause, "database");
  assert.match(
    findings.find(({ check }) => check === "primary server")?.advice ?? "",
    /target_session_attrs=read-write/,
  );
});

it("the service writes and is notified through the second host if the first refuses", async () => {
  const url = joined([primary]).replace("@", "@127.0.0.1:1,");
  const service = await startServeProcess({ databaseUrl: `${url}?target_session_attrs=read-write` });
  try {
    const response = await fetch(`${service.url}/readyz`);
    assert.equal(response.status, 200);
    const posts = await fetch(`${service.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ posts { totalCount } }" }),
    });
    assert.equal(((await posts.json()) as { errors?: unknown }).errors, undefined);
  } finally {
    service.signal("SIGTERM");
    await service.ended;
  }
});
