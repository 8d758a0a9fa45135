// Uploads over HTTP: exactly the announced bytes are stored, and everything else leaves nothing behind.
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { after, afterEach, before, describe, it } from "node:test";
import { allowBodyTime } from "../../../src/http/head/body-time.js";
import { openPort } from "../../../src/http/open-port.js";
import { eventually } from "../../support/eventually.js";
import { openSocket, readToEnd, sendRaw, statusOf } from "../raw-request.js";
import { type AssetApp, keysOf, openStores, type Stores, signed, startAssetApp } from "./asset-app.js";

const SHORT_TIMEOUTS = { headersMs: 300, requestMs: 300, checkEveryMs: 50 };
const ORIGIN = "https://blog.example";

describe("uploads", () => {
  let stores: Stores;
  let app: AssetApp;
  let remote: AssetApp;
  before(async () => {
    stores = await openStores();
    app = await startAssetApp(stores.local, { timeouts: SHORT_TIMEOUTS, corsOrigins: [ORIGIN] });
    remote = await startAssetApp(stores.bucket);
  });
  after(async () => {
    await app.close();
    await remote.close();
    await stores.close();
  });
  afterEach(() => {
    stores.double.trouble = null;
  });

  const place = (byteSize: number) => {
    const id = randomUUID();
    return { key: `uploads/${id}`, path: `/assets/uploads/${id}/${byteSize}` };
  };
  const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}, to = app) =>
    fetch(to.url + path, { method: "PUT", body, headers, ...({ duplex: "half" } as object) });
  const head = (path: string, ...lines: string[]) => [`PUT ${path} HTTP/1.1`, "host: a", ...lines, "", ""].join("\r\n");

  const running = (count: number, of = app) =>
    eventually(async () => (await of.count("uploads_running")) === count, `${count} running uploads`);

  async function assertNothing(key: string, at = app): Promise<void> {
    assert.equal(await at.store.head(key), null);
    await running(0);
  }

  it("stores exactly the bytes, in a folder and in a bucket", async () => {
    const bytes = randomBytes(300_000);
    for (const to of [app, remote]) {
      const { key, path } = place(bytes.length);
      const response = await put(signed(path), bytes, { "content-type": "image/png" }, to);
      assert.equal(response.status, 204);
      const stored = await to.store.get(key);
      assert.deepEqual(stored && (await buffer(stored.stream)), bytes);
    }
    assert.equal([...stores.double.objects.values()][0]?.contentType, "image/png");
    assert.equal(await app.count("upload_bytes_total"), 300_000);
  });

  it("takes a body in chunks whose length was not stated", async () => {
    const { key, path } = place(10);
    const chunked = `5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n`;
    assert.equal(
      statusOf(
        await sendRaw(app.port, head(signed(path), "transfer-encoding: chunked", "connection: close") + chunked),
      ),
      204,
    );
    assert.equal((await stores.local.head(key))?.byteSize, 10);
  });

  it("cuts off a body that is longer than announced", async () => {
    const { key, path } = place(10);
    const long = await put(signed(path), Buffer.alloc(11));
    assert.equal(long.status, 413);
    const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
    const socket = await openSocket(app.port);
    socket.write(head(signed(path), "transfer-encoding: chunked"));
    const timer = setInterval(() => socket.write(chunk), 5);
    const result = await readToEnd(socket);
    clearInterval(timer);
    assert.equal(statusOf(result), 413);
    await assertNothing(key);
  });

  it("stores nothing of a body that is shorter, empty, compressed or cut off", async () => {
    const { key, path } = place(10);
    assert.equal((await put(signed(path), Buffer.alloc(9))).status, 400);
    assert.equal((await put(signed(path), "")).status, 400);
    assert.equal((await put(signed(path), Buffer.alloc(10), { "content-encoding": "gzip" })).status, 415);
    const chunked = head(signed(path), "transfer-encoding: chunked", "connection: close");
    assert.equal(statusOf(await sendRaw(app.port, `${chunked}5\r\nabcde\r\n0\r\n\r\n`)), 400);
    const socket = await openSocket(app.port);
    socket.write(`${head(signed(path), "content-length: 10")}abc`);
    await running(1);
    socket.destroy();
    await assertNothing(key);
    assert.equal((await keysOf(stores.local)).includes(key), false);
  });

  it("responds to a wrong, expired or missing signature as to an unknown path, before the body is sent", async () => {
    const { key, path } = place(10);
    const other = signed(path.replace(/10$/, "99")).split("?")[1];
    for (const target of [
      path,
      signed(path, true),
      `${path}?${other}`,
      `${path}0?${signed(path).split("?")[1]}`,
      "/assets/uploads/1/10",
    ]) {
      const result = await sendRaw(app.port, head(target, "content-length: 10", "expect: 100-continue"));
      assert.equal(statusOf(result), 404, target);
      assert.doesNotMatch(result, / 100 /);
    }
    await assertNothing(key);
  });

  it("invites a body only if it will be taken", async () => {
    const { path } = place(10);
    const socket = await openSocket(app.port);
    socket.write(head(signed(path), "content-length: 10", "expect: 100-continue", "connection: close"));
    const [invitation] = (await once(socket, "data")) as [Buffer];
    assert.match(String(invitation), /^HTTP\/1\.1 100 Continue/);
    socket.write("0123456789");
    assert.equal(statusOf(await readToEnd(socket)), 204);
    const result = await sendRaw(app.port, head(signed(path), "content-length: 11", "expect: 100-continue"));
    assert.equal(statusOf(result), 413);
  });

  it("may take longer than other requests", async () => {
    const { key, path } = place(10);
    const upload = await openSocket(app.port);
    upload.write(`${head(signed(path), "content-length: 10", "connection: close")}abcde`);
    await running(1);
    const slow = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{";
    assert.equal(statusOf(await sendRaw(app.port, slow)), 408);
    upload.write("fghij");
    assert.equal(statusOf(await readToEnd(upload)), 204);
    assert.equal((await stores.local.head(key))?.byteSize, 10);
  });

  it("is limited to a number at once", async () => {
    const sockets = await Promise.all(Array.from({ length: 16 }, () => openSocket(app.port)));
    for (const socket of sockets) socket.write(head(signed(place(10).path), "content-length: 10"));
    await running(16);
    const response = await put(signed(place(3).path), "abc");
    assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "5"]);
    for (const socket of sockets) socket.destroy();
    await running(0);
    assert.equal((await put(signed(place(3).path), "abc")).status, 204);
  });

  it("is refused with 503 while the store is away, and with 507 when it is full", async () => {
    const { path } = place(3);
    for (const [trouble, status] of [
      ["down", 503],
      ["full", 507],
    ] as const) {
      stores.double.trouble = trouble;
      assert.equal((await put(signed(path), "abc", {}, remote)).status, status);
    }
  });

  it("can be sent by pages of listed origins", async () => {
    const { path } = place(3);
    const preflight = await fetch(app.url + signed(path), {
      method: "OPTIONS",
      headers: {
        origin: ORIGIN,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type",
      },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get("access-control-allow-methods") ?? "", /PUT/);
    const response = await put(signed(path), "abc", { origin: ORIGIN });
    assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
    assert.equal(
      (await put(signed(path), "abc", { origin: "https://other.example" })).headers.get("access-control-allow-origin"),
      null,
    );
    assert.equal(
      (await fetch(app.url + signed(path), { method: "POST", body: "abc" })).headers.get("allow"),
      "PUT, OPTIONS",
    );
  });

  it("that is under way when the service shuts down is finished", async () => {
    const closing = await startAssetApp(stores.local);
    const { key, path } = place(10);
    const socket = await openSocket(closing.port);
    socket.write(`${head(signed(path), "content-length: 10")}abcde`);
    await running(1, closing);
    const closed = closing.close();
    socket.write("fghij");
    assert.equal(statusOf(await readToEnd(socket)), 204);
    await closed;
    assert.equal((await stores.local.head(key))?.byteSize, 10);
  });
});

it("a body that takes longer than it may is given up with 408", async () => {
  const port = await openPort(
    { host: "127.0.0.1", port: 0, timeouts: { requestMs: 60_000, checkEveryMs: 20 } },
    () => (request) => {
      allowBodyTime(request, 50);
      request.on("error", () => undefined).resume();
    },
  );
  const result = await sendRaw(
    Number(new URL(port.url).port),
    "PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc",
  );
  assert.equal(statusOf(result), 408);
  await port.close();
});
