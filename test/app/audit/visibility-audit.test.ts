// The visibility audit: it finds nothing in a correct database, and finds each planted leak: a view that shows drafts, and ids, slugs and
// words of hidden objects in responses.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { buildSchema, isObjectType, parse, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import { Evidence } from "../../../src/app/audit/evidence.js";
import { schemaWalks } from "../../../src/app/audit/schema-walk.js";
import { type AuditReport, auditVisibility } from "../../../src/app/audit/visibility-audit.js";
import { createSchema } from "../../../src/app/schema.js";
import { auditReportLines } from "../../../src/cli/audit-visibility.command.js";
import { type SpiedApp, startSpiedApp } from "../../confidentiality/spied-app.js";
import { buildTestSite } from "../../graph/test-site.js";

const schema = createSchema();
let app: SpiedApp;

before(async () => {
  app = await startSpiedApp();
  await buildTestSite(app.dataSource, { scale: 1 });
});
after(() => app.close());

/** Without a limit that a slow machine could reach. */
const audit = (limits: { maxSeconds?: number; maxQueries?: number } = {}): Promise<AuditReport> =>
  auditVisibility(app.platform, schema, {
    maxSeconds: 3_600,
    maxQueries: 20_000,
    onProgress: () => undefined,
    ...limits,
  });

it("generates valid queries that together select every field that leads to an object", () => {
  const selected = new Set<string>();
  for (const { document } of schemaWalks(schema)) {
    const parsed = parse(document);
    assert.deepEqual(validate(schema, parsed), [], document);
    const info = new TypeInfo(schema);
    const enter = () => void selected.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`);
    visit(parsed, visitWithTypeInfo(info, { Field: { enter } }));
  }
  const types = Object.values(schema.getTypeMap()).filter((type) =>
    [...selected].some((field) => field.startsWith(`${type.name}.`)),
  );
  const fields = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => `${type.name}.${field.name}`));
  assert.deepEqual(
    fields.filter((field) => !selected.has(field)),
    [],
  );
  for (const field of ["Post.related", "Body.links", "Link.target", "SeriesEntry.next", "Redirect.to"]) {
    assert.ok(selected.has(field), field);
  }
});

it("finds nothing in a database whose views show published content only", async () => {
  const report = await audit();
  assert.deepEqual(report.sightings, []);
  // The generated site has 6 hidden posts, 6 hidden terms, 6 hidden pages and 2 hidden assets, and of its hidden comments some are looked for.
  assert.equal(report.hiddenObjects, 30);
  assert.equal(report.sent, report.planned);
  assert.ok(report.sent > 500);
  assert.equal(report.failed, 0);
});

it("stops at its limits and reports how many queries it did not send", async () => {
  const few = await audit({ maxQueries: 7 });
  assert.equal(few.sent, 7);
  assert.match(
    auditReportLines(few)[0] ?? "",
    /7 queries, 0 sightings\. \d+ of \d+ queries were not sent because of the limits\./,
  );
});

it("counts queries that failed, which prove nothing", async () => {
  await app.dataSource.query("alter view published.tag rename to hidden_tag");
  try {
    const report = await audit({ maxQueries: 500 });
    assert.ok(report.failed > 0);
    assert.match(auditReportLines(report).join("\n"), /\d+ queries failed/);
  } finally {
    await app.dataSource.query("alter view published.hidden_tag rename to tag");
  }
});

it("finds drafts that a defective view shows", async () => {
  const [{ definition }] = await app.dataSource.query("select pg_get_viewdef('published.post') as definition");
  // The view presents every post as published.
  const leaky = definition
    // Later versions of PostgreSQL omit the alias.
    .replace(/\b(?:t\.)?visible_from\b(?!\s*<=)/, "least(t.visible_from, t.created_at) as visible_from")
    .replace(/where[^;]*/i, "");
  await app.dataSource.query(`create or replace view published.post as ${leaky}`);
  try {
    const { sightings } = await audit();
    const posts = sightings.filter(({ object }) => object.kind === "post").map(({ object }) => object.slug);
    assert.deepEqual(posts.sort(), ["draft-0", "draft-1", "scheduled-0", "scheduled-1", "trashed-0", "trashed-1"]);
    assert.match(
      auditReportLines({ hiddenObjects: 12, planned: 1, sent: 1, failed: 0, sightings }).join("\n"),
      /- post draft-0 \(/,
    );
  } finally {
    await app.dataSource.query(`create or replace view published.post as ${definition}`);
  }
});

it("recognises hidden objects by ids, also inside cursors, by slugs and by words, except texts of the request", () => {
  const uuid = "0b8a6f5e-1111-4222-8333-444455556666";
  const object = {
    kind: "post",
    uuid,
    globalId: "AQuKb14REUIigzNERFVVZmY",
    slug: "secret-plan",
    name: "Merger with Initech",
    paths: ["/posts/secret-plan"],
  } as const;
  const evidence = new Evidence([{ ...object, paths: [...object.paths] }]);
  const seen = (data: unknown, asked = "") => evidence.sightings({ data }, asked).size;
  const cursor = Buffer.from(`0123456789abcdef["2024-01-01","${uuid}"]`).toString("base64url");
  for (const data of [
    { id: object.globalId },
    { cursor },
    { text: "the INITECH deal" },
    { url: "https://x.example/posts/secret-plan?a" },
  ]) {
    assert.equal(seen(data), 1, JSON.stringify(data));
  }
  assert.equal(seen({ message: "No post secret-plan." }, `{ post(slug: "secret-plan") { id } }`), 0);
  assert.equal(seen({ id: object.globalId }, object.globalId), 1);
  evidence.discount("Everybody knows of Initech.");
  assert.equal(seen({ text: "the Initech deal" }), 0);
});

it("generates queries for any schema", () => {
  const other = buildSchema(
    "type Query { ship(name: String!): Ship fleet: [Ship!]! } type Ship { id: ID! captain: Captain } type Captain { id: ID! }",
  );
  assert.deepEqual(
    schemaWalks(other).map(({ document }) => document),
    [
      "query { fleet { __typename id } }",
      "query ($name: String!) { ship(name: $name) { __typename id } }",
      "query { fleet { captain { __typename id } } }",
    ],
  );
});
