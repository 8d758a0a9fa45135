// What subscribers receive: by both transports, with the clients of their protocols, from several processes, after a pause and after a restart.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient as createStreamClient } from "graphql-sse";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import {
  changeIn,
  changeOf,
  codesOf,
  FOLLOW,
  type Follower,
  LiveSocket,
  LiveStream,
  metric,
  openOperations,
  Renames,
  type StreamEvent,
} from "./live-clients.js";

let app: TestApp;
let other: TestApp;
let token: string;
let renames: Renames;
before(async () => {
  app = await startTestApp({ METRICS_PORT: "0" });
  other = await startTestApp({}, null, app.databaseUrl);
  token = await app.tokenFor("ADMIN");
  renames = new Renames(app, token);
});
after(async () => {
  await other.close();
  await app.close();
});

test("the client of graphql-ws receives a change, and continues behind its cursor", async () => {
  const url = `${app.url.replace("http", "ws")}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  const first = client.iterate<Follower>({ query: FOLLOW });
  const next = first.next();
  await eventually(async () => (await openOperations(app)) === 1, "The subscription is open.");
  await renames.next();
  const { value } = await next;
  assert.equal(value?.data?.changes.kind, "CHANGED");
  await first.return?.();
  await renames.next();
  const resumed = client.iterate<Follower>({ query: FOLLOW, variables: { after: value?.data?.changes.cursor } });
  const missed = (await resumed.next()).value?.data?.changes;
  assert.equal(missed?.kind, "CHANGED");
  assert.notEqual(missed?.cursor, value?.data?.changes.cursor);
  await client.dispose();
});

test("the client of graphql-sse receives a change, and a query is a stream of one event", async () => {
  const client = createStreamClient({ url: `${app.url}/graphql`, retryAttempts: 0 });
  const iterator = client.iterate<Follower>({ query: FOLLOW });
  const next = iterator.next();
  await eventually(async () => (await openOperations(app)) === 1, "The subscription is open.");
  await renames.next();
  assert.equal((await next).value?.data?.changes.kind, "CHANGED");
  await iterator.return?.();
  const results = [];
  for await (const result of client.iterate<{ __typename: string }>({ query: "{ __typename }" }))
    results.push(result.data);
  assert.deepEqual(results, [{ __typename: "Query" }]);
  client.dispose();
});

test("an event stream begins with the cursor of now, and Last-Event-ID overrides the argument", async () => {
  const stream = await LiveStream.follow(app, { method: "GET" });
  assert.match(String(stream.headers["content-type"]), /^text\/event-stream/);
  assert.equal(stream.headers["x-accel-buffering"], "no");
  assert.match(stream.first.retry ?? "", /^\d{4}$/);
  stream.close();
  await renames.next();
  await renames.next();
  const begin = stream.first.id ?? "";
  const resumed = await LiveStream.follow(app, { headers: { "last-event-id": begin } });
  const [one, two] = [await resumed.next(), await resumed.next()];
  assert.deepEqual([one?.event, changeOf(one).cursor, two?.id], ["next", one?.id, changeOf(two).cursor]);
  resumed.close();
  const overridden = await LiveStream.follow(app, {
    variables: { after: begin },
    headers: { "last-event-id": one?.id ?? "" },
  });
  assert.equal((await overridden.next())?.id, two?.id);
  overridden.close();
});

test("a change that another process commits arrives, once, and in the order of commits", async () => {
  const socket = await LiveSocket.open(other);
  socket.subscribe(FOLLOW);
  const stream = await LiveStream.follow(other);
  for (let i = 0; i < 5; i += 1) await renames.next();
  const streamed = [];
  for (let i = 0; i < 5; i += 1) streamed.push(changeOf(await stream.next()).cursor);
  assert.equal(new Set(streamed).size, 5);
  const resumed = await LiveStream.follow(app, { headers: { "last-event-id": stream.first.id ?? "" } });
  for (const cursor of streamed) assert.equal((await resumed.next())?.id, cursor);
  for (const each of [stream, resumed]) each.close();
  await socket.close();
});

test("nodeTypes leaves out the changes of other types", async () => {
  const socket = await LiveSocket.open(app);
  await socket.follow(app, { nodeTypes: ["TAG"] });
  await renames.next();
  const { createTag } = await app.query<{ createTag: { tag: { id: string } } }>(
    'mutation { createTag(input: { name: "Lakes" }) { tag { id } errors { message } } }',
    {},
    { token },
  );
  const { authors } = await app.query<{ authors: { nodes: { id: string }[] } }>(
    "{ authors(first: 1) { nodes { id } } }",
  );
  assert.ok(createTag.tag.id && authors);
  const author = await app.query<{ createAuthor: { author: { id: string } } }>(
    'mutation { createAuthor(input: { name: "Ann" }) { author { id } errors { message } } }',
    {},
    { token },
  );
  const input = {
    ...{ title: "Lakes", body: { source: "Water." }, publishAt: "2020-01-01T00:00:00.000Z" },
    ...{ authorIds: [author.createAuthor.author.id], tagIds: [createTag.tag.id] },
  };
  await app.query(
    "mutation ($input: CreatePostInput!) { createPost(input: $input) { errors { message } } }",
    { input },
    { token },
  );
  const message = await socket.next();
  assert.equal(changeIn(message?.payload).kind, "APPEARED");
  assert.ok(changeIn(message?.payload).paths.some((path) => path.includes("lakes")));
  await socket.close();
});

test("one execution responds to all anonymous subscribers of a document, whatever their cursors", async () => {
  const streams: (LiveStream & { first: StreamEvent })[] = [];
  for (let i = 0; i < 20; i += 1) {
    const variables: Record<string, unknown> = i % 2 === 0 ? {} : { after: streams[0]?.first.id };
    streams.push(await LiveStream.follow(app, { variables }));
  }
  const before = await metric(app, "colophon_operation_duration_seconds_count");
  const sent = await metric(app, "colophon_subscription_events_total");
  await renames.next();
  const cursors = await Promise.all(streams.map(async (stream) => changeOf(await stream.next()).cursor));
  assert.equal(new Set(cursors).size, 1);
  // The two requests of the rename, and the event.
  assert.equal((await metric(app, "colophon_operation_duration_seconds_count")) - before, 3);
  assert.equal((await metric(app, "colophon_subscription_events_total")) - sent, 20);
  for (const stream of streams) stream.close();
});

test("a cursor of another database ends the subscription by CURSOR_RESET", async () => {
  const elsewhere = await startTestApp();
  try {
    const followed = await LiveStream.follow(elsewhere);
    await new Renames(elsewhere, await elsewhere.tokenFor("ADMIN")).next();
    const after = (await followed.next())?.id ?? "";
    followed.close();
    const stream = await LiveStream.open(app, { headers: { "last-event-id": after } });
    const event = await stream.next();
    assert.equal(event?.event, "next");
    assert.deepEqual(codesOf(JSON.parse(event?.data ?? "{}").errors), ["CURSOR_RESET"]);
    assert.deepEqual(await stream.next(), { event: "complete", data: "" });
    assert.equal(await stream.next(), undefined);
    const socket = await LiveSocket.open(app);
    const id = socket.subscribe(FOLLOW, { after });
    const error = await socket.next();
    assert.deepEqual([error?.id, error?.type, codesOf(error?.payload)], [id, "error", ["CURSOR_RESET"]]);
    await socket.close();
  } finally {
    await elsewhere.close();
  }
});

test("subscribers behind the newest changes are served from the table", async () => {
  const stream = await LiveStream.follow(app);
  const catchUps = await metric(app, "colophon_subscription_catch_ups_total");
  const resumed = await LiveStream.follow(app, { headers: { "last-event-id": stream.first.id ?? "" } });
  assert.equal((await metric(app, "colophon_subscription_catch_ups_total")) - catchUps, 1);
  await renames.next();
  assert.equal((await stream.next())?.id, (await resumed.next())?.id);
  for (const each of [stream, resumed]) each.close();
});
