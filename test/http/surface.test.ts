// The port besides GraphQL: health checks, the root, unknown paths, and the headers of every response.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTinyApp, type TinyApp } from "./tiny-app.js";

const ORIGIN = "https://blog.example";
const QUERY = { method: "POST", body: '{"query":"{ requestId }"}' };
const JSON_TYPE = { "content-type": "application/json" };

describe("the HTTP surface", () => {
  let app: TinyApp;
  let isReady: () => Promise<boolean> = async () => true;
  before(async () => {
    app = await startTinyApp({ corsOrigins: [ORIGIN], checkReadiness: async () => ({ database: await isReady() }) });
  });
  after(() => app.close());

  it("reports liveness while it is not ready", async () => {
    isReady = async () => false;
    const response = await fetch(`${app.url}/livez`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: "alive" });
  });

  it("reports readiness if its check succeeds", async () => {
    isReady = async () => true;
    const response = await fetch(`${app.url}/readyz`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: "ready", checks: { database: "ok" } });
  });

  for (const [name, check, failed] of [
    ["is false", async () => false, "database"],
    ["rejects", () => Promise.reject(new Error("no database")), "checks"],
    ["never resolves", () => new Promise<boolean>(() => undefined), "inTime"],
  ] as const) {
    it(`does not report readiness if its check ${name}`, async () => {
      isReady = check;
      const response = await fetch(`${app.url}/readyz`);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.deepEqual(await response.json(), { status: "unavailable", checks: { [failed]: "failed" } });
    });
  }

  it("responds at the root with the path of the GraphQL endpoint", async () => {
    assert.deepEqual(await (await fetch(app.url)).json(), { service: "colophon", graphql: "/graphql" });
  });

  it("responds to /favicon.ico with 204", async () => {
    assert.equal((await fetch(`${app.url}/favicon.ico`)).status, 204);
  });

  for (const path of ["/nothing", "/graphql/", "/graphql/nothing", "/..%2f..%2fetc/passwd", "//graphql", "/LIVEZ"]) {
    it(`responds to ${path} with 404 in JSON`, async () => {
      const response = await fetch(`${app.url}${path}`);
      assert.equal(response.status, 404);
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      assert.equal(errors[0]?.extensions.code, "NOT_FOUND");
    });
  }

  it("allows GET and HEAD only for health checks", async () => {
    const response = await fetch(`${app.url}/livez`, { method: "POST", body: "x" });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  });

  it("responds to HEAD on every path, without a body", async () => {
    for (const path of ["/", "/livez", "/readyz", "/nothing"]) {
      assert.equal(await (await fetch(`${app.url}${path}`, { method: "HEAD" })).text(), "");
    }
  });

  for (const [name, path] of [
    ["a GraphQL response", "/graphql?query={__typename}"],
    ["the playground", "/graphql"],
    ["the page at the root", "/"],
    ["a page of the documentation", "/docs/errors"],
    ["a missing path", "/nothing"],
    ["a health check", "/livez"],
  ] as const) {
    it(`sends security headers with ${name}`, async () => {
      const { headers } = await fetch(`${app.url}${path}`, { headers: { accept: "text/html, */*" } });
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'/);
      assert.equal(headers.get("x-powered-by"), null);
      assert.equal(headers.get("server"), null);
    });
  }

  it("gives every request an id, the same in the response, the context and the log", async () => {
    const response = await fetch(`${app.url}/graphql`, { ...QUERY, headers: JSON_TYPE });
    const requestId = response.headers.get("x-request-id");
    assert.match(requestId ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(await response.json(), { data: { requestId } });
    assert.ok(
      app.logged.some((line) => line.requestId === requestId && line.status === 200 && line.path === "/graphql"),
    );
  });

  it("keeps the request id of a proxy, and replaces one that could forge a log line", async () => {
    const idFor = async (id: string) =>
      (await fetch(`${app.url}/livez`, { headers: { "x-request-id": id } })).headers.get("x-request-id");
    assert.equal(await idFor("edge-0123456789"), "edge-0123456789");
    assert.notEqual(await idFor('x","level":60,"a":"'), 'x","level":60,"a":"');
    assert.notEqual(await idFor("short"), "short");
  });

  it("keeps query strings out of the log", async () => {
    await fetch(`${app.url}/graphql?query={__typename}&token=secret`);
    assert.doesNotMatch(JSON.stringify(app.logged), /secret/);
  });

  it("allows a listed origin to read responses, without credentials", async () => {
    const { headers } = await fetch(`${app.url}/graphql`, { ...QUERY, headers: { ...JSON_TYPE, origin: ORIGIN } });
    assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
    assert.equal(headers.get("access-control-allow-credentials"), null);
    assert.match(headers.get("vary") ?? "", /Origin/);
  });

  it("allows a listed origin to read errors", async () => {
    const { status, headers } = await fetch(`${app.url}/graphql`, {
      ...QUERY,
      body: "{",
      headers: { ...JSON_TYPE, origin: ORIGIN },
    });
    assert.equal(status, 400);
    assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
  });

  it("accepts the preflight request of a listed origin", async () => {
    const response = await preflight(ORIGIN);
    assert.equal(response.status, 204);
    assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
    assert.match(response.headers.get("access-control-allow-headers") ?? "", /authorization/);
    assert.equal(response.headers.get("access-control-allow-methods"), "GET, POST, PUT");
    assert.equal(response.headers.get("content-length"), null);
  });

  it("lets pages of a listed origin send the headers of Apollo Client, tracing and fetch, and read those that clients need", async () => {
    const { headers } = await preflight(ORIGIN);
    const allowed = new Set((headers.get("access-control-allow-headers") ?? "").split(", "));
    for (const name of [
      ...["content-type", "authorization", "idempotency-key", "x-preview-token", "x-request-id", "if-none-match"],
      ...["apollographql-client-name", "apollographql-client-version", "apollo-require-preflight"],
      ...["x-apollo-operation-name", "x-apollo-operation-id", "traceparent", "tracestate", "baggage", "sentry-trace"],
      ...[
        "b3",
        "x-b3-traceid",
        "x-b3-spanid",
        "x-b3-sampled",
        "x-datadog-trace-id",
        "cache-control",
        "x-requested-with",
      ],
    ]) {
      assert.ok(allowed.has(name), name);
    }
    assert.ok(!allowed.has("*") && !allowed.has("cookie"));
    const sent = await fetch(`${app.url}/graphql`, { ...QUERY, headers: { ...JSON_TYPE, origin: ORIGIN } });
    const exposed = new Set((sent.headers.get("access-control-expose-headers") ?? "").split(", "));
    for (const name of ["x-request-id", "etag", "retry-after", "ratelimit", "ratelimit-policy", "cache-status"]) {
      assert.ok(exposed.has(name), name);
    }
  });

  for (const [name, further, expected] of [
    ["further headers", ["X-Tenant", "x-flag"], /, x-tenant, x-flag$/],
    ["every header", ["*"], /^\*, .*authorization/],
  ] as const) {
    it(`lets pages send ${name} by setting`, async () => {
      const own = await startTinyApp({ corsOrigins: [ORIGIN], corsHeaders: further });
      try {
        const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
        const response = await fetch(`${own.url}/graphql`, { method: "OPTIONS", headers });
        assert.match(response.headers.get("access-control-allow-headers") ?? "", expected);
      } finally {
        await own.close();
      }
    });
  }

  for (const origin of ["https://evil.example", "null", `${ORIGIN}.evil.example`, "http://blog.example"]) {
    it(`sends no CORS headers to ${origin}`, async () => {
      const result = await fetch(`${app.url}/graphql`, { ...QUERY, headers: { ...JSON_TYPE, origin } });
      for (const { headers } of [result, await preflight(origin)]) {
        assert.deepEqual(
          [...headers.keys()].filter((name) => name.startsWith("access-control")),
          [],
        );
      }
    });
  }

  it("allows no origin by default", async () => {
    const closed = await startTinyApp();
    try {
      const { headers } = await fetch(`${closed.url}/graphql`, { ...QUERY, headers: { ...JSON_TYPE, origin: ORIGIN } });
      assert.equal(headers.get("access-control-allow-origin"), null);
    } finally {
      await closed.close();
    }
  });

  it("allows every origin if * is configured, but no credentials", async () => {
    const open = await startTinyApp({ corsOrigins: ["*"] });
    try {
      const send = (init: RequestInit) => fetch(`${open.url}/graphql`, init);
      const result = await send({ ...QUERY, headers: { ...JSON_TYPE, origin: "https://any.example" } });
      assert.equal(result.headers.get("access-control-allow-origin"), "*");
      assert.equal(result.headers.get("access-control-allow-credentials"), null);
      const preflightHeaders = { origin: "https://any.example", "access-control-request-method": "POST" };
      const { status, headers } = await send({ method: "OPTIONS", headers: preflightHeaders });
      assert.equal(status, 204);
      assert.equal(headers.get("access-control-allow-origin"), "*");
      assert.equal(headers.get("access-control-allow-credentials"), null);
      assert.match(headers.get("access-control-allow-headers") ?? "", /content-type/);
    } finally {
      await open.close();
    }
  });

  for (const origin of ["https://blog.example/", "blog.example", ""]) {
    it(`does not start with ${JSON.stringify(origin)} as an allowed origin`, async () => {
      await assert.rejects(startTinyApp({ corsOrigins: [origin] }), /Expected an origin such as/);
    });
  }

  it("names the address that it cannot listen on", async () => {
    await assert.rejects(startTinyApp({ port: app.port }), new RegExp(`127\\.0\\.0\\.1:${app.port}, got EADDRINUSE`));
  });

  const preflight = (origin: string) =>
    fetch(`${app.url}/graphql`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
});
