// The service behind Debian's PgBouncer, in both modes: it serves, writes and is notified; and where a session is not what it must be, it
// serves no anonymous read and says why.
import "reflect-metadata";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import type { DataSource } from "typeorm";
import { diagnose } from "../../../src/app/doctor/doctor.js";
import { poolingOf } from "../../../src/platform/db/connection/pooling.js";
import { type ServeProcess, startServeProcess } from "../../faults/serve-process.js";
import { openDatabase, prepareFixture } from "../../faults/service.js";
import type { WriterFixture } from "../../faults/writer.js";
import { startCommand } from "../../support/command.js";
import { eventually } from "../../support/eventually.js";
import { LONG_DEADLINE } from "../../support/limits.js";
import { type PgBouncer, type PgBouncerOptions, startPgBouncer } from "./pgbouncer.js";
import { type PooledSite, PUBLIC_ROLE, startPooledSite } from "./pooled-site.js";

const POSTS = "{ posts(first: 50) { totalCount nodes { title author { name } tags { name } } } }";
const MODES = ["session", "transaction"] as const;

let site: PooledSite;
let dataSource: DataSource;
let fixture: WriterFixture;
before(async () => {
  site = await startPooledSite();
  dataSource = await openDatabase(site.url);
  fixture = await prepareFixture(dataSource);
});
after(async () => {
  await dataSource?.destroy();
  await site?.delete();
});

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function startBouncer(mode: PgBouncerOptions["mode"], settings: Readonly<Record<string, string>> = {}) {
  const bouncer = await startPgBouncer({ mode, url: site.url, logins: site.logins, settings });
  stops.push(() => bouncer.stop());
  return bouncer;
}

/** The settings of docs/poolers.md. */
const settingsFor = (bouncer: PgBouncer, mode: PgBouncerOptions["mode"]): Record<string, string> => ({
  DATABASE_URL: bouncer.through(site.url),
  DATABASE_PUBLIC_URL: bouncer.through(site.publicUrl),
  DATABASE_DIRECT_URL: site.url,
  ...(mode === "transaction" && { DATABASE_PREPARE: "0" }),
});

async function serve({ DATABASE_URL = "", ...env }: Record<string, string>): Promise<ServeProcess> {
  const service = await startServeProcess({
    databaseUrl: DATABASE_URL,
    env: { POOL_WAIT_MS: "10000", ...LONG_DEADLINE, ...env },
  });
  stops.push(async () => {
    service.signal("SIGTERM");
    await service.ended;
  });
  return service;
}

interface Sent {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the query.
  body: any;
}

async function send({ url }: ServeProcess, query: string, variables: object = {}, token = ""): Promise<Sent> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token !== "" && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}

const readiness = async ({ url }: ServeProcess) => {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, text: await response.text() };
};

const CREATE =
  "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { code } } }";
const PUBLISH = "mutation ($input: PublishPostInput!) { publishPost(input: $input) { post { id } errors { code } } }";

async function createPost(service: ServeProcess, title: string, isPublished: boolean): Promise<void> {
  const input = {
    title,
    body: { source: `${title} **text**` },
    authorIds: [fixture.authorId],
    tagIds: [fixture.tagId],
  };
  const { body } = await send(service, CREATE, { input }, fixture.token);
  const post = body.data?.createPost.post;
  assert.ok(post, JSON.stringify(body));
  if (!isPublished) return;
  const published = await send(
    service,
    PUBLISH,
    { input: { id: post.id, expectedVersion: post.version } },
    fixture.token,
  );
  assert.deepEqual(published.body.data?.publishPost.errors ?? [], [], JSON.stringify(published.body));
}

const titlesOf = ({ body }: Sent): string[] => body.data.posts.nodes.map(({ title }: { title: string }) => title);

