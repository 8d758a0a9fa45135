// The mutation of the site: every field is stored, refusals are data, and what shows the site is read again after a change.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type GraphQLInputObjectType, isInputObjectType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { batches, importInto } from "../../intake/importers/import-fixture.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let token: string;

before(async () => {
  app = await startTestApp({ EXPOSE_CACHE_STATUS: "1", CACHE_BYTES: "33554432" });
  token = await app.tokenFor("ADMIN");
  const make = new Factories(app.dataSource);
  const terms = { tagIds: [await make.tag("kernel")], categoryIds: [await make.category("linux")] };
  const authorId = await make.author("lin");
  const series = { id: await make.series("books"), position: 1 };
  // New Year in Shanghai, at half past midnight.
  const published = { publishedAt: "2009-12-31T16:30:00Z", title: "Midnight" };
  await make.post({ slug: "midnight", ...published, ...terms, authorId, series });
});
after(() => app.close());

const ALL = `{ id title description url locale locales timeZone logo { ...I } icon { ...I } image { ...I }
  socialLinks { name url } postsPerPage hasFormulas version }`;
const IMAGE = "fragment I on Image { url alt width height }";

interface Payload {
  site: Record<string, unknown> | null;
  errors: { code: string; path: string[]; message: string }[];
}

const read = async () => (await app.query<{ site: Record<string, unknown> }>(`{ site ${ALL} } ${IMAGE}`)).site;
async function update(fields: Record<string, unknown>): Promise<Payload> {
  const input = { expectedVersion: (await read()).version, ...fields };
  const document = `mutation ($input: UpdateSiteInput!) { payload: updateSite(input: $input) {
    site ${ALL} errors { code message path ... on VersionConflict { actualVersion node { ... on Site { version } } } } } } ${IMAGE}`;
  return (await app.query<{ payload: Payload }>(document, { input }, { token })).payload;
}
const eventCount = async (): Promise<number> =>
  (await app.dataSource.query("select count(*)::integer as count from outbox_event where type = 'site.updated'"))[0]
    .count;

const image = (name: string) => ({ url: `https://example.org/${name}.png`, alt: name, width: 4, height: 3 });
/** A value of each field, and what the site then shows beside the field of the same name. */
const VALUES: Record<string, { value: unknown; shows?: Record<string, unknown> }> = {
  title: { value: "Loopback" },
  description: { value: "Notes on networks." },
  url: { value: "https://blog.example.org/notes/", shows: { url: "https://blog.example.org/notes" } },
  locale: { value: "zh-CN", shows: { locales: ["zh-CN"] } },
  locales: { value: ["en", "zh-CN"], shows: { locale: "en" } },
  timeZone: { value: "asia/shanghai", shows: { timeZone: "Asia/Shanghai" } },
  logo: { value: image("logo") },
  icon: { value: image("icon") },
  image: { value: image("image") },
  socialLinks: { value: [{ name: "微博", url: "https://weibo.example/me" }] },
  postsPerPage: { value: 25 },
  hasFormulas: { value: true },
};

describe("updateSite", () => {
  const type = createSchema().getType("UpdateSiteInput");
  assert.ok(isInputObjectType(type));
  const fields = Object.keys((type as GraphQLInputObjectType).getFields()).filter((name) => name !== "expectedVersion");

  it("has a value in this file for each field", () => assert.deepEqual(Object.keys(VALUES).sort(), fields.sort()));

  for (const [name, { value, shows = {} }] of Object.entries(VALUES)) {
    it(`stores ${name} alone, and changes nothing else`, async () => {
      const before = await read();
      const { site, errors } = await update({ [name]: value });
      assert.deepEqual(errors, []);
      const expected = { ...before, [name]: value, ...shows, version: Number(before.version) + 1 };
      assert.deepEqual(site, expected);
      assert.deepEqual(await read(), expected);
    });
  }

  it("clears what can be cleared, and keeps the main language", async () => {
    await update({ locales: ["en", "zh-CN"] });
    const cleared = { description: null, logo: null, icon: null, image: null };
    const { site } = await update({ ...cleared, locales: null, socialLinks: null, postsPerPage: null });
    const { description, logo, icon, locales, socialLinks, postsPerPage, image: picture } = site ?? {};
    assert.deepEqual(
      [description, logo, icon, picture, locales, socialLinks, postsPerPage],
      [null, null, null, null, ["en"], [], 10],
    );
  });

  it("makes a language of the list the main one, or replaces the main one", async () => {
    await update({ locales: ["en", "zh-CN", "fr"] });
    assert.deepEqual((await update({ locale: "fr" })).site?.locales, ["fr", "en", "zh-CN"]);
    assert.deepEqual((await update({ locale: "de" })).site?.locales, ["de", "en", "zh-CN"]);
    assert.deepEqual((await update({ locales: ["en", "de"], locale: "de" })).site?.locales, ["de", "en"]);
  });

  it("writes nothing if nothing changes", async () => {
    const { version, ...same } = await read();
    const count = await eventCount();
    const { title, url, timeZone, locales, socialLinks } = same;
    const { site, errors } = await update({ title, url, timeZone, locales, socialLinks });
    assert.deepEqual([errors, site?.version, await eventCount()], [[], version, count]);
  });

  it("refuses another version than the current one, and gives the current site", async () => {
    const { version } = await read();
    const { site, errors } = await update({ expectedVersion: Number(version) - 1, title: "Stale" });
    const message = `Expected version ${Number(version) - 1} of the site, but it is at version ${version}.`;
    const conflict = { actualVersion: version, node: { version } };
    assert.equal(site, null);
    assert.deepEqual(errors, [{ code: "VERSION_CONFLICT", message, path: ["input", "expectedVersion"], ...conflict }]);
  });

  it("names everything that is wrong at once, and changes nothing", async () => {
    const [before, count] = [await read(), await eventCount()];
    const wrong: [string, unknown, ...string[]][] = [
      ["title", " "],
      ["title", null],
      ["description", "x".repeat(5_001)],
      ["url", "javascript:alert(1)"],
      ["url", "https://example.org/?page=1"],
      ["url", null],
      ["locale", "!"],
      ["locale", null],
      ["locales", ["en", "!"], "1"],
      ["locales", ["en", "en"], "1"],
      ["timeZone", "Mars/Olympus"],
      ["timeZone", null],
      ["logo", { ...image("x"), url: "javascript:alert(1)" }, "url"],
      ["icon", { ...image("x"), width: 0 }, "width"],
      ["image", { alt: "no address" }, "url"],
      ["socialLinks", [{ name: " ", url: "https://a.example" }], "0", "name"],
      ["socialLinks", [{ name: "a", url: "javascript:alert(1)" }], "0", "url"],
      ["socialLinks", [{ name: "a", url: "/me" }], "0", "url"],
      ["postsPerPage", 0],
      ["postsPerPage", 101],
    ];
    for (const [name, value, ...path] of wrong) {
      const { site, errors } = await update({ [name]: value });
      assert.equal(site, null, name);
      assert.deepEqual(
        errors.map((error) => [error.code, error.path]),
        [["INVALID", ["input", name, ...path]]],
        JSON.stringify(value),
      );
    }
    const both = await update({ title: "", postsPerPage: 0 });
    assert.deepEqual(
      both.errors.map((error) => error.path),
      [
        ["input", "title"],
        ["input", "postsPerPage"],
      ],
    );
    assert.deepEqual([await read(), await eventCount()], [before, count]);
  });
});

