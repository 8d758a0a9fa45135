// Limits of connections, operations and messages, checks that are the same as for requests, credentials that end, and the end of the service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import {
  changeOf,
  codesOf,
  FOLLOW,
  LiveSocket,
  LiveStream,
  openOperations,
  Renames,
  rejectionOf,
} from "./live-clients.js";

const REVOKE = "mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { errors { message } } }";
const NEWEST_TOKEN = "{ apiTokens(first: 1) { nodes { id } } }";

let app: TestApp;
let admin: string;
before(async () => {
  app = await startTestApp({
    METRICS_PORT: "0",
    RATE_LIMIT_EXEMPT: "none",
    TRUSTED_PROXIES: "loopback",
    CORS_ORIGINS: "https://blog.example",
    SUBSCRIPTION_CONNECTIONS: "6",
    SUBSCRIPTION_CONNECTIONS_PER_ADDRESS: "3",
    SUBSCRIPTION_OPERATIONS: "2",
    SUBSCRIPTION_INIT_MS: "200",
    SUBSCRIPTION_RECHECK_MS: "3600000",
    SUBSCRIPTION_MESSAGE_BYTES: "2048",
  });
  admin = await app.tokenFor("ADMIN");
});
after(() => app.close());

const from = (address: string) => ({ "x-forwarded-for": address });

test("an address may have so many connections, of both transports, and the process so many in all", async () => {
  const open = [
    await LiveSocket.open(app, { headers: from("192.0.2.1") }),
    await LiveStream.follow(app, { headers: from("192.0.2.1") }),
    await LiveSocket.open(app, { headers: from("192.0.2.1") }),
  ];
  assert.deepEqual(await rejectionOf(app, { headers: from("192.0.2.1") }), [429, "RATE_LIMITED"]);
  const stream = await LiveStream.open(app, { headers: from("192.0.2.1") });
  assert.deepEqual([stream.status, stream.headers["retry-after"]], [429, "30"]);
  for (const last of [1, 2, 3]) open.push(await LiveSocket.open(app, { headers: from(`198.51.100.${last}`) }));
  assert.deepEqual(await rejectionOf(app, { headers: from("198.51.100.4") }), [503, "OVERLOADED"]);
  for (const each of open) await each.close();
  await eventually(() => opens(from("192.0.2.1")), "Connections that were closed do not count.");
});

async function opens(headers: Record<string, string>): Promise<boolean> {
  try {
    await (await LiveSocket.open(app, { headers })).close();
    return true;
  } catch {
    return false;
  }
}

test("a WebSocket may have so many operations at the same time", async () => {
  const socket = await LiveSocket.open(app);
  await socket.follow(app);
  const second = await socket.follow(app);
  const third = socket.subscribe(FOLLOW);
  const error = await socket.next();
  assert.deepEqual([error?.id, error?.type, codesOf(error?.payload)], [third, "error", ["LIMIT_EXCEEDED"]]);
  socket.send({ id: second, type: "complete" });
  await eventually(async () => (await openOperations(app)) === 1, "The second operation has ended.");
  const query = socket.subscribe("{ __typename }");
  assert.deepEqual(await socket.next(), { id: query, type: "next", payload: await expected() });
  assert.deepEqual(await socket.next(), { id: query, type: "complete" });
  await socket.close();
});

const expected = async () => app.send("{ __typename }");

