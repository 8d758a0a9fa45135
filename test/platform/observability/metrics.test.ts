// Monitoring of the service: metrics in the format of Prometheus, and log lines for operations that were slow or failed. Neither contains
// variables or documents.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { statementName } from "../../../src/platform/db/monitoring/statement-timings.js";
import { createOperationRecord } from "../../../src/platform/observability/operations.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { readEnvironment } from "../../support/environment.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

const TOKEN = "a-token-of-the-test";
const SECRET = "canary-in-a-variable";

let app: TestApp;
const lines: string[] = [];
const log = pino({ level: "debug" }, { write: (line) => void lines.push(line) });

before(async () => {
  app = await startTestApp({ METRICS_PORT: "0", METRICS_TOKEN: TOKEN, SLOW_OPERATION_MS: "1" }, log);
  const make = new Factories(app.dataSource);
  const author = await make.author();
  for (let index = 0; index < 3; index += 1) await make.post({ authorId: author });
});
after(() => app.close());

const page = async (): Promise<string> => (await fetch(`${app.operationsUrl}/metrics`)).text();

/** The value of a series; 0 if there is none. */
async function seriesValue(series: string): Promise<number> {
  const line = (await page()).split("\n").find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

/** The statements of all names together. */
async function countedStatements(): Promise<number> {
  const counts = (await page()).matchAll(/^colophon_sql_duration_seconds_count\{statement="[^"]+"\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe("metrics", () => {
  it("are rendered in the format of Prometheus, together with those of the process", async () => {
    const response = await fetch(`${app.operationsUrl}/metrics`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of text.split("\n").filter((each) => each !== "")) {
      assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="[^"]*",?)+\})? (?:[\d.e+-]+|Nan))$/, line);
    }
    assert.match(text, /^process_cpu_seconds_total /m);
    assert.match(text, /^nodejs_eventloop_lag_seconds /m);
    assert.match(text, /^colophon_pool_connections\{pool="published",state="idle"\} \d+$/m);
    assert.match(text, /^colophon_event_loop_utilisation_ratio [\d.e-]+$/m);
  });

  it("count operations, statements and loaded keys by name", async () => {
    const operation = "CountedHere";
    const count = `colophon_operation_duration_seconds_count{operation="${operation}"}`;
    assert.equal(await seriesValue(count), 0);
    const loads = await seriesValue('colophon_loader_duration_seconds_count{loader="authorOfPost"}');
    const keys = await seriesValue('colophon_loader_keys_total{loader="authorOfPost"}');
    const reads = await countedStatements();
    // Different operations, because the response to a repeated one may come from the cache.
    for (let index = 0; index < 2; index += 1) {
      await app.query(`query ${operation} { posts(first: ${index + 1}) { nodes { title author { name } } } }`);
    }
    assert.equal(await seriesValue(count), 2);
    assert.equal(
      await seriesValue(`colophon_operation_duration_seconds_bucket{operation="${operation}",le="+Inf"}`),
      2,
    );
    const statements = await seriesValue(`colophon_operation_sql_statements_total{operation="${operation}"}`);
    assert.ok(statements >= 2, String(statements));
    assert.ok((await seriesValue(`colophon_operation_sql_seconds_total{operation="${operation}"}`)) > 0);
    assert.ok((await seriesValue('colophon_loader_duration_seconds_count{loader="authorOfPost"}')) > loads);
    assert.ok((await seriesValue('colophon_loader_keys_total{loader="authorOfPost"}')) > keys);
    assert.ok((await countedStatements()) >= reads + statements);
  });

  it("limit the number of operation names that clients can add", () => {
    const { observe, metrics } = createOperationRecord(pino({ level: "silent" }), 1_000);
    const report = { requestId: "1", milliseconds: 1, statements: 1, statementMilliseconds: 1, errors: [] };
    for (let index = 0; index < 1_000; index += 1) observe({ ...report, operation: `Name${index}` });
    const [durations] = metrics;
    assert.ok(durations?.kind === "histogram");
    const counts = new Map([...durations.read()].map(([{ operation }, { count }]) => [operation, count]));
    assert.equal(counts.size, 201);
    assert.equal(counts.get("Name0"), 1);
    assert.equal(counts.get("other"), 800);
  });

  it("count errors by code and responses by status", async () => {
    const errors = await seriesValue('colophon_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}');
    const notFound = await seriesValue('colophon_http_request_duration_seconds_count{route="other",status="404"}');
    await app.send("{ nothing }");
    await fetch(`${app.url}/nothing`);
    assert.equal(await seriesValue('colophon_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}'), errors + 1);
    assert.equal(
      await seriesValue('colophon_http_request_duration_seconds_count{route="other",status="404"}'),
      notFound + 1,
    );
  });

  it("count a request for a document in the path as GraphQL, not as a file of the playground", async () => {
    const refused = 'colophon_http_request_duration_seconds_count{route="graphql",status="404"}';
    const before = await seriesValue(refused);
    const { status } = await fetch(`${app.url}/graphql/documents/unknown`, {
      headers: { accept: "application/graphql-response+json" },
    });
    assert.equal(status, 404);
    assert.equal(await seriesValue(refused), before + 1);
  });

  it("count cache hits", async (t) => {
    const ask = () => app.query("query Cached { authors(first: 7) { nodes { name } } }");
    if (!readEnvironment().isCacheEnabled) return t.diagnostic("The response cache is off in this run.");
    const hits = await seriesValue('colophon_response_cache_requests_total{outcome="hit"}');
    await ask();
    await eventually(async () => {
      await ask();
      return (await seriesValue('colophon_response_cache_requests_total{outcome="hit"}')) > hits;
    }, "a response comes from the cache");
  });

  it("are served on the public port only to requests with the token", async () => {
    const ask = (headers: Record<string, string>) => fetch(`${app.url}/metrics`, { headers });
    assert.equal((await ask({})).status, 401);
    assert.equal((await ask({ authorization: `Bearer ${TOKEN}x` })).status, 401);
    const response = await ask({ authorization: `Bearer ${TOKEN}` });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /^colophon_operation_duration_seconds_count/m);
  });

  it("are served on a separate port together with health checks only", async () => {
    const status = async (path: string, method = "GET") =>
      (await fetch(`${app.operationsUrl}${path}`, { method })).status;
    assert.equal(await status("/livez"), 200);
    assert.equal(await status("/readyz"), 200);
    assert.equal(await status("/graphql"), 404);
    assert.equal(await status("/metrics", "POST"), 405);
  });
});

