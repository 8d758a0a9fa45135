// The transport against a real HTTP server on this machine: what is sent, and how each kind of failure is told.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { TypedDocumentString } from "../src/__generated__/graphql.js";
import manifest from "../src/__generated__/persisted-documents.json" with { type: "json" };
import { Failure } from "../src/failure.js";
import { execute } from "../src/graphql-client.js";

interface Sent {
  query?: string;
  variables: object;
  extensions?: { persistedQuery: { sha256Hash: string } };
}

interface Reply {
  status?: number;
  type?: string;
  body: unknown;
}

const [hash = "", text = ""] = Object.entries(manifest)[0] ?? [];
const hello = new TypedDocumentString<{ hello: string }, { name: string }>("query Hello { hello }", { hash });

async function readJson(request: IncomingMessage): Promise<Sent> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return JSON.parse(body) as Sent;
}

async function startServer(t: TestContext, answer: (sent: Sent) => Reply): Promise<{ url: URL; received: Sent[] }> {
  const received: Sent[] = [];
  const server = createServer(async (request, response) => {
    const sent = await readJson(request);
    received.push(sent);
    const { status = 200, type = "application/json", body } = answer(sent);
    response.writeHead(status, { "content-type": type });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`), received };
}

async function failureOf(url: URL): Promise<Failure> {
  return execute({ url, isPersisted: false }, hello, { name: "x" }).then(
    () => assert.fail("Expected a failure, got data."),
    (error: unknown) => {
      assert.ok(error instanceof Failure);
      return error;
    },
  );
}

test("sends the document with its variables and answers the data", async (t) => {
  const { url, received } = await startServer(t, () => ({ body: { data: { hello: "你好" } } }));
  const data = await execute({ url, isPersisted: false }, hello, { name: "x" });
  assert.deepEqual(data, { hello: "你好" });
  assert.deepEqual(received, [{ query: "query Hello { hello }", variables: { name: "x" } }]);
});

test("takes terminal control characters out of every text", async (t) => {
  const { url } = await startServer(t, () => ({ body: { data: { hello: "a\u001b[31mb\u0007\tc\n\u202ed" } } }));
  assert.deepEqual(await execute({ url, isPersisted: false }, hello, { name: "x" }), { hello: "a[31mb    c\nd" });
});

test("tells GraphQL errors with their code and path", async (t) => {
  const error = { message: "Expected a cursor, got x.", path: ["posts"], extensions: { code: "BAD_USER_INPUT" } };
  const { url } = await startServer(t, () => ({ status: 400, body: { errors: [error] } }));
  const failure = await failureOf(url);
  assert.equal(failure.exitCode, 1);
  assert.equal(failure.message, "Expected a cursor, got x. [BAD_USER_INPUT] (at posts)");
});

test("tells an answer that is not GraphQL by its status and type", async (t) => {
  const { url } = await startServer(t, () => ({ status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" }));
  const failure = await failureOf(url);
  assert.equal(failure.exitCode, 4);
  assert.match(failure.message, /HTTP 502 \(text\/html\)/);
});

test("tells a connection that breaks in the middle of an answer", async (t) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"data":', () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const failure = await failureOf(new URL(`http://127.0.0.1:${port}/graphql`));
  assert.equal(failure.exitCode, 4);
  assert.match(failure.message, /^No answer from/);
});

test("tells a server that is not there", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const failure = await failureOf(new URL(`http://127.0.0.1:${port}/graphql`));
  assert.equal(failure.exitCode, 4);
  assert.match(failure.message, /ECONNREFUSED. Is the server running\?/);
});

test("sends only the hash of a persisted document, and the manifest's text once where the hash is unknown", async (t) => {
  const known = new Set<string>();
  const { url, received } = await startServer(t, ({ query, extensions }) => {
    const sent = extensions?.persistedQuery.sha256Hash ?? "";
    if (query !== undefined) known.add(sent);
    if (known.has(sent)) return { body: { data: { hello: "x" } } };
    return { body: { errors: [{ message: "Unknown.", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] } };
  });
  for (let round = 0; round < 2; round++) await execute({ url, isPersisted: true }, hello, { name: "x" });
  assert.deepEqual(
    received.map(({ query }) => query),
    [undefined, text, undefined],
  );
  assert.ok(received.every(({ extensions }) => `sha256:${extensions?.persistedQuery.sha256Hash}` === hash));
});