test("queries and mutations over a WebSocket have the checks of requests", async () => {
  const socket = await LiveSocket.open(app, { params: { Authorization: `Bearer ${admin}` } });
  const rejected: [string, string][] = [
    ["{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
    ["{ site", "GRAPHQL_PARSE_FAILED"],
    ["subscription { changes { nothing } }", "GRAPHQL_VALIDATION_FAILED"],
    ["subscription { a: changes { kind } b: changes { kind } }", "GRAPHQL_VALIDATION_FAILED"],
    ['subscription { changes(after: "x") { kind } }', "BAD_USER_INPUT"],
    [`{ ${"a ".repeat(900)} }`, "GRAPHQL_VALIDATION_FAILED"],
  ];
  for (const [query, code] of rejected) {
    const id = socket.subscribe(query);
    const error = await socket.next();
    assert.deepEqual([error?.id, error?.type, codesOf(error?.payload)[0]], [id, "error", code], query);
  }
  const id = socket.subscribe(
    'mutation { createTag(input: { name: "By socket" }) { tag { name } errors { message } } }',
  );
  const created = await socket.next();
  assert.deepEqual([created?.id, created?.type], [id, "next"]);
  assert.deepEqual((created?.payload as { data: unknown } | undefined)?.data, {
    createTag: { tag: { name: "By socket" }, errors: [] },
  });
  await socket.close();
});

test("a subscription by POST without a stream is rejected", async () => {
  const { errors } = await app.send(FOLLOW);
  assert.deepEqual(codesOf(errors), ["BAD_REQUEST"]);
});

test("an event stream has the checks of requests: by HTTP before it begins, and as its first event", async () => {
  const typed = await LiveStream.open(app, { headers: { "content-type": "text/plain" } });
  assert.equal(typed.status, 415);
  const wrong = await LiveStream.open(app, { headers: { authorization: "Bearer wrong" } });
  assert.equal(wrong.status, 401);
  const preview = await LiveStream.open({ url: app.url }, { method: "GET", query: "{ __typename }" });
  assert.equal(preview.status, 200);
  preview.close();
  const response = await fetch(`${app.url}/graphql?query={__typename}&preview=x`, {
    headers: { accept: "text/event-stream" },
  });
  assert.equal(response.status, 400);
  const invalid = await LiveStream.open(app, { query: "subscription { changes { nothing } }" });
  const event = await invalid.next();
  assert.deepEqual(codesOf(JSON.parse(event?.data ?? "{}").errors), ["GRAPHQL_VALIDATION_FAILED"]);
  assert.equal((await invalid.next())?.event, "complete");
  const mutation = await LiveStream.open(app, {
    method: "GET",
    query: 'mutation { createTag(input: { name: "By GET" }) { errors { message } } }',
    headers: { authorization: `Bearer ${admin}` },
  });
  assert.deepEqual(codesOf(JSON.parse((await mutation.next())?.data ?? "{}").errors), ["BAD_REQUEST"]);
  mutation.close();
});

test("only pages of the service and of the listed origins open a WebSocket, and only at the path of GraphQL", async () => {
  const { host, origin } = new URL(app.url);
  for (const each of [origin, "https://blog.example", `https://${host}`]) {
    await (await LiveSocket.open(app, { headers: { origin: each, host } })).close();
  }
  for (const each of ["https://evil.example", "null", "http://localhost.evil.example"]) {
    assert.deepEqual(await rejectionOf(app, { headers: { origin: each } }), [403, "FORBIDDEN"]);
  }
  assert.deepEqual(await rejectionOf({ url: `${app.url}/readyz` }), [404, "NOT_FOUND"]);
  const stream = await LiveStream.follow(app, { headers: { origin: "https://blog.example" } });
  assert.equal(stream.headers["access-control-allow-origin"], "https://blog.example");
  stream.close();
});

test("a cookie means nothing, and a credential that is wrong or comes late closes a WebSocket", async () => {
  const cookie = await LiveSocket.open(app, { headers: { cookie: `colophon_session=${admin}` } });
  const id = cookie.subscribe("{ viewer { name } }");
  assert.deepEqual((await cookie.next())?.payload, await app.send("{ viewer { name } }"));
  assert.ok(id);
  await cookie.close();
  for (const params of [
    { authorization: "Bearer wrong" },
    { authorization: 1 },
    { authorization: "x", Authorization: "y" },
  ]) {
    const socket = await LiveSocket.open(app, { params: null });
    socket.send({ type: "connection_init", payload: params } as never);
    assert.equal(await socket.closed, 4403);
  }
  const late = await LiveSocket.open(app, { params: null });
  assert.equal(await late.closed, 4408);
});

test("a token that is revoked closes its connections, and no further event reaches them", async () => {
  const token = await app.tokenFor("EDITOR");
  const socket = await LiveSocket.open(app, { params: { authorization: `Bearer ${token}` } });
  await socket.follow(app);
  const stream = await LiveStream.follow(app, { headers: { authorization: `Bearer ${token}` } });
  await new Renames(app, admin).next();
  assert.equal((await socket.next())?.type, "next");
  assert.equal(changeOf(await stream.next()).kind, "CHANGED");
  const { apiTokens } = await app.query<{ apiTokens: { nodes: { id: string }[] } }>(NEWEST_TOKEN, {}, { token: admin });
  await app.query(REVOKE, { id: apiTokens.nodes[0]?.id }, { token: admin });
  assert.equal(await socket.closed, 4403);
  const last = await stream.next();
  assert.deepEqual(codesOf(JSON.parse(last?.data ?? "{}").errors), ["UNAUTHENTICATED"]);
  assert.equal((await stream.next())?.event, "complete");
});

test("a client that does not answer a ping is disconnected", async () => {
  const quick = await startTestApp({ SUBSCRIPTION_PING_MS: "100" });
  const socket = await LiveSocket.open(quick);
  const silent = await LiveSocket.open(quick);
  (silent.socket as unknown as { _autoPong: boolean })._autoPong = false;
  assert.equal(await silent.closed, 1006);
  assert.equal(socket.socket.readyState, 1);
  const stream = await LiveStream.follow(quick);
  assert.deepEqual(await stream.nextBlock(), { comment: true });
  stream.close();
  await socket.close();
  await quick.close();
});

test("at shutdown clients are told to come back, and find what they missed", async () => {
  const first = await startTestApp({ METRICS_PORT: "0" }, null, app.databaseUrl);
  const socket = await LiveSocket.open(first);
  const id = socket.subscribe(FOLLOW);
  assert.ok(id);
  const stream = await LiveStream.follow(first);
  await first.close();
  assert.equal(await socket.closed, 1012);
  assert.match((await stream.next())?.retry ?? (await stream.text()), /\d|^$/);
  await new Renames(app, admin).next();
  const resumed = await LiveStream.follow(app, { headers: { "last-event-id": stream.first.id ?? "" } });
  assert.equal(changeOf(await resumed.next()).kind, "CHANGED");
  resumed.close();
});

test("SUBSCRIPTIONS=0 has no WebSockets and no event streams, and the field says so", async () => {
  const without = await startTestApp({ SUBSCRIPTIONS: "0" });
  assert.deepEqual(await rejectionOf(without), [404, "NOT_FOUND"]);
  assert.equal((await LiveStream.open(without)).status, 406);
  const { errors } = await without.send(FOLLOW);
  assert.deepEqual([errors?.[0]?.message, codesOf(errors)], ["Subscriptions are switched off.", ["BAD_REQUEST"]]);
  await without.close();
});
