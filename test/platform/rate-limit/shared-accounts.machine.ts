// Two processes that share rate limits through Redis, and count alone while it is unreachable.
import "reflect-metadata";
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";

let redis: ChildProcess;
let port = 0;
const apps: TestApp[] = [];

before(async () => {
  port = await freePort();
  redis = startRedis();
  const env = {
    RATE_LIMIT_POINTS: "60",
    RATE_LIMIT_EXEMPT: "none",
    TRUSTED_PROXIES: "loopback",
    REDIS_URL: `redis://127.0.0.1:${port}`,
  };
  for (let index = 0; index < 2; index += 1) apps.push(await startTestApp(env));
});
after(async () => {
  for (const app of apps) await app.close();
  redis.kill("SIGKILL");
});

it("a client that spent its points in one process is rejected by the other", async () => {
  const [one, other] = apps;
  while ((await statusOf(one, "192.0.2.1")) === 200);
  await eventually(async () => (await statusOf(other, "192.0.2.1")) === 429, "the other process has synchronised");
  assert.equal(await statusOf(other, "192.0.2.2"), 200);
});

it("each process counts alone while Redis is unreachable, and together again afterwards", async () => {
  const [one, other] = apps;
  redis.kill("SIGKILL");
  await once(redis, "exit");
  while ((await statusOf(one, "192.0.2.3")) === 200);
  assert.equal(await statusOf(other, "192.0.2.3"), 200);
  redis = startRedis();
  await eventually(
    async () => (await statusOf(other, "192.0.2.3")) === 429,
    "the points spent meanwhile are synchronised",
  );
});

async function statusOf(app: TestApp | undefined, address: string): Promise<number> {
  const { status } = await fetch(`${app?.url}/graphql?query={__typename}`, {
    headers: { "x-forwarded-for": address },
  });
  return status;
}

/** A server of the test's own, because that of the machine must not be stopped. */
function startRedis(): ChildProcess {
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"];
  return spawn("redis-server", settings, { stdio: "ignore" });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
