// The property that the cache stands or falls with: after any write, each kept answer is what executing the question anew
// would give; and what only concerns drafts evicts nothing.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import { chanceFrom, QUESTIONS, type SendMutation, writeAtRandom } from "./random-write.js";

const WRITES = 12;

let app: TestApp;
let make: Factories;
let token: string;
let asked = 0;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1", EXPOSE_SQL_COUNT: "0" });
  make = new Factories(app.dataSource);
  token = await app.tokenFor("ADMIN");
});
after(() => app.close());

async function ask(query: string, variables: object = {}): Promise<{ text: string; status: string | null }> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return { text: await response.text(), status: response.headers.get("cache-status") };
}

/** A variable that no document has makes it another question, which nobody has asked before. */
const askAnew = (query: string) => {
  asked += 1;
  return ask(query, { asked });
};

const send: SendMutation = async (name, input) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  await app.send(document, { input }, { token });
};

const isHit = ({ status }: { status: string | null }) => status === "colophon; hit";
const askAll = () => Promise.all(QUESTIONS.map((question) => ask(question)));

/** What is scheduled may appear between two answers, so that they differ once; what is stale stays so. */
async function isKeptRightly(question: string): Promise<{ isRight: boolean; wasHit: boolean }> {
  const first = await ask(question);
  let [kept, fresh] = [first, await askAnew(question)];
  for (let attempt = 0; attempt < 5 && kept.text !== fresh.text; attempt += 1) {
    [kept, fresh] = [await ask(question), await askAnew(question)];
  }
  return { isRight: kept.text === fresh.text, wasHit: isHit(first) };
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

describe("random writes", () => {
  before(makeSite);

  it("leave no kept answer that executing it anew would not give", async (t) => {
    const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = WRITES } = readPropertyRuns();
    t.diagnostic(`COLOPHON_SEED=${seed}`);
    const chance = chanceFrom(seed);
    await eventually(
      async () => (await askAll()).every(({ status }) => status !== null) && isHit(await ask("{ site { title } }")),
      "answers are kept",
    );
    let hits = 0;
    for (let write = 0; write < numRuns; write += 1) {
      await askAll();
      const sent = await writeAtRandom(app.dataSource, chance, send);
      const found = await Promise.all(QUESTIONS.map((question) => isKeptRightly(question)));
      const wrong = QUESTIONS.filter((_, index) => !found[index]?.isRight);
      assert.deepEqual(wrong, [], `after ${sent} (COLOPHON_SEED=${seed})`);
      hits += found.filter(({ wasHit }) => wasHit).length;
    }
    assert.ok(hits > 0, "some answers were kept across writes");
  });
});

describe("a write", () => {
  it("evicts nothing where it only concerns a draft", async () => {
    const { id } = await make.post({ title: "Only a draft", state: "DRAFT", publishedAt: null });
    await eventually(async () => (await askAll()).every(isHit), "all answers are kept");
    for (const [name, more] of [
      ["updatePost", { title: "Still a draft", slug: "still-a-draft" }],
      ["trashPost", {}],
      ["restorePost", {}],
    ] as const) {
      const [row] = await app.dataSource.query("select version from post where id = $1", [id]);
      await send(name, { id: encodeGlobalId("Post", id), expectedVersion: row.version, ...more });
      const responses = await askAll();
      assert.deepEqual(
        QUESTIONS.filter((_, index) => !isHit(responses[index] ?? { status: null })),
        [],
      );
    }
  });
});
