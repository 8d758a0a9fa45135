// Traces as a collector receives them: each request is one trace, from the client's span to the statements, without documents, variables
// and bound values.
import "reflect-metadata";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { after, before, it } from "node:test";
import { statementName } from "../../../src/platform/db/monitoring/statement-timings.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const CANARY = "canary-of-the-trace";

let collector: Server;
let app: TestApp;
let isClosed = false;
const paths: string[] = [];
let received = "";
const spans: Span[] = [];

before(async () => {
  collector = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.once("end", () => {
      paths.push(`${request.method} ${request.url}`);
      received += body;
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      response.setHeader("content-type", "application/json").end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const address = collector.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_SERVICE_NAME: "the-blog" });
  const make = new Factories(app.dataSource);
  await make.post({ authorId: await make.author() });
});
after(async () => {
  if (!isClosed) await app.close();
  collector.close();
});

const attributeOf = (span: Span, key: string) => {
  const value = span.attributes.find((attribute) => attribute.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};
const childrenOf = ({ spanId }: Span): Span[] => spans.filter(({ parentSpanId }) => parentSpanId === spanId);

it("exports a request, its operation and its statements as one trace below the client's span", async () => {
  const headers = { traceparent: `00-${TRACE}-${PARENT}-01` };
  const query =
    "query Traced($slug: String!) { post(slug: $slug) { title } posts(first: 1) { nodes { title author { name } } } }";
  await app.query(query, { slug: CANARY }, { headers });
  const token = await app.tokenFor("EDITOR");
  const mutation = 'mutation Written { createTag(input: { name: "Traced" }) { tag { id } } }';
  await app.query(mutation, {}, { token });
  // Closing exports the remaining spans.
  await app.close();
  isClosed = true;

  assert.ok(paths.every((path) => path === "POST /v1/traces"));
  assert.ok(received.includes('"the-blog"'));
  const [request] = spans.filter(({ traceId, name }) => traceId === TRACE && name === "POST /graphql");
  assert.ok(request !== undefined);
  assert.equal(request.parentSpanId, PARENT);
  assert.equal(attributeOf(request, "http.response.status_code"), 200);
  const operation = childrenOf(request).find(({ name }) => name === "query Traced");
  assert.ok(operation !== undefined, spans.map(({ name }) => name).join());
  assert.equal(attributeOf(operation, "graphql.operation.name"), "Traced");
  const statements = childrenOf(operation);
  // The process also loads reference data for its cache, which is not counted as a statement of the operation.
  assert.ok(statements.length >= Number(attributeOf(operation, "colophon.sql.statements")));
  assert.ok(statements.length >= 2);
  for (const statement of statements) {
    const text = String(attributeOf(statement, "db.query.text"));
    assert.match(text, /^(?:\/\* [^*]+ \*\/)?\s*select /i);
    assert.equal(statement.name, attributeOf(statement, "db.query.summary"));
    assert.equal(statement.name, statementName(text));
  }
  const written = spans.find(({ name }) => name === "mutation Written");
  assert.ok(written !== undefined && childrenOf(written).some(({ name }) => name === "transaction"));
  assert.ok(!received.includes(CANARY));
});
