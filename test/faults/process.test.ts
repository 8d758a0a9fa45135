// What a machine does to the service itself: it is asked to end under load, has few file descriptors, a wrong clock, or
// clients that hardly move. It ends without dropping a request, never dies of anything else, and believes the database's
// clock alone.
import "reflect-metadata";
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
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
  async function ask(served: ServeProcess, query: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query }),
    });
    const { data } = (await response.json()) as { data?: Record<string, unknown> | null };
    return { status: response.status, data };
  }

  test("told to end under load finishes what it was asked, refuses what is new, and exits with 0", async (t) => {
    const served = await serve();
    const counts = { served: 0, refused: 0 };
    const dropped: unknown[] = [];
    let isOver = false;
    const client = async () => {
      while (!isOver) {
        try {
          const { data } = await ask(served, READ);
          if (data == null) dropped.push("an answer without data");
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
    await eventually(() => counts.served > 50, "the load has begun");
    served.signal("SIGTERM");
    const toldAt = performance.now();
    assert.equal(await served.ended, 0, served.output());
    isOver = true;
    await Promise.all(clients);
    assert.deepEqual(dropped, []);
    assert.equal(counts.refused, 8);
    t.diagnostic(
      `SIGTERM under load: ${counts.served} served, 0 dropped, exit 0 after ${Math.round(performance.now() - toldAt)} ms`,
    );
  });

  test("with few file descriptors refuses connections and serves again when there are fewer", async (t) => {
    const served = await serve({ shell: 'ulimit -n 160; exec "$0" "$@"', env: { DATABASE_POOL_SIZE: "2" } });
    assert.equal((await ask(served, READ)).status, 200);
    const { hostname, port } = new URL(served.url);
    const sockets = Array.from({ length: 400 }, () => connect({ host: hostname, port: Number(port) }));
    for (const socket of sockets) socket.on("error", () => undefined);
    await sleep(500);
    assert.equal(served.hasEnded(), false, served.output());
    for (const socket of sockets) socket.destroy();
    await eventually(async () => (await ask(served, READ).catch(() => null))?.status === 200, "it serves again");
    assert.equal(served.hasEnded(), false, served.output());
    t.diagnostic("160 file descriptors, 400 sockets: 0 exits, served again when they closed");
  });

  test("serves its neighbours while 200 clients hardly move, in head, body and reading", async (t) => {
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
      assert.equal((await ask(served, READ)).status, 200);
      times.push(performance.now() - startedAt);
    }
    for (const socket of sockets) socket.destroy();
    times.sort((one, other) => one - other);
    t.diagnostic(
      `200 slow clients: neighbours' p50 ${times[25]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms`,
    );
  });

  for (const [name, shift] of [
    ["400 days fast", 400 * DAY_MS],
    ["400 days slow", -400 * DAY_MS],
  ] as const) {
    test(`with a clock ${name} shows posts and believes credentials by the database's clock`, async () => {
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
      const at = (slug: string) => ask(served, `{ post(slug: "${slug}") { slug status } }`);
      assert.deepEqual((await at(scheduled.slug)).data, { post: null });
      assert.deepEqual((await at(published.slug)).data, { post: { slug: published.slug, status: "PUBLISHED" } });
      const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
      assert.equal((await ask(served, "{ viewer { name } }", bearer(expired))).status, 401);
      const { data } = await ask(served, "{ viewer { name } }", bearer(valid));
      assert.deepEqual(data, { viewer: { name: "Clock" } });
      // A preview token lives for as long as the database says, whichever clock its maker has.
      const id = encodeGlobalId("Post", scheduled.id);
      const made = await ask(
        served,
        `mutation { createPreviewToken(input: { postId: "${id}", expiresAt: "${inOneDay}" }) { token errors { message } } }`,
        bearer(valid),
      );
      const preview = (made.data?.createPreviewToken as { token: string } | undefined)?.token ?? "";
      const seen = await ask(served, `{ post(slug: "${scheduled.slug}") { status } }`, { "x-preview-token": preview });
      assert.deepEqual(seen.data, { post: { status: "SCHEDULED" } });
    });
  }
});
