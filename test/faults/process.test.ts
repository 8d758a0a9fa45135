// Faults of the machine that runs the service: SIGTERM under load, few file descriptors, slow clients and a wrong clock. The service ends
// without dropping a request, survives everything else, and follows the database's clock.
import "reflect-metadata";
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import type { DataSource } from "typeorm";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import { type ServeOptions, type ServeProcess, startServeProcess } from "./serve-process.js";
import { openDatabase } from "./service.js";

const DAY_MS = 86_400_000;
const READ = "{ posts(first: 20) { totalCount nodes { slug } } }";

describe("the service's process", () => {
  let scratch: ScratchDatabase;
  let dataSource: DataSource;
  let make: Factories;
  const running: ServeProcess[] = [];

  before(async () => {
    scratch = await createScratchDatabase();
    dataSource = await openDatabase(scratch.url);
    make = new Factories(dataSource);
    await make.posts(Array.from({ length: 10 }, (_, index) => ({ title: `Public ${index}` })));
  });
  afterEach(async () => {
    for (const served of running.splice(0)) {
      served.signal("SIGKILL");
      await served.ended;
    }
  });
  after(async () => {
    await dataSource?.destroy();
    await scratch?.drop();
  });

  async function serve(options: Omit<ServeOptions, "databaseUrl"> = {}): Promise<ServeProcess> {
    const served = await startServeProcess({ databaseUrl: scratch.url, ...options });
    running.push(served);
    return served;
  }
  async function send(served: ServeProcess, query: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query }),
    });
    const { data } = (await response.json()) as { data?: Record<string, unknown> | null };
    return { status: response.status, data };
  }

  test("SIGTERM under load lets requests in flight finish, refuses new connections, and ends with exit code 0", async (t) => {
    const served = await serve();
    const counts = { served: 0, refused: 0 };
    const dropped: unknown[] = [];
    let isOver = false;
    const client = async () => {
      while (!isOver) {
        try {
          const { data } = await send(served, READ);
          if (data == null) dropped.push("a response without data");
          else counts.served += 1;
        } catch (error) {
          const { code } = ((error as Error).cause ?? {}) as { code?: string };
          if (code === "ECONNREFUSED") {
            counts.refused += 1;
            return;
          }
          dropped.push((error as Error).cause ?? error);
        }
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await eventually(() => counts.served > 50, "the load has started");
    served.signal("SIGTERM");
    const signalledAt = performance.now();
    assert.equal(await served.ended, 0, served.output());
    isOver = true;
    await Promise.all(clients);
    assert.deepEqual(dropped, []);
    assert.equal(counts.refused, 8);
    t.diagnostic(
      `SIGTERM under load: ${counts.served} served, 0 dropped, exit 0 after ${Math.round(performance.now() - signalledAt)} ms`,
    );
  });

  test("a lack of file descriptors closes connections, and the service recovers when there are fewer", async (t) => {
    const served = await serve({ shell: 'ulimit -n 320; exec "$0" "$@"', env: { DATABASE_POOL_SIZE: "2" } });
    assert.equal((await send(served, READ)).status, 200);
    const { hostname, port } = new URL(served.url);
    const sockets = Array.from({ length: 800 }, () => connect({ host: hostname, port: Number(port) }));
    let closed = 0;
    for (const socket of sockets) {
      socket.resume().on("error", () => undefined);
      socket.on("close", () => {
        closed += 1;
      });
    }
    await eventually(() => closed > 0, "the service runs out of file descriptors and closes connections");
    assert.equal(served.hasEnded(), false, served.output());
    for (const socket of sockets) socket.destroy();
    await eventually(
      async () => (await send(served, READ).catch(() => null))?.status === 200,
      "the service serves requests again",
    );
    assert.equal(served.hasEnded(), false, served.output());
    t.diagnostic("320 file descriptors, 800 sockets: 0 exits, served again when they closed");
  });

  test("200 clients that stop in the header, in the body or before reading do not delay other clients", async (t) => {
    const served = await serve();
    const { hostname, port } = new URL(served.url);
    const body = JSON.stringify({ query: READ });
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
    const parts = [head.slice(0, 40), `${head}\r\n${body.slice(0, 10)}`, `${head}\r\n${body}`];
    const sockets: Socket[] = Array.from({ length: 200 }, (_, index) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on("error", () => undefined).pause();
      socket.write(parts[index % parts.length] ?? "");
      return socket;
    });
    const times: number[] = [];
    for (let request = 0; request < 50; request += 1) {
      const startedAt = performance.now();
      assert.equal((await send(served, READ)).status, 200);
      times.push(performance.now() - startedAt);
    }
    for (const socket of sockets) socket.destroy();
    times.sort((one, other) => one - other);
    t.diagnostic(
      `200 slow clients: p50 of other requests ${times[25]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms`,
    );
  });

  for (const [name, shift] of [
    ["400 days fast", 400 * DAY_MS],
    ["400 days slow", -400 * DAY_MS],
  ] as const) {
    test(`a service whose clock is ${name} follows the database's clock for posts and credentials`, async () => {
      const inOneDay = new Date(Date.now() + DAY_MS).toISOString();
      const oneDayAgo = new Date(Date.now() - DAY_MS).toISOString();
      const scheduled = await make.post({ title: `Scheduled ${name}`, publishedAt: inOneDay });
      const published = await make.post({ title: `Published ${name}`, publishedAt: oneDayAgo });
      const tokenUntil = async (expiresAt: string): Promise<string> => {
        const token = { name: "Clock", role: "EDITOR" as const, authorId: null, expiresAt: inOneDay };
        const { id, secret } = await dataSource.transaction((tx) => insertApiToken(tx, token));
        await dataSource.query("update api_token set expires_at = $2 where id = $1", [id, expiresAt]);
        return secret;
      };
      const [valid, expired] = [await tokenUntil(inOneDay), await tokenUntil(oneDayAgo)];
      const shifted = `const now = Date.now; globalThis.Date = class extends Date {
        constructor(...given) { given.length === 0 ? super(now() + ${shift}) : super(...given); }
        static now() { return now() + ${shift}; }
      };`;
      const preload = `data:text/javascript,${encodeURIComponent(shifted)}`;
      const served = await serve({ nodeArgs: ["--import", preload] });
      const at = (slug: string) => send(served, `{ post(slug: "${slug}") { slug status } }`);
      assert.deepEqual((await at(scheduled.slug)).data, { post: null });
      assert.deepEqual((await at(published.slug)).data, { post: { slug: published.slug, status: "PUBLISHED" } });
      const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
      assert.equal((await send(served, "{ viewer { name } }", bearer(expired))).status, 401);
      const { data } = await send(served, "{ viewer { name } }", bearer(valid));
      assert.deepEqual(data, { viewer: { name: "Clock" } });
      // The lifetime of a preview token follows the database's clock, whatever the clock of the service that created it.
      const id = encodeGlobalId("Post", scheduled.id);
      const made = await send(
        served,
        `mutation { createPreviewToken(input: { postId: "${id}", expiresAt: "${inOneDay}" }) { token errors { message } } }`,
        bearer(valid),
      );
      const preview = (made.data?.createPreviewToken as { token: string } | undefined)?.token ?? "";
      const seen = await send(served, `{ post(slug: "${scheduled.slug}") { status } }`, { "x-preview-token": preview });
      assert.deepEqual(seen.data, { post: { status: "SCHEDULED" } });
    });
  }
});
