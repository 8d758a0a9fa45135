// After every random write, the cached response of each of a fixed list of queries equals what executing the query gives; and a
// write that only concerns drafts evicts nothing.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import { chanceFrom } from "../support/mutation-cases.js";
import { QUERIES, type SendMutation, writeAtRandom } from "./random-write.js";

const WRITES = usualRuns(12);
/** Below the least limit on concurrent operations, so that a slow machine rejects none as overloaded. */
const CONCURRENCY = 8;

let app: TestApp;
let make: Factories;
let token: string;
let executed = 0;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1", EXPOSE_SQL_COUNT: "0" });
  make = new Factories(app.dataSource);
  token = await app.tokenFor("ADMIN");
});
after(() => app.close());

async function sendQuery(query: string, variables: object = {}): Promise<{ text: string; status: string | null }> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return { text: await response.text(), status: response.headers.get("cache-status") };
}

/** A variable that the document does not declare makes it a request of its own, whose response is in no cache. */
const sendUncached = (query: string) => {
  executed += 1;
  return sendQuery(query, { executed });
};

const send: SendMutation = async (name, input) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  await app.send(document, { input }, { token });
};

const isHit = ({ status }: { status: string | null }) => status === "colophon; hit";
/** Executed and stored. A response that was executed and not stored is a bypass. */
const isMiss = ({ status }: { status: string | null }) => status === "colophon; fwd=miss; stored";

async function forEachQuery<T>(work: (query: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const remaining = QUERIES.entries();
  const worker = async () => {
    for (const [index, query] of remaining) results[index] = await work(query);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}

const sendAll = () => forEachQuery((query) => sendQuery(query));

/** A scheduled post may appear between the two requests and make them differ once; a stale response stays different. */
async function check(query: string): Promise<{ isFresh: boolean; wasHit: boolean }> {
  const first = await sendQuery(query);
  let [cached, fresh] = [first, await sendUncached(query)];
  for (let attempt = 0; attempt < 5 && cached.text !== fresh.text; attempt += 1) {
    [cached, fresh] = [await sendQuery(query), await sendUncached(query)];
  }
  return { isFresh: cached.text === fresh.text, wasHit: isHit(first) };
}

async function makeSite(): Promise<void> {
  const authors = [await make.author("one"), await make.author("two")];
  const root = await make.category("one");
  const categories = [root, await make.category("two", root), await make.category("three")];
  const tags = [await make.tag("one"), await make.tag("two"), await make.tag("three")];
  const series = await make.series("one");
  await make.posts(
    ["one", "two", "three", "Other one", "Other two", "Other three"].map((title, index) => ({
      title,
      authorId: authors[index % 2] as string,
      categoryIds: [categories[index % 3] as string],
      tagIds: tags.slice(0, index % 4),
      source: "网络 [link](/posts/two)",
      ...(index < 3 && { series: { id: series, position: index } }),
      ...(index === 4 && { state: "DRAFT" as const, publishedAt: null }),
    })),
  );
}

describe("after random writes", () => {
  before(makeSite);

  it("every cached response equals its execution", async (t) => {
    const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = WRITES } = readPropertyRuns();
    t.diagnostic(`COLOPHON_SEED=${seed}`);
    const chance = chanceFrom(seed);
    await eventually(
      async () =>
        (await sendAll()).every(({ status }) => status !== null) && isHit(await sendQuery("{ site { title } }")),
      "responses are cached",
    );
    let hits = 0;
    for (let write = 0; write < numRuns; write += 1) {
      await sendAll();
      const sent = await writeAtRandom(app.dataSource, chance, send);
      const checks = await forEachQuery(check);
      const stale = QUERIES.filter((_, index) => !checks[index]?.isFresh);
      assert.deepEqual(stale, [], `Stale after ${sent} (COLOPHON_SEED=${seed}).`);
      hits += checks.filter(({ wasHit }) => wasHit).length;
    }
    t.diagnostic(`${hits} of ${numRuns * QUERIES.length} responses were cached`);
    assert.ok(hits >= (numRuns * QUERIES.length) / 3, `Only ${hits} responses stayed in the cache across a write.`);
  });
});

describe("a write that only concerns a draft", () => {
  it("evicts no cached response", async () => {
    const { id } = await make.post({ title: "Only a draft", state: "DRAFT", publishedAt: null });
    await eventually(async () => (await sendAll()).every(isHit), "all responses are cached");
    for (const [name, more] of [
      ["updatePost", { title: "Still a draft", slug: "still-a-draft" }],
      ["trashPost", {}],
      ["restorePost", {}],
    ] as const) {
      const [row] = await app.dataSource.query("select version from post where id = $1", [id]);
      await send(name, { id: encodeGlobalId("Post", id), expectedVersion: row.version, ...more });
      // On a slow machine the process may be out of sync with the events of others for a moment, and then bypasses its cache.
      const evicted = new Set<string>();
      await eventually(async () => {
        const responses = await sendAll();
        for (const [index, query] of QUERIES.entries())
          if (isMiss(responses[index] ?? { status: null })) evicted.add(query);
        return responses.every(isHit);
      }, "all responses are cached");
      assert.deepEqual([...evicted], [], name);
    }
  });
});
