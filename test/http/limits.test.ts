// Clients that send too much, too slowly or no HTTP at all, and graceful shutdown.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually.js";
import { bodyOf, openSocket, readToEnd, sendRaw, statusOf } from "./raw-request.js";
import { startTinyApp, type TinyApp } from "./tiny-app.js";

const LIMIT = 262_144;
const SHORT_TIMEOUTS = { headersMs: 300, requestMs: 600, checkEveryMs: 100 };
const HEAD = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";

function requestFor(query: string, more = ""): string {
  const body = JSON.stringify({ query });
  return `${HEAD}${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe("the limits of the HTTP server", () => {
  let app: TinyApp;
  before(async () => {
    app = await startTinyApp({ bodyLimitBytes: LIMIT });
  });
  after(() => app.close());

  const post = (body: string | Uint8Array<ArrayBuffer>) =>
    fetch(`${app.url}/graphql`, { method: "POST", body, headers: { "content-type": "application/json" } });
  const assertServes = async () => assert.equal((await post('{"query":"{ __typename }"}')).status, 200);

  it("accepts a body of exactly the limit", async () => {
    const start = '{"query":"{ __typename }","variables":{"a":"';
    const body = `${start}${"a".repeat(LIMIT - start.length - 3)}"}}`;
    assert.equal(body.length, LIMIT);
    assert.equal((await post(body)).status, 200);
  });

  it("rejects a body of one byte more with 413", async () => {
    const response = await post("a".repeat(LIMIT + 1));
    assert.equal(response.status, 413);
    assert.match(await response.text(), /PAYLOAD_TOO_LARGE/);
  });

  it("rejects a chunked body beyond the limit and closes the connection", async () => {
    const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
    const socket = await openSocket(app.port);
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    const timer = setInterval(() => socket.write(chunk), 5);
    const result = await readToEnd(socket);
    clearInterval(timer);
    assert.equal(statusOf(result), 413);
    assert.match(result, /connection: close/i);
  });

  it("rejects a huge upload with 413 and closes the connection before reading all of it", async () => {
    const socket = await openSocket(app.port);
    socket.write(`${HEAD}content-length: 60000000\r\n\r\n`);
    let sent = 0;
    const block = Buffer.alloc(1_048_576);
    const push = () => {
      while (!socket.destroyed && sent < 60_000_000) {
        sent += block.length;
        if (!socket.write(block)) {
          socket.once("drain", push);
          return;
        }
      }
    };
    push();
    const result = await readToEnd(socket);
    assert.equal(statusOf(result), 413);
    assert.ok(sent < 60_000_000);
    await assertServes();
  });

  it("does not read a long body of a request that is rejected for another reason", async () => {
    const socket = await openSocket(app.port);
    socket.write("POST /nothing HTTP/1.1\r\nhost: a\r\ncontent-length: 60000000\r\n\r\nabc");
    const result = await readToEnd(socket);
    assert.equal(statusOf(result), 404);
    assert.match(result, /connection: close/i);
  });

  for (const [name, bytes, status] of [
    ["20 kB of headers", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(20_000)}\r\n\r\n`, 431],
    [
      "both Content-Length and Transfer-Encoding",
      `${HEAD}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc`,
      400,
    ],
    ["two Content-Lengths", `${HEAD}content-length: 3\r\ncontent-length: 4\r\n\r\nabc`, 400],
    ["an invalid chunk size", `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nabc`, 400],
    ["NUL in a header", "GET / HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n", 400],
    ["bytes that are not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
  ] as const) {
    it(`rejects ${name} with ${status} in JSON and closes the connection`, async () => {
      const result = await sendRaw(app.port, Buffer.from(bytes, "latin1"));
      assert.equal(statusOf(result), status);
      const { errors } = bodyOf(result) as { errors: { message: string }[] };
      assert.match(errors[0]?.message ?? "", /^Expected/);
      await assertServes();
    });
  }

  it("rejects a request without a Host header", async () => {
    assert.equal(statusOf(await sendRaw(app.port, "GET / HTTP/1.1\r\n\r\n")), 400);
  });

  for (const method of ["TRACE", "TRACK", "BREW"]) {
    it(`rejects the method ${method}`, async () => {
      const status = statusOf(
        await sendRaw(app.port, `${method} /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`),
      );
      assert.ok(status === 405 || status === 400, `${status}`);
    });
  }

  it("responds to a request whose target is an absolute URL", async () => {
    const result = await sendRaw(
      app.port,
      "GET http://a.example/livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    assert.equal(statusOf(result), 200);
  });

  for (const [name, bytes] of [
    ["headers", "POST /graphql HTTP/1.1\r\nhost: a\r\n"],
    ["a body", `${HEAD}content-length: 100\r\n\r\n{`],
  ] as const) {
    it(`times out a client that never completes ${name}`, async () => {
      const limited = await startTinyApp({ timeouts: SHORT_TIMEOUTS });
      const result = await sendRaw(limited.port, bytes);
      await limited.close();
      assert.equal(statusOf(result), 408);
      assert.match(result, /REQUEST_TIMEOUT/);
    });
  }

  it("closes the connection of a client that stops reading its responses", async () => {
    const inactive = await startTinyApp({ timeouts: { inactivityMs: 300 } });
    const page = await (await fetch(`${app.url}/graphql`, { headers: { accept: "text/html" } })).text();
    const path = `${/<base href="([^"]+)">/.exec(page)?.[1]}main.js`;
    // From another server, because this one may close the connection of an ordinary client too on a busy machine.
    const asset = await fetch(`${app.url}${path}`);
    const whole = (await asset.arrayBuffer()).byteLength;
    const socket = await openSocket(inactive.port);
    socket.pause();
    const get = `GET ${path} HTTP/1.1\r\nhost: a\r\n`;
    socket.write(`${`${get}\r\n`.repeat(9)}${get}connection: close\r\n\r\n`);
    await sleep(1_000);
    const received = await readToEnd(socket);
    await inactive.close();
    const bytes = Buffer.byteLength(received);
    assert.ok(bytes < 10 * whole, `${bytes} of ${10 * whole}`);
  });

  it("survives clients that disconnect in the middle of a body", async () => {
    for (let count = 0; count < 20; count += 1) {
      const socket = await openSocket(app.port);
      socket.write(`${HEAD}content-length: 100\r\n\r\n{`);
      await sleep(2);
      socket.resetAndDestroy();
    }
    await assertServes();
    assert.equal(app.logged.filter(({ level }) => Number(level) >= 50).length, 0);
  });

  it("holds back responses of pipelined requests until the first one is ready", async () => {
    const rest = requestFor("{ number(value: 1) }") + requestFor("{ number(value: 2) }", "connection: close\r\n");
    const result = await sendRaw(app.port, requestFor("{ slow(ms: 100) }") + rest);
    const bodies = [...result.matchAll(/\{"data":.*\}/g)].map(([body]) => body);
    assert.deepEqual(bodies, ['{"data":{"slow":"done"}}', '{"data":{"number":1}}', '{"data":{"number":2}}']);
  });

  it("responds to a thousand pipelined requests in their order", async () => {
    const socket = await openSocket(app.port);
    const total = 1_000;
    const requests = Array.from({ length: total }, (_, index) =>
      requestFor(`{ number(value: ${index}) }`, index === total - 1 ? "connection: close\r\n" : ""),
    );
    socket.write(requests.join(""));
    const result = await readToEnd(socket);
    const numbers = [...result.matchAll(/"number":(\d+)/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      numbers,
      Array.from({ length: total }, (_, index) => index),
    );
  });
});

