// Responses that two processes share: the other process finds them, and never uses one that is outdated, whatever the store does.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { type KeyValueServer, startKeyValueServer } from "../../response-cache/key-value-server.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

let store: KeyValueServer;
let one: TestApp;
let other: TestApp;
let token: string;
let id: string;
let version = 1;

const env = () => ({ REDIS_URL: store.url, CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1", EXPOSE_SQL_COUNT: "0" });

before(async () => {
  store = await startKeyValueServer();
  one = await startTestApp(env());
  id = (await new Factories(one.dataSource).post({ title: "Version 1" })).id;
  token = await one.tokenFor("ADMIN");
  other = await startTestApp(env(), undefined, one.databaseUrl);
});
after(async () => {
  await other.close();
  await one.close();
  await store.close();
});

async function send(app: TestApp, query: string): Promise<{ text: string; status: string | null }> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return { text: await response.text(), status: response.headers.get("cache-status") };
}

let queries = 0;
/** A query that was not sent before. */
function newQuery(): string {
  queries += 1;
  return `{ q${queries}: node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
}

/** Waits until a process finds a response that the other one has just stored; with a new query each time. */
const findsShared = (app: TestApp) =>
  eventually(async () => (await send(app, await storedQuery())).status === "colophon; hit", "a response is shared");

/** A query whose response one process has stored; a new one each time, until the store is used. */
async function storedQuery(): Promise<string> {
  let query = "";
  await eventually(async () => {
    const before = store.keys.size;
    query = newQuery();
    await send(one, query);
    await sleep(20);
    return store.keys.size > before;
  }, "a response is stored");
  return query;
}

async function change(app: TestApp): Promise<string> {
  const input = { id: encodeGlobalId("Post", id), expectedVersion: version, title: `Version ${version + 1}` };
  const document = "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code } } }";
  await app.query(document, { input }, { token });
  version += 1;
  return `"Version ${version}"`;
}

describe("a shared response", () => {
  it("is found by another process, also by one that has just started", async () => {
    await findsShared(other);
    const late = await startTestApp(env(), undefined, one.databaseUrl);
    try {
      await findsShared(late);
    } finally {
      await late.close();
    }
  });

  it("is not used once it is outdated, although it is still in the store", async () => {
    const query = await storedQuery();
    const expected = await change(other);
    assert.ok((await send(other, query)).text.includes(expected));
    await eventually(async () => (await send(one, query)).text.includes(expected), "the change arrives");
    const last = await change(one);
    assert.ok((await send(one, query)).text.includes(last));
    assert.ok([...store.keys.values()].some((value) => value.includes('"Version 1"')));
  });
});

describe("a failing store", () => {
  const assertFresh = async () => {
    for (const app of [one, other]) {
      const expected = await change(app);
      assert.ok((await send(app, newQuery())).text.includes(expected));
    }
  };

  it("that stops responding causes no errors, and is used again when it responds", async () => {
    store.setSilent(true);
    await assertFresh();
    store.setSilent(false);
    const before = store.keys.size;
    await eventually(async () => {
      await send(one, newQuery());
      return store.keys.size > before;
    }, "responses are shared again");
    await assertFresh();
  });

  it("that loses its data or returns invalid data causes an execution", async () => {
    await storedQuery();
    store.keys.clear();
    await assertFresh();
    const again = await storedQuery();
    for (const key of store.keys.keys()) store.keys.set(key, Buffer.from("not a stored response"));
    assert.match((await send(other, again)).text, /Version/);
  });

  it("that returns the response of another key is not used", async () => {
    await storedQuery();
    const [another] = [...store.keys.values()].slice(-1);
    assert.ok(another);
    await findsShared(other);
    const query = await storedQuery();
    for (const key of store.keys.keys()) store.keys.set(key, another);
    assert.ok((await send(other, query)).text.startsWith(`{"data":{"q${queries}":`));
  });

  it("that goes down is not needed, and is used again when it is back", async () => {
    const port = Number(new URL(store.url).port);
    await store.close();
    await assertFresh();
    store = await startKeyValueServer(port);
    await eventually(async () => {
      await send(one, newQuery());
      return store.keys.size > 0;
    }, "responses are shared again");
    await assertFresh();
  });
});