for (const mode of MODES) {
  describe(`behind PgBouncer in ${mode} mode`, () => {
    it("the service serves, writes, and is notified of the writes of another process", async () => {
      const bouncer = await startBouncer(mode);
      const env = settingsFor(bouncer, mode);
      assert.equal(await poolingOf(env.DATABASE_URL ?? ""), mode);
      const [one, other] = [await serve(env), await serve({ ...env, EXPOSE_CACHE_STATUS: "1" })];
      assert.deepEqual((await readiness(one)).status, 200);
      await createPost(one, `Public in ${mode}`, true);
      await createPost(one, `Hidden in ${mode}`, false);
      const titles = titlesOf(await send(other, POSTS));
      assert.ok(titles.includes(`Public in ${mode}`) && !titles.includes(`Hidden in ${mode}`), titles.join());
      await eventually(async () => {
        const response = await fetch(`${other.url}/graphql?query=${encodeURIComponent(POSTS)}`, {
          headers: { "apollo-require-preflight": "1" },
        });
        await response.text();
        return /hit/.test(response.headers.get("cache-status") ?? "");
      }, "responses are cached");
      await createPost(one, `Later in ${mode}`, true);
      await eventually(
        async () => titlesOf(await send(other, POSTS)).includes(`Later in ${mode}`),
        "the change is seen",
      );
    });

    it("many concurrent requests of all kinds of statements succeed", async () => {
      // In transaction mode, connections share fewer sessions.
      const shared: Record<string, string> = mode === "transaction" ? { default_pool_size: "4" } : {};
      const service = await serve(settingsFor(await startBouncer(mode, shared), mode));
      await createPost(service, `Busy in ${mode}`, true);
      const queries = [
        POSTS,
        `{ search(query: "text", first: 3) { totalCount nodes { title } } }`,
        "{ site { title } categories { totalCount } tags(first: 5) { nodes { name posts(first: 2) { nodes { title } } } } }",
        "{ authors(first: 5) { nodes { name posts(first: 3) { totalCount } } } }",
      ];
      const run = (index: number): Promise<Sent> => {
        const token = index % 3 === 0 ? fixture.token : "";
        return send(
          service,
          (queries[index % queries.length] ?? "").replace("{", `{ a${index}: __typename `),
          {},
          token,
        );
      };
      const failed: Sent[] = [];
      // Fewer at once than the service rejects.
      for (let round = 0; round < 20; round += 1) {
        const sent = await Promise.all(Array.from({ length: 10 }, (_, index) => run(10 * round + index)));
        failed.push(...sent.filter(({ body }) => body.errors !== undefined));
      }
      assert.deepEqual(
        failed.slice(0, 2).map(({ body }) => JSON.stringify(body)),
        [],
      );
    });

    it("a write that waits for a lock ends with the timeout of the role", async () => {
      const env = settingsFor(await startBouncer(mode), mode);
      await site.configure(new URL(site.url).username, "lock_timeout", "'300ms'");
      try {
        const service = await serve(env);
        await dataSource.transaction(async (tx) => {
          await tx.query("lock table tag in access exclusive mode");
          const rename = 'mutation { createTag(input: { name: "Waiting" }) { tag { id } } }';
          const { body } = await send(service, rename, {}, fixture.token);
          assert.equal(body.errors?.[0]?.extensions.code, "TIMEOUT", JSON.stringify(body));
        });
      } finally {
        await site.configure(new URL(site.url).username, "lock_timeout", "'3s'");
      }
    });

    it("the doctor finds nothing wrong", async () => {
      const { findings, cause } = await diagnose(settingsFor(await startBouncer(mode), mode));
      assert.equal(cause, null, JSON.stringify(findings.filter(({ status }) => status === "failure")));
    });

    it("without a role for anonymous reads, these are refused, and the reason is stated", async () => {
      const ignored = "options,statement_timeout,lock_timeout,idle_in_transaction_session_timeout";
      for (const settings of [{}, { ignore_startup_parameters: ignored }] as Record<string, string>[]) {
        const env = settingsFor(await startBouncer(mode, settings), mode);
        delete env.DATABASE_PUBLIC_URL;
        const service = await serve(env);
        const { status, body } = await send(service, POSTS);
        assert.equal(status, 503);
        assert.equal(body.errors[0].extensions.code, "SERVICE_UNAVAILABLE");
        assert.equal((await send(service, "{ site { title } }")).status, 503);
        const ready = await readiness(service);
        assert.equal(ready.status, 503);
        assert.match(ready.text, /search_path.*Set DATABASE_PUBLIC_URL/);
        assert.equal((await send(service, POSTS, {}, fixture.token)).status, 200);
        const { findings, cause } = await diagnose(env);
        assert.equal(cause, "database");
        assert.match(findings.find(({ check }) => check === "anonymous sessions")?.advice ?? "", /DATABASE_PUBLIC_URL/);
      }
    });

    it("a role whose search_path is lost is refused, and accepted once it is restored", async () => {
      const bouncer = await startBouncer(mode);
      await site.configure(PUBLIC_ROLE, "search_path", null);
      let service: ServeProcess;
      try {
        service = await serve(settingsFor(bouncer, mode));
        assert.equal((await send(service, POSTS)).status, 503);
        assert.match((await readiness(service)).text, /alter role .*colophon_public.* set search_path = published/);
      } finally {
        await site.configure(PUBLIC_ROLE, "search_path", "published");
      }
      await bouncer.reconnect();
      await eventually(async () => (await send(service, POSTS)).status === 200, "anonymous reads are accepted again");
      assert.equal((await readiness(service)).status, 200);
    });
  });
}