describe("shutdown of the HTTP server", () => {
  it("finishes requests in flight, closes their connections, and accepts no new ones", async () => {
    const app = await startTinyApp();
    const socket = await openSocket(app.port);
    socket.write(requestFor("{ slow(ms: 300) }"));
    await eventually(() => app.begun() === 1, "the request is in flight");
    const closing = app.close();
    const rejected = await openSocket(app.port).catch((error: NodeJS.ErrnoException) => error.code);
    const result = await readToEnd(socket);
    await closing;
    assert.equal(rejected, "ECONNREFUSED");
    assert.deepEqual(bodyOf(result), { data: { slow: "done" } });
    assert.match(result, /connection: close/i);
  });

  it("does not wait for idle connections", async () => {
    const app = await startTinyApp({ timeouts: { idleGraceMs: 50 } });
    const unused = await openSocket(app.port);
    const idle = await openSocket(app.port);
    idle.write(requestFor("{ __typename }"));
    await once(idle, "data");
    await Promise.all([app.close(), readToEnd(unused), readToEnd(idle)]);
  });

  it("destroys connections whose requests do not finish in time", async () => {
    const app = await startTinyApp({ timeouts: { drainMs: 100 } });
    const socket = await openSocket(app.port);
    socket.write(requestFor("{ slow(ms: 5000) }"));
    await eventually(() => app.begun() === 1, "the request is in flight");
    const [result] = await Promise.all([readToEnd(socket), app.close()]);
    assert.equal(result, "");
  });

  it("can be started twice", async () => {
    const app = await startTinyApp();
    await app.close();
    await app.close();
  });
});
