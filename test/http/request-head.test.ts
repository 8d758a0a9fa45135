// What the head of a request demands of the server: transfer codings and expectations. A client that waits to be invited sends its body only if its head is
// accepted.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { bodyOf, openSocket, readToEnd, sendRaw, statusOf } from "./raw-request.js";
import { startTinyApp, type TinyApp } from "./tiny-app.js";

const BODY = '{"query":"{ echo(text: \\"a\\") }"}';
const DATA = '{"data":{"echo":"a"}}';
const LIMIT_BYTES = 1_024;

let app: TinyApp;
before(async () => {
  app = await startTinyApp({ bodyLimitBytes: LIMIT_BYTES });
});
after(() => app.close());

const head = (lines: Readonly<Record<string, string>>, method = "POST"): string => {
  const all = { host: "a", "content-type": "application/json", ...lines };
  const text = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} /graphql HTTP/1.1\r\n${text.join("")}\r\n`;
};
const codeOf = (raw: string): string =>
  (bodyOf(raw) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code ?? "";
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

describe("a transfer coding", () => {
  it("may be chunked, in any case", async () => {
    for (const coding of ["chunked", "Chunked"]) {
      const raw = await sendRaw(app.port, head({ "transfer-encoding": coding, connection: "close" }) + chunked(BODY));
      assert.equal(statusOf(raw), 200, raw);
    }
  });

  for (const coding of ["gzip, chunked", "deflate, chunked", "x-custom, chunked", "gzip", "x-custom", "identity"]) {
    it(`is rejected with 501 if it is ${coding}, and the connection is closed`, async () => {
      const raw = await sendRaw(app.port, head({ "transfer-encoding": coding }) + chunked(BODY));
      assert.deepEqual([statusOf(raw), codeOf(raw)], [501, "NOT_IMPLEMENTED"], raw);
      assert.match(raw, /\r\nconnection: close\r\n/i);
    });
  }

  for (const [name, lines] of [
    ["with Content-Length", { "transfer-encoding": "chunked", "content-length": "3" }],
    ["that is applied twice", { "transfer-encoding": "chunked, chunked" }],
  ] as const) {
    it(`is rejected with 400 or 501 ${name}`, async () => {
      const status = statusOf(await sendRaw(app.port, head(lines) + chunked(BODY)));
      assert.ok(status === 400 || status === 501, String(status));
    });
  }
});

describe("a client that expects 100-continue", () => {
  /** Sends a head, and the body once it is invited; returns everything that the server sent. */
  async function sendExpecting(lines: Readonly<Record<string, string>>, body: string): Promise<string> {
    const socket = await openSocket(app.port);
    const ended = readToEnd(socket);
    let isInvited = false;
    socket.on("data", (chunk: Buffer) => {
      if (isInvited || !chunk.toString().startsWith("HTTP/1.1 100 ")) return;
      isInvited = true;
      socket.write(body);
    });
    socket.write(head({ expect: "100-continue", connection: "close", ...lines }));
    return ended;
  }

  for (const [name, lines, body] of [
    ["of a known length", { "content-length": String(BODY.length) }, BODY],
    ["in chunks", { "transfer-encoding": "chunked" }, chunked(BODY)],
  ] as const) {
    it(`is invited to send a body ${name}, which is executed`, async () => {
      const raw = await sendExpecting(lines, body);
      assert.match(raw, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
      assert.ok(raw.includes(DATA), raw);
    });
  }

  for (const [name, lines, status] of [
    ["that is too long", { "content-length": String(LIMIT_BYTES + 1) }, 413],
    ["of another type", { "content-length": "2", "content-type": "text/plain" }, 415],
    ["that is compressed", { "content-length": "2", "content-encoding": "gzip" }, 415],
    ["whose response it cannot read", { "content-length": "2", accept: "image/png" }, 406],
    ["in an unknown coding", { "transfer-encoding": "gzip, chunked" }, 501],
  ] as const) {
    it(`is not invited to send a body ${name}, and the connection is closed`, async () => {
      const raw = await sendExpecting(lines, BODY);
      assert.equal(statusOf(raw), status, raw);
      assert.match(raw, /\r\nconnection: close\r\n/i);
    });
  }

  it("is invited only once the body is read, so that a body in chunks is limited too", async () => {
    const raw = await sendExpecting({ "transfer-encoding": "chunked" }, chunked("x".repeat(LIMIT_BYTES + 1)));
    assert.match(raw, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 413 /);
  });

  it("gets the response to a request without a body", async () => {
    const raw = await sendRaw(app.port, "GET /livez HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n\r\n");
    assert.match(raw, /^HTTP\/1\.1 200 OK\r\n/);
  });
});

for (const expectation of ["200-ok", "100-continue, x", "x=y"]) {
  it(`the expectation ${expectation} is rejected with 417`, async () => {
    const lines = { expect: expectation, "content-length": String(BODY.length), connection: "close" };
    const raw = await sendRaw(app.port, head(lines) + BODY);
    assert.deepEqual([statusOf(raw), codeOf(raw)], [417, "EXPECTATION_FAILED"], raw);
  });
}

describe("a client that asks for another protocol", () => {
  it("gets the response to its request over HTTP/1.1, on a connection that it keeps, as HTTP clients do that prefer HTTP/2", async () => {
    const upgrade = { upgrade: "h2c", connection: "Upgrade, HTTP2-Settings", "http2-settings": "AAMAAABkAARAAAAA" };
    const length = { "content-length": String(BODY.length) };
    const socket = await openSocket(app.port);
    const responded = new Promise((resolve) => socket.once("data", resolve));
    const ended = readToEnd(socket);
    socket.write(head({ ...upgrade, ...length }) + BODY.slice(0, 10));
    socket.write(BODY.slice(10));
    await responded;
    socket.write(head({ ...upgrade, ...length, connection: "close, upgrade" }) + BODY);
    const raw = await ended;
    assert.equal(raw.split(DATA).length, 3, raw);
  });
});