describe("behind PgBouncer in transaction mode", () => {
  it("readiness and the doctor say that prepared statements do not work", async () => {
    const env = { ...settingsFor(await startBouncer("transaction"), "transaction"), DATABASE_PREPARE: "1" };
    const finding = (await diagnose(env)).findings.find(({ check }) => check === "prepared statements");
    assert.equal(finding?.status, "failure");
    assert.match(finding?.advice ?? "", /DATABASE_PREPARE=0/);
    const ready = await readiness(await serve(env));
    assert.equal(ready.status, 503);
    assert.match(ready.text, /DATABASE_PREPARE=0/);
  });

  it("an import runs on the direct connection, and without one it is refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "colophon-pooled-import-"));
    stops.push(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "imported.md"), "---\ntitle: Imported\ndate: 2020-01-01\n---\nText.\n");
    const env = settingsFor(await startBouncer("transaction"), "transaction");
    const run = (given: Record<string, string>) =>
      startCommand(["import", "markdown", folder], { PATH: "/usr/bin:/bin", ...given }).ended;
    const { DATABASE_DIRECT_URL: _, ...withoutDirect } = env;
    const refused = await run(withoutDirect);
    assert.equal(refused.code, 4, refused.stderr);
    assert.match(refused.stderr, /Set DATABASE_DIRECT_URL/);
    const { code, stderr } = await run(env);
    assert.equal(code, 0, stderr);
  });

  it("without a direct connection the service serves, caches nothing, and the doctor says why", async () => {
    const env = settingsFor(await startBouncer("transaction"), "transaction");
    delete env.DATABASE_DIRECT_URL;
    const service = await serve({ ...env, EXPOSE_CACHE_STATUS: "1", LOG_LEVEL: "warn" });
    await createPost(service, "Uncached", true);
    await eventually(() => service.output().includes("Set DATABASE_DIRECT_URL"), "the log says why");
    for (let round = 0; round < 3; round += 1) {
      const response = await fetch(`${service.url}/graphql?query=${encodeURIComponent(POSTS)}`, {
        headers: { "apollo-require-preflight": "1" },
      });
      assert.match(await response.text(), /Uncached/);
      assert.doesNotMatch(response.headers.get("cache-status") ?? "", /hit/);
    }
    const finding = (await diagnose(env)).findings.find(({ check }) => check === "direct connection");
    assert.equal(finding?.status, "failure");
  });
});
