// The list of redirects: the contract of connections, with and without a prefix, and what a prefix selects.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { type ConnectionSubject, connectionContract } from "../../contracts/connection.contract.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
/** Sends everything as an editor. */
let editors: TestApp;
let stored: { id: string; path: string }[];

const PATHS = [
  ...Array.from({ length: 13 }, (_, i) => `/2019/${i}/post`),
  ...["/2019", "/20190", "/2019x/a", "/café", "/指南/a", "/指南/b", "/2018/a"],
];

before(async () => {
  app = await startTestApp();
  const token = await app.tokenFor("EDITOR");
  editors = { ...app, send: (query, variables) => app.send(query, variables, { token }) };
  const make = new Factories(app.dataSource);
  const category = encodeGlobalId("Category", await make.category("target"));
  const mutation = "mutation ($i: CreateRedirectInput!) { createRedirect(input: $i) { errors { message } } }";
  for (const [index, from] of PATHS.entries()) {
    const to = index % 2 === 0 ? { to: "https://elsewhere.example/" } : { targetId: category };
    await editors.send(mutation, { i: { from, ...to } });
  }
  // Former paths of objects, of which two share a path, and one of an object that no longer exists.
  await make.post({ slug: "one", formerPaths: ["/2019/shared", "/2019/own"] });
  await make.post({ slug: "two", formerPaths: ["/2019/shared"] });
  await app.dataSource.query(
    "insert into path_alias (path, kind, target_id) values ('/2019/gone', 'tag', gen_random_uuid())",
  );
  stored = await app.dataSource.query("select id, path from path_alias where path <> '/2019/gone'");
});
after(() => app.close());

const byCodePoint = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
const idsOf = (prefix: string): string[] =>
  stored
    .filter(({ path }) => path.startsWith(prefix))
    .sort((one, other) => byCodePoint(one.path, other.path) || byCodePoint(one.id, other.id))
    .map(({ id }) => encodeGlobalId("StoredRedirect", id));

function subject(prefix: string | null): ConnectionSubject {
  const given = prefix === null ? "" : `pathPrefix: ${JSON.stringify(prefix)}, `;
  return {
    name: `Query.redirects(${given})`,
    app: () => editors,
    document: (variables, paging, selection) => `query(${variables}) { redirects(${given}${paging}) ${selection} }`,
    path: ["redirects"],
    ids: () => idsOf(prefix ?? "/"),
    scope: () => ({ list: "Query.redirects", order: "FROM ASC", filter: prefix ?? "" }),
    keys: ["text", "uuid"],
  };
}

for (const prefix of [null, "/2019/"]) {
  const list = subject(prefix);
  describe(list.name, { concurrency: false }, () => connectionContract(list));
}

async function fromOf(pathPrefix: string): Promise<string[]> {
  const query = "query ($p: String) { redirects(pathPrefix: $p, first: 100) { nodes { from } } }";
  const { data } = await editors.send<{ redirects: { nodes: { from: string }[] } }>(query, { p: pathPrefix });
  return data.redirects.nodes.map(({ from }) => from);
}

it("a prefix is read as a path is, and selects whole names only if it ends in a slash", async () => {
  assert.deepEqual(await fromOf("/%E6%8C%87%E5%8D%97/"), ["/指南/a", "/指南/b"]);
  assert.deepEqual(await fromOf("CAFE\u0301"), ["/café"]);
  assert.deepEqual(await fromOf("/2018"), ["/2018/a"]);
  assert.equal((await fromOf("/2019/")).length, 16);
  assert.equal((await fromOf("/2019")).length, 19);
  assert.deepEqual(await fromOf("/%"), []);
  assert.deepEqual(await fromOf("/_019"), []);
  assert.equal((await fromOf("")).length, stored.length);
});

it("a prefix that cannot begin a path is rejected", async () => {
  for (const prefix of ["/%00", "/".padEnd(3_000, "x")]) {
    const { errors } = await editors.send("query ($p: String) { redirects(pathPrefix: $p) { totalCount } }", {
      p: prefix,
    });
    assert.equal(errors?.[0]?.extensions.reason, "VALUE_OUT_OF_RANGE", prefix.slice(0, 10));
  }
});
