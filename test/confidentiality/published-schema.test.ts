// Defence in depth: anonymous reads run on a schema without hidden rows and private tables, so that a statement without a visibility
// predicate finds nothing hidden. A new table is in neither list, so the test asks for a decision.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { buildTestSite } from "../graph/test-site.js";
import { graphqlRequest, type SpiedApp, startSpiedApp } from "./spied-app.js";

/** Tables that no anonymous request reads. */
const PRIVATE_TABLES = [
  "api_token",
  "asset_upload",
  "change_state",
  "ended_page_working_copy",
  "ended_working_copy",
  "idempotency_key",
  "import_item",
  "instance_secret",
  "migration",
  "outbox_event",
  "outbox_position",
  "page_revision",
  "page_working_copy",
  "pending_appearance",
  "purge_position",
  "revision",
  "studio_link",
  "studio_session",
  "webhook",
  "webhook_delivery",
  "working_copy",
];

let app: SpiedApp;
before(async () => {
  app = await startSpiedApp();
  await buildTestSite(app.dataSource, { scale: 1 });
});
after(() => app.close());

const idsOf = async (query: Promise<{ id: string }[]>): Promise<string[]> => (await query).map(({ id }) => id).sort();

it("every table of the database has a published view or is in the list of private tables", async () => {
  const names = async (kind: string, schema: string): Promise<string[]> => {
    const rows: { name: string }[] = await app.dataSource.query(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relkind = $2 order by 1`,
      [schema, kind],
    );
    return rows.map(({ name }) => name);
  };
  const [tables, views] = await Promise.all([names("r", "public"), names("v", "published")]);
  const message = "Create a published view of the new table in its migration, or add the table to PRIVATE_TABLES.";
  assert.deepEqual([...views, ...PRIVATE_TABLES].sort(), tables, message);
});

it("a statement without a visibility predicate finds no hidden post", async () => {
  const visible = "select id from post where state = 'PUBLISHED' and published_at <= now()";
  const expected = await idsOf(app.dataSource.query(visible));
  assert.deepEqual(await idsOf(app.platform.publicReads.query("select id from post")), expected);
  assert.equal(expected.length, 12);
  for (const table of [
    "post_body",
    "post_author",
    "post_tag",
    "post_category",
    "category_listing",
    "post_link",
    "series_entry",
  ]) {
    const rows = await idsOf(app.platform.publicReads.query(`select distinct post_id as id from ${table}`));
    assert.deepEqual(rows, expected, table);
  }
});

it("a statement without a visibility predicate finds no hidden page", async () => {
  const expected = await idsOf(
    app.dataSource.query("select id from page where state = 'PUBLISHED' and published_at <= now()"),
  );
  assert.ok(expected.length > 2);
  assert.deepEqual(await idsOf(app.platform.publicReads.query("select id from page")), expected);
  assert.deepEqual(await idsOf(app.platform.publicReads.query("select page_id as id from page_body")), expected);
});

it("the published schema has no terms that only hidden posts use, and no former paths of hidden objects", async () => {
  const { publicReads } = app.platform;
  for (const table of ["tag", "author", "series"]) {
    const rows = await publicReads.query<{ slug: string }>(`select slug from ${table}`);
    assert.ok(rows.length > 2, table);
    assert.deepEqual(
      rows.filter(({ slug }) => slug.includes("hidden")),
      [],
    );
  }
  const paths = await publicReads.query<{ path: string }>("select path from path_alias");
  assert.ok(paths.length > 20);
  assert.deepEqual(
    paths.filter(({ path }) => /hidden|draft|scheduled|trashed/.test(path)),
    [],
  );
});

it("the published schema has no private tables", async () => {
  for (const table of PRIVATE_TABLES) {
    await assert.rejects(app.platform.publicReads.query(`select * from ${table}`), { code: "42P01" }, table);
  }
});

it("a failing visibility check gives an error and no data", async () => {
  await app.dataSource.query("alter view published.post rename to away");
  try {
    const { data, errors } = JSON.parse(
      (await app.request(graphqlRequest(`{ posts { nodes { title } } post(slug: "post-0-0") { title } }`))).body,
    );
    assert.deepEqual([data, errors[0].extensions.code], [null, "INTERNAL_SERVER_ERROR"]);
  } finally {
    await app.dataSource.query("alter view published.away rename to post");
  }
});
