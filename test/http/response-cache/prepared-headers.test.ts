// Prepared headers equal, byte for byte, those that Node writes for the same reply, whatever the request; and Node still does the rest:
// pipelining, HEAD, keep-alive, backpressure and the end of the response.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openPort, type RunningHttpServer } from "../../../src/http/open-port.js";
import { preparedReply, type Reply, send, textReply, withHeaders } from "../../../src/http/reply.js";
import { isSupported, PreparedHeaderEnds } from "../../../src/http/response-cache/prepared-headers.js";
import { openSocket, readToEnd, sendRaw } from "../raw-request.js";

const KEEP_ALIVE_MS = 65_000;
const REPLIES: Record<string, Reply> = {
  "/buffer": textReply(200, Buffer.from('{"data":"回环"}'), ["content-type", "application/json", "etag", '"a"']),
  "/text": textReply(200, "回环", ["content-type", "text/plain"]),
  "/not-modified": { status: 304, headers: ["etag", '"a"'], body: "" },
  "/none": { status: 204, headers: ["vary", "Accept"], body: "" },
};

function listenerOf(change: (reply: Reply) => Reply, isLast = false): RequestListener {
  const headEnds = new PreparedHeaderEnds(KEEP_ALIVE_MS);
  const fixed = { requestId: "the-same-id", isLast, bodyLimitBytes: 10, headEnds };
  return (request, response) => {
    const reply = change(REPLIES[request.url ?? ""] ?? { status: 404, headers: [], body: "" });
    send(request, response, withHeaders(reply, ["ratelimit", "r=1"]), { ...fixed, now: performance.now() });
  };
}

const portOf = ({ url }: RunningHttpServer): number => Number(new URL(url).port);
const open = (listener: RequestListener): Promise<RunningHttpServer> =>
  openPort({ host: "127.0.0.1", port: 0 }, () => listener);

describe("prepared headers", () => {
  const servers: RunningHttpServer[] = [];
  before(async () => {
    for (const isLast of [false, true])
      for (const change of [preparedReply, (reply: Reply) => reply])
        servers.push(await open(listenerOf(change, isLast)));
  });
  after(() => Promise.all(servers.map((server) => server.close())));

  async function assertSame(name: string, text: string): Promise<string> {
    const received = await Promise.all(servers.map((server) => sendRaw(portOf(server), text)));
    const [ready, plain, readyLast, plainLast] = received.map((text) =>
      text.replace(/^Date: .{29}\r$/gm, "Date: now\r"),
    );
    assert.equal(ready, plain, name);
    assert.equal(readyLast, plainLast, `${name}, shutting down`);
    return ready ?? "";
  }

  it("are supported by this version of Node", () => assert.ok(isSupported));

  it("equal the headers that Node writes", async () => {
    for (const path of Object.keys(REPLIES)) {
      for (const method of ["GET", "HEAD", "POST"]) {
        for (const version of ["1.1", "1.0"]) {
          for (const connection of ["close", "keep-alive"]) {
            const start = `${method} ${path} HTTP/${version}\r\nhost: a\r\ncontent-length: 0\r\n`;
            const request = `${start}connection: ${connection}\r\n\r\n`;
            const last = `GET /none HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
            await assertSame(request, request + last);
          }
        }
      }
    }
    await assertSame(
      "an upload",
      "POST /buffer HTTP/1.1\r\nhost: a\r\ncontent-length: 12\r\nconnection: close\r\n\r\n",
    );
  });

  it("keep the order of pipelined requests", async () => {
    const paths = ["/buffer", "/not-modified", "/text", "/none", "/buffer"];
    const heads = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n`);
    const received = await assertSame("pipelined", `${heads.join("\r\n")}connection: close\r\n\r\n`);
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    assert.deepEqual(statuses, ["200", "304", "200", "204", "200"]);
  });

  it("reject a header that contains a line end", () => {
    const reply: Reply = { status: 200, headers: ["etag", 'a"\r\nset-cookie: b'], body: "" };
    assert.throws(() => preparedReply(reply), { code: "ERR_INVALID_CHAR" });
  });

  it("leave a client that stops reading to the inactivity timeout", async () => {
    const reply = preparedReply(textReply(200, Buffer.alloc(32 * 1_024 * 1_024, "a"), []));
    const listener = listenerOf(() => reply);
    const sockets: Socket[] = [];
    const server = await openPort({ host: "127.0.0.1", port: 0, timeouts: { inactivityMs: 100 } }, () => {
      return (request, response) => {
        sockets.push(request.socket);
        listener(request, response);
      };
    });
    const stopped = await openSocket(portOf(server));
    stopped.on("error", () => undefined);
    stopped.pause().write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    while (sockets.length === 0 || !sockets.every((socket) => socket.destroyed)) await sleep(20);
    stopped.destroy();
    await server.close();
  });

  it("are followed by a complete body for a slow client while the server shuts down", async () => {
    const body = Buffer.alloc(32 * 1_024 * 1_024, "a");
    const reply = preparedReply(textReply(200, body, []));
    const server = await openPort({ host: "127.0.0.1", port: 0, timeouts: { idleGraceMs: 20 } }, () =>
      listenerOf(() => reply),
    );
    const idle = await openSocket(portOf(server));
    const slow = await openSocket(portOf(server));
    slow.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await once(slow, "readable");
    const closing = server.close();
    // When the idle connection is closed, the one with a response in flight has been spared.
    await readToEnd(idle);
    const bytesRead = await new Promise<number>((resolve) => {
      let bytes = 0;
      slow.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > body.length) slow.end();
      });
      slow.once("close", () => resolve(bytes));
    });
    assert.ok(bytesRead > body.length, `${bytesRead} bytes`);
    await closing;
  });
});