it("/readyz lists the checks of readiness", async () => {
  const response = await fetch(`${app.url}/readyz`);
  assert.deepEqual(await response.json(), {
    status: "ready",
    checks: { database: "ok", migrations: "ok", eventLoop: "ok" },
  });
});

it("logs a slow operation with its request id and number of statements, but without variables", async () => {
  const headers = { "x-request-id": "request-of-the-slow" };
  await app.send(`query SlowOne($slug: String!) { post(slug: $slug) { title } }`, { slug: SECRET }, { headers });
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const slow = logged.find(({ msg, operation }) => msg === "An operation was slow." && operation === "SlowOne");
  assert.equal(slow?.requestId, "request-of-the-slow");
  // One look-up among present slugs and one among former slugs.
  assert.equal(slow?.statements, 2);
  assert.equal(typeof slow?.durationMs, "number");
  assert.ok(!lines.join("").includes(SECRET));
  assert.ok(!(await page()).includes(SECRET));
});

it("logs a failed operation with the error id that its client received", async () => {
  await app.dataSource.query("drop view published.site cascade");
  const headers = { "x-request-id": "request-of-the-fault" };
  const { errors } = await app.send("query Faulty { site { title } }", {}, { headers });
  const errorId = errors?.[0]?.extensions.errorId;
  assert.equal(typeof errorId, "string");
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const failed = logged.find(({ msg }) => msg === "An operation failed.");
  assert.deepEqual(
    [failed?.requestId, failed?.operation, failed?.errorIds],
    [headers["x-request-id"], "Faulty", [errorId]],
  );
  assert.ok(logged.some((line) => line.errorId === errorId && line.err !== undefined));
});

it("names a statement by the comment that opens it", () => {
  const names: [string, string][] = [
    ["/* Category.posts */ select 1", "Category.posts"],
    ["\n  /* Post.update lock */\n select 1 /* not this */ from post", "Post.update lock"],
    ["select 1 /* Category.posts */", "unnamed"],
    ["select 1", "unnamed"],
    ["/**/ select 1", "unnamed"],
  ];
  for (const [text, name] of names) assert.equal(statementName(text), name, text);
});
