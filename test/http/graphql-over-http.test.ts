// The 61 audits of the GraphQL over HTTP specification, and the statuses of the responses that depend on the accepted media type.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { auditServer, serverAudits } from "graphql-http";
import { startTestApp as startAuditedApp } from "../support/app.js";

describe("GraphQL over HTTP", () => {
  let app: { url: string; close(): Promise<void> };
  before(async () => {
    app = await startAuditedApp();
  });
  after(() => app.close());

  it("passes all 61 audits without any header beyond the specification", async () => {
    assert.equal(serverAudits({ url: app.url }).length, 61);
    const results = await auditServer({ url: `${app.url}/graphql`, fetchFn: fetch });
    assert.equal(results.length, 61);
    assert.deepEqual(
      results.filter(({ status }) => status !== "ok").map(({ id }) => id),
      [],
    );
  });

  for (const [name, body] of [
    ["a document that cannot be parsed", { query: "{" }],
    ["a field that does not exist", { query: "{ __nothing }" }],
    [
      "a variable of another type",
      { query: "query ($name: String!) { __type(name: $name) { name } }", variables: { name: 1 } },
    ],
  ] as const) {
    for (const [accept, status] of [
      ["application/json", 200],
      ["application/json; charset=utf-8, text/plain", 200],
      ["application/graphql-response+json", 400],
      ["application/graphql-response+json, application/json;q=0.9", 400],
      ["*/*", 400],
    ] as const) {
      it(`responds to ${name} with ${status} if the client accepts ${accept}`, async () => {
        const headers = { "content-type": "application/json", accept };
        const response = await fetch(`${app.url}/graphql`, { method: "POST", body: JSON.stringify(body), headers });
        assert.equal(response.status, status);
        const result = (await response.json()) as { errors: unknown[]; data?: unknown };
        assert.equal(result.errors.length, 1);
        assert.equal("data" in result, false);
      });
    }
  }

  it("responds with 400 to a request that is not GraphQL, whatever the client accepts", async () => {
    const headers = { "content-type": "application/json", accept: "application/json" };
    assert.equal((await fetch(`${app.url}/graphql`, { method: "POST", body: "{", headers })).status, 400);
  });
});
