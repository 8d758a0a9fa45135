// Subscriptions behind nginx with the configuration of docs/operations.md: both transports deliver, and the connections end with their clients.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import { changeIn, changeOf, LiveSocket, LiveStream, openOperations, Renames } from "./live-clients.js";
import { type Nginx, startNginx } from "./nginx.js";

let app: TestApp;
let nginx: Nginx;
let renames: Renames;
/** The service, for requests by way of nginx. */
let behind: TestApp;
before(async () => {
  app = await startTestApp({ METRICS_PORT: "0", TRUSTED_PROXIES: "127.0.0.1" });
  nginx = await startNginx(app.url);
  behind = { ...app, url: nginx.url };
  renames = new Renames(app, await app.tokenFor("ADMIN"));
});
after(async () => {
  await nginx?.stop();
  await app?.close();
});

test("nginx passes requests", async () => {
  const response = await fetch(`${nginx.url}/graphql?query={__typename}`);
  assert.equal(((await response.json()) as { data: { __typename: string } }).data.__typename, "Query");
  assert.equal((await fetch(`${nginx.url}/metrics`)).status, 404);
});

test("a WebSocket delivers changes as they happen", async () => {
  const socket = await LiveSocket.open(behind);
  const id = await socket.follow(behind);
  for (let round = 0; round < 2; round += 1) {
    await renames.next();
    const message = await socket.next();
    assert.deepEqual([message?.id, message?.type, changeIn(message?.payload).kind], [id, "next", "CHANGED"]);
  }
  await socket.close();
  await eventually(async () => (await openOperations(app)) === 0, "The subscription ended with its client.");
});

for (const method of ["GET", "POST"] as const) {
  test(`an event stream by ${method} delivers changes as they happen`, async () => {
    const stream = await LiveStream.follow(behind, { method });
    for (let round = 0; round < 2; round += 1) {
      await renames.next();
      assert.equal(changeOf(await stream.next()).kind, "CHANGED");
    }
    stream.close();
    await eventually(async () => (await openOperations(app)) === 0, "The subscription ended with its client.");
  });
}
