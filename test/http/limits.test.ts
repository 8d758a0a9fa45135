// What the server does to clients that send too much, too slowly, or no HTTP at all, and how it says goodbye.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bodyOf, openSocket, readToEnd, sendRaw, statusOf } from "./raw-request.js";
import { startTinyApp, type TinyApp } from "./tiny-app.js";

const LIMIT = 262_144;
const HASTY = { headersMs: 300, requestMs: 600, checkEveryMs: 100 };
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
  const stillServes = async () => assert.equal((await post('{"query":"{ __typename }"}')).status, 200);

  it("takes a body of exactly the limit", async () => {
    const start = '{"query":"{ __typename }","variables":{"a":"';
    const body = `${start}${"a".repeat(LIMIT - start.length - 3)}"}}`;
    assert.equal(body.length, LIMIT);
    assert.equal((await post(body)).status, 200);
  });

  it("refuses one byte more with 413", async () => {
    const response = await post("a".repeat(LIMIT + 1));
    assert.equal(response.status, 413);
    assert.match(await response.text(), /PAYLOAD_TOO_LARGE/);
  });

  it("refuses a chunked body that grows past the limit, and hangs up", async () => {
    const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
    const socket = await openSocket(app.port);
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    const timer = setInterval(() => socket.write(chunk), 5);
    const result = await readToEnd(socket);
    clearInterval(timer);
    assert.equal(statusOf(result), 413);
    assert.match(result, /connection: close/i);
  });

  it("answers a huge upload with 413 and closes its socket before it has read it all", async () => {
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
    await stillServes();
  });

  it("does not read a long body that nobody wants, whatever the refusal", async () => {
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
    ["a chunk size that is no number", `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nabc`, 400],
    ["NUL in a header", "GET / HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n", 400],
    ["something that is not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
  ] as const) {
    it(`answers ${name} with ${status} in JSON, and hangs up`, async () => {
      const result = await sendRaw(app.port, Buffer.from(bytes, "latin1"));
      assert.equal(statusOf(result), status);
      const { errors } = bodyOf(result) as { errors: { message: string }[] };
      assert.match(errors[0]?.message ?? "", /^Expected/);
      await stillServes();
    });
  }

  it("refuses a request without a host", async () => {
    assert.equal(statusOf(await sendRaw(app.port, "GET / HTTP/1.1\r\n\r\n")), 400);
  });

  for (const method of ["TRACE", "TRACK", "BREW"]) {
    it(`runs nothing for ${method}`, async () => {
      const status = statusOf(
        await sendRaw(app.port, `${method} /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`),
      );
      assert.ok(status === 405 || status === 400, `${status}`);
    });
  }

  it("answers a request whose target is a whole URL", async () => {
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
    it(`gives up on a client that never finishes ${name}`, async () => {
      const hasty = await startTinyApp({ timeouts: HASTY });
      const result = await sendRaw(hasty.port, bytes);
      await hasty.close();
      assert.equal(statusOf(result), 408);
      assert.match(result, /REQUEST_TIMEOUT/);
    });
  }

  it("cuts off a client that stops reading its answers", async () => {
    const impatient = await startTinyApp({ timeouts: { inactivityMs: 300 } });
    const page = await (await fetch(`${app.url}/graphql`, { headers: { accept: "text/html" } })).text();
    const path = `${/<base href="([^"]+)">/.exec(page)?.[1]}main.js`;
    // Asked of another server: the impatient one may cut off even an ordinary client on a busy machine.
    const asset = await fetch(`${app.url}${path}`);
    const whole = (await asset.arrayBuffer()).byteLength;
    const socket = await openSocket(impatient.port);
    socket.pause();
    const get = `GET ${path} HTTP/1.1\r\nhost: a\r\n`;
    socket.write(`${`${get}\r\n`.repeat(9)}${get}connection: close\r\n\r\n`);
    await sleep(1_000);
    const received = await readToEnd(socket);
    await impatient.close();
    const bytes = Buffer.byteLength(received);
    assert.ok(bytes < 10 * whole, `${bytes} of ${10 * whole}`);
  });

  it("survives clients that leave in the middle of a body", async () => {
    for (let count = 0; count < 20; count += 1) {
      const socket = await openSocket(app.port);
      socket.write(`${HEAD}content-length: 100\r\n\r\n{`);
      await sleep(2);
      socket.resetAndDestroy();
    }
    await stillServes();
    assert.equal(app.logged.filter(({ level }) => Number(level) >= 50).length, 0);
  });

  it("keeps the answers of pipelined requests that are ready before the first is", async () => {
    const rest = requestFor("{ number(value: 1) }") + requestFor("{ number(value: 2) }", "connection: close\r\n");
    const result = await sendRaw(app.port, requestFor("{ slow(ms: 100) }") + rest);
    const bodies = [...result.matchAll(/\{"data":.*\}/g)].map(([body]) => body);
    assert.deepEqual(bodies, ['{"data":{"slow":"done"}}', '{"data":{"number":1}}', '{"data":{"number":2}}']);
  });

  it("answers a thousand pipelined requests in their order", async () => {
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

describe("closing the HTTP server", () => {
  it("finishes what is in flight, tells its client to leave, and takes nothing new", async () => {
    const app = await startTinyApp();
    const socket = await openSocket(app.port);
    socket.write(requestFor("{ slow(ms: 300) }"));
    await sleep(100);
    const closing = app.close();
    const refused = await openSocket(app.port).catch((error: NodeJS.ErrnoException) => error.code);
    const result = await readToEnd(socket);
    await closing;
    assert.equal(refused, "ECONNREFUSED");
    assert.deepEqual(bodyOf(result), { data: { slow: "done" } });
    assert.match(result, /connection: close/i);
  });

  it("does not wait for connections on which nothing happens", async () => {
    const app = await startTinyApp({ timeouts: { idleGraceMs: 50 } });
    const unused = await openSocket(app.port);
    const idle = await openSocket(app.port);
    idle.write(requestFor("{ __typename }"));
    await once(idle, "data");
    await Promise.all([app.close(), readToEnd(unused), readToEnd(idle)]);
  });

  it("cuts off what does not finish in time", async () => {
    const app = await startTinyApp({ timeouts: { drainMs: 100 } });
    const socket = await openSocket(app.port);
    socket.write(requestFor("{ slow(ms: 5000) }"));
    await sleep(50);
    const [result] = await Promise.all([readToEnd(socket), app.close()]);
    assert.equal(result, "");
  });

  it("can be asked twice", async () => {
    const app = await startTinyApp();
    await app.close();
    await app.close();
  });
});