/** Queries whose responses show a field of the site, or count by it. */
const DEPENDENT: [field: string, query: string, values: [unknown, unknown]][] = [
  ["title", "{ site { title } }", ["One", "Two"]],
  ["locale", "{ site { locale locales } }", ["en", "fr"]],
  ["timeZone", "{ archive { year } }", ["UTC", "Asia/Shanghai"]],
  ["timeZone", '{ search(query: "midnight") { facets { years { year } } } }', ["UTC", "Asia/Shanghai"]],
  ...[
    "{ posts { nodes { url } } }",
    '{ post(slug: "midnight") { seo { canonicalUrl } } }',
    "{ categories { nodes { url } } }",
    "{ tags { nodes { url } } }",
    "{ authors { nodes { url } } }",
    "{ allSeries { nodes { url } } }",
    '{ resolvePath(path: "/posts/midnight") { ... on Routable { url } } }',
  ].map((query): [string, string, [unknown, unknown]] => [
    "url",
    query,
    ["https://one.example", "https://two.example"],
  ]),
];

describe("a cached response", () => {
  const send = async (query: string) => {
    const response = await fetch(`${app.url}/graphql?${new URLSearchParams({ query })}`);
    return { text: await response.text(), status: response.headers.get("cache-status") };
  };

  /** On a slow machine the process may be out of sync with the events of others for a moment, and then bypasses its cache. */
  const fillCache = (query: string) =>
    eventually(async () => /hit/.test((await send(query)).status ?? ""), `${query} is cached`);

  for (const [field, query, [first, second]] of DEPENDENT) {
    it(`${query} is not served after a change of ${field}`, async () => {
      await update({ [field]: first });
      await fillCache(query);
      const before = await send(query);
      await update({ [field]: second });
      const changed = await send(query);
      assert.doesNotMatch(changed.status ?? "", /hit/);
      assert.notEqual(changed.text, before.text);
    });
  }

  it("that does not show the site stays", async () => {
    const query = "{ posts { nodes { title } } }";
    await fillCache(query);
    await update({ title: "Three" });
    const { status } = await send(query);
    assert.doesNotMatch(status ?? "", /stored/);
  });
});

it("an import fills in what nobody has set, and nothing else", async () => {
  await app.dataSource.query("update site set set_fields = '{}', title = 'Colophon', time_zone = 'UTC', version = 7");
  await update({ title: "The owner's" });
  const site = {
    title: "Imported",
    description: "Old notes.",
    url: "https://old.example",
    locale: null,
    timeZone: null,
  };
  await importInto(app.dataSource, batches({ kind: "site", site }));
  const first = await read();
  assert.deepEqual(
    [first.title, first.description, first.url, first.timeZone, first.version],
    ["The owner's", "Old notes.", "https://old.example", "UTC", 9],
  );
  const later = { ...site, url: "https://later.example", timeZone: "Asia/Shanghai" };
  await importInto(app.dataSource, batches({ kind: "site", site: later }));
  const { url, timeZone } = await read();
  assert.deepEqual([url, timeZone], ["https://old.example", "Asia/Shanghai"]);
});
