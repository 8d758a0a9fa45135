// Terms are cached between requests. Only the number of statements shows it: a write is visible to the next request in the same
// process, and soon in other processes.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startApp } from "../../../src/app/app.js";
import { createContext } from "../../../src/identity/context.js";
import { loadConfig } from "../../../src/platform/config/config.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { withVersion } from "../../support/current-version.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

const TERMS = `{ posts(first: 1) { nodes { author { name } categories { name slugPath ancestors { path } parent { path } } tags { name slug } } }
  categories(filter: { isRoot: true }) { totalCount nodes { slugPath children { path name } } edges { cursor } } category(slugPath: "root") { name } }`;

let app: TestApp;
let token: string;
const ids: Record<string, string> = {};

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "0" });
  token = await app.tokenFor("ADMIN");
  const make = new Factories(app.dataSource);
  const root = await make.category("root");
  const leaf = await make.category("leaf", root);
  const [author, tag, other] = [await make.author("first"), await make.tag("first"), await make.tag("other")];
  await make.post({ authorId: author, tagIds: [tag], categoryIds: [leaf] });
  for (const [name, type, id] of [
    ["root", "Category", root],
    ["leaf", "Category", leaf],
    ["author", "Author", author],
    ["tag", "Tag", tag],
    ["other", "Tag", other],
  ] as const)
    ids[name] = encodeGlobalId(type, id);
});
after(() => app.close());

const areCached = async () => (await app.send(TERMS)).extensions?.sql.statements === 1;
const untilCached = () => eventually(areCached, "cached terms");

const mutate = async (name: string, input: { id?: string | undefined } & Record<string, unknown>) =>
  app.query(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code } } }`,
    { input: /^(?:update|move)/.test(name) ? await withVersion(app, input) : input },
    { token },
  );

const names = (value: unknown): string => JSON.stringify(value);

describe("terms", () => {
  it("cached terms take no statement", untilCached);

  for (const [name, input, seen] of [
    ["updateCategory", () => ({ id: ids.leaf, name: "Renamed leaf" }), "Renamed leaf"],
    ["updateCategory", () => ({ id: ids.root, name: "Renamed root" }), "Renamed root"],
    ["createCategory", () => ({ name: "Newcomer" }), "newcomer"],
    ["updateTag", () => ({ id: ids.tag, name: "Renamed tag" }), "Renamed tag"],
    ["updateAuthor", () => ({ id: ids.author, name: "Renamed author" }), "Renamed author"],
    ["mergeTags", () => ({ sourceId: ids.tag, targetId: ids.other }), '"name":"other"'],
    ["moveCategory", () => ({ id: ids.leaf, parentId: null }), '"slugPath":"leaf"'],
  ] as const) {
    it(`terms are read as ${name} has left them by the next request`, async () => {
      await untilCached();
      assert.ok(!names(await app.query(TERMS)).includes(seen));
      await mutate(name, input());
      assert.ok(names(await app.query(TERMS)).includes(seen));
      await untilCached();
      assert.ok(names(await app.query(TERMS)).includes(seen));
    });
  }

  it("terms are not cached if a write changes them while they are read", async () => {
    for (let i = 0; i < 6; i += 1) {
      const name = `Number ${i}`;
      const reads = Array.from({ length: 4 }, () => app.query(TERMS));
      await mutate("updateCategory", { id: ids.leaf, name });
      assert.ok(names(await app.query(TERMS)).includes(name), name);
      await Promise.all(reads);
      assert.ok(names(await app.query(TERMS)).includes(name), name);
    }
  });

  it("a request that reads a snapshot does not use cached terms", () => {
    const platform = { publicReads: null, referenceData: "cached", responseBytes: { anonymous: 0 } };
    const reads = { query: async () => [] };
    const context = (more: unknown[]) =>
      Reflect.apply(createContext, null, [platform, undefined, ...more]) as ReturnType<typeof createContext>;
    assert.equal(context([reads]).referenceData, null);
    assert.equal(context([]).referenceData, "cached");
  });
});

describe("terms in another process", () => {
  it("terms in another process are soon up to date, after any number of writes", async () => {
    const limits = { poolSize: 3, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
    const source = createDataSource({ url: app.databaseUrl, ...limits }, { entities: [], migrations: [] });
    await source.initialize();
    const config = loadConfig({ DATABASE_URL: app.databaseUrl, PORT: "0", LOG_LEVEL: "silent", CACHE_BYTES: "0" });
    const other = await startApp(config, source, createLog("silent"));
    const ask = async () => {
      const body = JSON.stringify({ query: TERMS });
      const headers = { "content-type": "application/json" };
      return (await fetch(`${other.url}/graphql`, { method: "POST", headers, body })).text();
    };
    try {
      for (let i = 0; i < 4; i += 1) {
        await ask();
        await mutate("updateCategory", { id: ids.leaf, name: `Told ${i}` });
        await eventually(async () => (await ask()).includes(`Told ${i}`), `the name Told ${i}`);
      }
    } finally {
      await other.close();
      await source.destroy();
    }
  });
});
