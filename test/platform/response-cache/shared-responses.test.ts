// Answers that two processes share: found by the other, and never believed once they are overtaken, whatever the store
// does.
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

async function ask(app: TestApp, query: string): Promise<{ text: string; status: string | null }> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return { text: await response.text(), status: response.headers.get("cache-status") };
}

let asked = 0;
/** A question that nobody has asked before. */
function newQuestion(): string {
  asked += 1;
  return `{ q${asked}: node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
}

/** Whether what one process has just kept is found by another; each time another question, until both are ready. */
const findsShared = (app: TestApp) =>
  eventually(async () => (await ask(app, await storedQuestion())).status === "colophon; hit", "an answer is shared");

/** A question whose answer one process has put into the store; another one each time until the store is used. */
async function storedQuestion(): Promise<string> {
  let query = "";
  await eventually(async () => {
    const before = store.keys.size;
    query = newQuestion();
    await ask(one, query);
    await sleep(20);
    return store.keys.size > before;
  }, "an answer is stored");
  return query;
}

async function change(app: TestApp): Promise<string> {
  const input = { id: encodeGlobalId("Post", id), expectedVersion: version, title: `Version ${version + 1}` };
  const document = "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code } } }";
  await app.query(document, { input }, { token });
  version += 1;
  return `"Version ${version}"`;
}

describe("an answer in the store", () => {
  it("is found by another process, also by one that has just begun", async () => {
    await findsShared(other);
    const late = await startTestApp(env(), undefined, one.databaseUrl);
    try {
      await findsShared(late);
    } finally {
      await late.close();
    }
  });

  it("is believed by nobody once it is overtaken, though it still lies there", async () => {
    const query = await storedQuestion();
    const expected = await change(other);
    assert.ok((await ask(other, query)).text.includes(expected));
    await eventually(async () => (await ask(one, query)).text.includes(expected), "the change arrives");
    const last = await change(one);
    assert.ok((await ask(one, query)).text.includes(last));
    assert.ok([...store.keys.values()].some((value) => value.includes('"Version 1"')));
  });
});

describe("a store that fails", () => {
  const stillRight = async () => {
    for (const app of [one, other]) {
      const expected = await change(app);
      assert.ok((await ask(app, newQuestion())).text.includes(expected));
    }
  };

  it("by falling silent costs time and no answer, and is used again when it speaks", async () => {
    store.setSilent(true);
    await stillRight();
    store.setSilent(false);
    const before = store.keys.size;
    await eventually(async () => {
      await ask(one, newQuestion());
      return store.keys.size > before;
    }, "answers are shared again");
    await stillRight();
  });

  it("by forgetting everything, or by what it never was given, costs nothing but an execution", async () => {
    await storedQuestion();
    store.keys.clear();
    await stillRight();
    const again = await storedQuestion();
    for (const key of store.keys.keys()) store.keys.set(key, Buffer.from("not what was kept"));
    assert.match((await ask(other, again)).text, /Version/);
  });

  it("by giving the answer to another question is not believed", async () => {
    await storedQuestion();
    const [another] = [...store.keys.values()].slice(-1);
    assert.ok(another);
    await findsShared(other);
    const query = await storedQuestion();
    for (const key of store.keys.keys()) store.keys.set(key, another);
    assert.ok((await ask(other, query)).text.startsWith(`{"data":{"q${asked}":`));
  });

  it("by dying is done without, and found again when it is back", async () => {
    const port = Number(new URL(store.url).port);
    await store.close();
    await stillRight();
    store = await startKeyValueServer(port);
    await eventually(async () => {
      await ask(one, newQuestion());
      return store.keys.size > 0;
    }, "answers are shared again");
    await stillRight();
  });
});
