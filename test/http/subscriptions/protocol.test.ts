// Messages that are against the protocol of WebSockets, and requests for a WebSocket that are none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { sendRaw, statusOf } from "../raw-request.js";
import { codesOf, FOLLOW, LiveSocket } from "./live-clients.js";

let app: TestApp;
before(async () => {
  app = await startTestApp({ SUBSCRIPTION_MESSAGE_BYTES: "2048" });
});
after(() => app.close());

const SUBSCRIBE = { id: "1", type: "subscribe", payload: { query: FOLLOW } };
const CLOSING: readonly [string, number, (string | Buffer | object)[]][] = [
  ["text that is not JSON", 4400, ["hello"]],
  ["JSON that is no message", 4400, ["[]"]],
  ["a message of an unknown type", 4400, [{ type: "start" }]],
  ["a message that only a service sends", 4400, [{ id: "1", type: "next", payload: {} }]],
  ["a subscription without a document", 4400, [{ id: "1", type: "subscribe", payload: {} }]],
  ["bytes", 1003, [Buffer.from("{}")]],
  ["a message that is too long", 1009, [{ type: "ping", payload: { text: "x".repeat(3_000) } }]],
  ["two operations of one id", 4409, [SUBSCRIBE, SUBSCRIBE]],
  ["a second connection_init", 4429, [{ type: "connection_init" }]],
];
for (const [name, code, messages] of CLOSING) {
  test(`${name} closes a WebSocket with ${code}`, async () => {
    const socket = await LiveSocket.open(app);
    for (const message of messages) socket.send(message as never);
    assert.equal(await socket.closed, code);
  });
}

test("an operation before connection_init closes a WebSocket with 4401, and another protocol with 4406", async () => {
  const early = await LiveSocket.open(app, { params: null });
  early.send(SUBSCRIBE);
  assert.equal(await early.closed, 4401);
  const old = await LiveSocket.open(app, { params: null, protocols: [] });
  assert.equal(await old.closed, 4406);
});

test("text that the database cannot store is an error of the operation", async () => {
  const socket = await LiveSocket.open(app);
  for (const text of ["\u0000", "\ud800"]) {
    socket.subscribe("query ($a: String) { a: __typename }", { a: text });
    const error = await socket.next();
    assert.deepEqual([error?.type, codesOf(error?.payload)], ["error", ["BAD_REQUEST"]]);
  }
  await socket.close();
});

test("a request for a WebSocket with a wrong version or key is rejected with 400", async () => {
  const port = Number(new URL(app.url).port);
  const head = "GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n";
  for (const lines of [
    "",
    "sec-websocket-version: 13\r\n",
    "sec-websocket-version: 7\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
  ]) {
    const raw = await sendRaw(port, `${head}${lines}\r\n`);
    assert.equal(statusOf(raw), 400, raw);
    assert.match(raw, /"code":"BAD_REQUEST"/);
  }
});
