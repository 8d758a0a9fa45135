// Responses of /graphql to requests of every shape: data for valid ones, errors in JSON for invalid ones.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { startTinyApp, type TinyApp } from "../tiny-app.js";

const JSON_TYPE = { "content-type": "application/json" };
const ECHO = JSON.stringify({ query: "query ($t: String) { echo(text: $t) }", variables: { t: "回环 😀" } });

describe("the GraphQL endpoint", () => {
  let app: TinyApp;
  before(async () => {
    app = await startTinyApp();
  });
  after(() => app.close());

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/graphql`, { method: "POST", body, headers: { ...JSON_TYPE, ...headers } });
  const get = (search: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`${app.url}/graphql${search}`, { method, headers });

  async function assertRejected(response: Response, status: number, code: string): Promise<void> {
    const text = await response.text();
    assert.equal(response.status, status, text);
    assert.match(response.headers.get("content-type") ?? "", /^application\/(graphql-response\+)?json; charset=utf-8$/);
    const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
    assert.equal(errors[0]?.extensions.code, code, text);
    assert.notEqual(errors[0]?.message, "");
    assert.doesNotMatch(text, /stack|node_modules|\.js:/);
  }

  it("executes a POST with JSON", async () => {
    const response = await post(ECHO);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual(await response.json(), { data: { echo: "回环 😀" } });
  });

  it("responds in the media type of GraphQL if the client prefers it", async () => {
    const response = await post(ECHO, { accept: "application/graphql-response+json, application/json;q=0.9" });
    assert.equal(response.headers.get("content-type"), "application/graphql-response+json; charset=utf-8");
  });

  it("executes a GET with a query in the URL", async () => {
    const response = await get(`?query=${encodeURIComponent('{ echo(text: "a b") }')}`);
    assert.deepEqual(await response.json(), { data: { echo: "a b" } });
  });

  for (const [client, search, headers] of [
    ["curl", "?query={echo(text:%22a%22)}", { accept: "*/*", "user-agent": "curl/8.14.1" }],
    [
      "urql",
      "?query=query%20Q(%24t%3AString)%7Becho(text%3A%24t)%7D&variables=%7B%22t%22%3A%22a%22%7D",
      {
        accept:
          "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
      },
    ],
    [
      "graphql-request",
      "?query=query+Q%28%24t%3AString%29%7Becho%28text%3A%24t%29%7D&variables=%7B%22t%22%3A%22a%22%7D&operationName=Q",
      { accept: "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8" },
    ],
    ["a client that sends its type with a GET", "?query={echo(text:%22a%22)}", JSON_TYPE],
    ["a client that sends an empty operation name", "?query={echo(text:%22a%22)}&operationName=", {}],
    ["a browser's address bar", "?query={echo(text:%22a%22)}", { accept: "text/html,*/*;q=0.8", cookie: "a=b" }],
  ] as const) {
    it(`executes a GET with the defaults of ${client}`, async () => {
      const response = await get(search, headers);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { data: { echo: "a" } });
    });
  }

  it("responds to HEAD as to GET, without the body", async () => {
    const response = await get("?query={__typename}", {}, "HEAD");
    assert.equal(response.status, 200);
    assert.equal(await response.text(), "");
  });

  for (const [name, body] of [
    ["an empty body", ""],
    ["truncated JSON", '{"query":"{ __typename }"'],
    ["null", "null"],
    ["a number", "1"],
    ["a string", '"{ __typename }"'],
    ["an empty list", "[]"],
    ["a batch", '[{"query":"{ __typename }"}]'],
    ["an empty object", "{}"],
    ["an object without a query", '{"variables":{}}'],
    ["a query that is not a string", '{"query":1}'],
    ["variables as a list", '{"query":"{ __typename }","variables":[]}'],
    ["variables as a string", '{"query":"{ __typename }","variables":"{}"}'],
    ["a byte order mark", '\uFEFF{"query":"{ __typename }"}'],
    ["U+0000 in a variable", JSON.stringify({ query: "{ __typename }", variables: { a: ["\0"] } })],
    ["U+0000 in a key", '{"query":"{ __typename }","variables":{"\\u0000":1}}'],
    ["a lone surrogate", '{"query":"{ __typename }","variables":{"a":"\\ud83d"}}'],
    ["a query that is only a comment", '{"query":"# nothing"}'],
  ] as const) {
    it(`rejects ${name} with 400`, async () => {
      const response = await post(body);
      assert.equal(response.status, 400);
      const { errors } = (await response.json()) as { errors: unknown[] };
      assert.equal(errors.length, 1);
    });
  }

  it("accepts surrogate pairs, escaped or not", async () => {
    const response = await post(
      String.raw`{"query":"query($t:String){echo(text:$t)}","variables":{"t":"\ud83d\ude00"}}`,
    );
    assert.deepEqual(await response.json(), { data: { echo: "😀" } });
  });

  it("uses the last of duplicate keys", async () => {
    const response = await post('{"query":"{ nothing }","query":"{ __typename }"}');
    assert.deepEqual(await response.json(), { data: { __typename: "Query" } });
  });

  it("reads __proto__ and constructor as ordinary keys", async () => {
    const response = await post('{"query":"{ __typename }","__proto__":{"polluted":1},"constructor":{"polluted":1}}');
    assert.equal(response.status, 200);
    assert.equal("polluted" in {}, false);
  });

  it("rejects a body that is not UTF-8", async () => {
    const body = Buffer.from('{"query":"{ echo(text: \\"\u00e9\\") }"}', "latin1");
    await assertRejected(await post(new Uint8Array(body)), 400, "BAD_REQUEST");
  });

  it("rejects JSON of ten thousand levels without overflowing the stack", async () => {
    const deep = `${"[".repeat(10_000)}"\\u0000"${"]".repeat(10_000)}`;
    await assertRejected(await post(`{"query":"{ __typename }","variables":{"a":${deep}}}`), 400, "BAD_REQUEST");
  });

  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/graphql",
    "application/json, text/plain",
    "application/jsonp",
    "application/json; charset=utf-16",
    "application/json; charset=iso-8859-1",
    "application/json; charset=nonsense",
  ]) {
    it(`rejects Content-Type ${type} with 415`, async () => {
      await assertRejected(
        await post('{"query":"mutation { touch }"}', { "content-type": type }),
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      );
    });
  }

  it("rejects a body without Content-Type with 415", async () => {
    const body = new TextEncoder().encode(ECHO);
    await assertRejected(await fetch(`${app.url}/graphql`, { method: "POST", body }), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  for (const type of ["application/json;charset=UTF-8", 'application/json; charset="utf-8"', "Application/JSON"]) {
    it(`accepts Content-Type ${type}`, async () => {
      assert.equal((await post(ECHO, { "content-type": type })).status, 200);
    });
  }

  for (const [encoding, body] of [
    ["gzip", new Uint8Array(gzipSync(ECHO))],
    ["nonsense", ECHO],
  ] as const) {
    it(`rejects Content-Encoding ${encoding} with 415 and names the accepted encoding`, async () => {
      const response = await post(body, { "content-encoding": encoding });
      assert.equal(response.headers.get("accept-encoding"), "identity");
      await assertRejected(response, 415, "UNSUPPORTED_MEDIA_TYPE");
    });
  }

  it("rejects a mutation by GET with 405 and names the method to use", async () => {
    const response = await get("?query=mutation{touch}");
    assert.equal(response.headers.get("allow"), "POST");
    await assertRejected(response, 405, "BAD_REQUEST");
  });

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
    it(`rejects a POST of ${type}, which a page of another site could send without a preflight`, async () => {
      const [mutation, touched] = ['{"query":"mutation { touch }"}', app.touches()];
      const headers = { "content-type": type, origin: "https://evil.example", cookie: "session=1" };
      await assertRejected(await post(mutation, headers), 415, "UNSUPPORTED_MEDIA_TYPE");
      await assertRejected(await get("?query=mutation{touch}", { cookie: "session=1" }), 405, "BAD_REQUEST");
      assert.equal(app.touches(), touched);
    });
  }

  it("rejects a GET with another Content-Type with 415", async () => {
    await assertRejected(await get("?query={__typename}", { "content-type": "message/x" }), 415, "BAD_REQUEST");
  });

  for (const [name, search] of [
    ["broken variables", "?query={__typename}&variables={"],
    ["two queries", "?query={__typename}&query={__typename}"],
    ["no query", ""],
    ["a URL that is not UTF-8", "?query={__typename}&variables=%ff"],
    ["U+0000 in a variable", '?query={__typename}&variables={"a":"\\u0000"}&x=%20'],
    ["U+0000 in the query", "?query=%7B__typename%7D%00"],
  ] as const) {
    it(`rejects a GET with ${name} with 400`, async () => {
      await assertRejected(await get(search), 400, "BAD_REQUEST");
    });
  }

  for (const method of ["PUT", "PATCH", "DELETE", "PROPFIND"]) {
    it(`rejects ${method} with 405 and Allow`, async () => {
      const response = await get("?query={__typename}", {}, method);
      assert.equal(response.headers.get("allow"), "GET, HEAD, POST, OPTIONS");
      await assertRejected(response, 405, "METHOD_NOT_ALLOWED");
    });
  }

  for (const accept of ["image/png", "text/html", "text/event-stream", "application/json;q=0"]) {
    it(`rejects Accept ${accept} with 406 before executing anything`, async () => {
      const before = app.touches();
      await assertRejected(await post('{"query":"mutation { touch }"}', { accept }), 406, "NOT_ACCEPTABLE");
      assert.equal(app.touches(), before);
    });
  }
});
