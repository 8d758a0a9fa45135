// Requests to a real server: what is sent, what is cut off, and that no redirect is followed.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { OutboundGuard } from "../../../src/platform/outbound/outbound-guard.js";
import {
  OutboundFailedError,
  type OutboundRequest,
  sendOutbound,
} from "../../../src/platform/outbound/outbound-request.js";

const PAGES: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/echo": (request, response) =>
    void text(request).then((body) =>
      response.end(JSON.stringify({ method: request.method, host: request.headers.host, body })),
    ),
  "/long": (_, response) => void response.end("x".repeat(2_000)),
  "/declared": (_, response) => void response.writeHead(200, { "content-length": "99999999" }).write("x"),
  "/endless": (_, response) => {
    const write = (): void => void (response.destroyed || response.write("x".repeat(1_000), () => setImmediate(write)));
    write();
  },
  "/short": (_, response) => {
    response.writeHead(200, { "content-length": "10" }).write("12345");
    setImmediate(() => response.destroy());
  },
  "/silent": () => undefined,
  "/stalled": (_, response) => void response.writeHead(200).write("x"),
  "/moved": (_, response) => void response.writeHead(302, { location: "/echo" }).end(),
};

let server: Server;
let base: string;
const guard = new OutboundGuard(["127.0.0.1"]);

before(async () => {
  server = createServer((request, response) => PAGES[request.url ?? ""]?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const get = async (path: string, options: Partial<OutboundRequest> = {}): Promise<{ status: number; body: string }> => {
  const response = await sendOutbound(guard, new URL(path, base), { allowsHttp: true, maxBytes: 1_000, ...options });
  return { status: response.status, body: (await buffer(response.body)).toString() };
};

const fails = (path: string, reason: RegExp, options: Partial<OutboundRequest> = {}): Promise<void> =>
  assert.rejects(get(path, options), (error) => {
    assert.ok(error instanceof OutboundFailedError, String(error));
    assert.match(error.message, reason);
    return true;
  });

test("a request has the host of its URL and its body, and a redirect is not followed", async () => {
  const echo = await get("/echo", { method: "POST", body: "é" });
  assert.deepEqual(JSON.parse(echo.body), { method: "POST", host: new URL(base).host, body: "é" });
  assert.deepEqual(await get("/moved"), { status: 302, body: "" });
});

test("the connection is made to the address that was checked, and the name is not resolved again", async () => {
  let asked = 0;
  const naming = new OutboundGuard(["blog.internal"], async () => {
    asked += 1;
    return [{ address: "127.0.0.1", family: 4 }];
  });
  const url = new URL(`http://blog.internal:${new URL(base).port}/echo`);
  const response = await sendOutbound(naming, url, { allowsHttp: true, maxBytes: 1_000 });
  assert.equal(JSON.parse(await text(response.body)).host, url.host);
  assert.equal(asked, 1);
});

test("a body that is longer than allowed, that announces so or that has no end is cut off", async () => {
  for (const path of ["/long", "/declared", "/endless"]) await fails(path, /^The response has more than 1000 bytes\.$/);
  assert.equal((await get("/long", { maxBytes: 2_000 })).body.length, 2_000);
});

test("a body that ends before its announced length, and a host that does not respond or stops, are failures", async () => {
  await fails("/short", /^The response was cut off\.$|^No whole response was received/);
  await fails("/silent", /did not respond within 0\.05 s/, { limits: { responseMs: 50 } });
  await fails("/stalled", /did not respond within 0\.05 s/, { limits: { idleMs: 50 } });
  await fails("/stalled", /did not respond within 0\.0\d+ s/, { limits: { totalMs: 50 } });
});

test("a request ends with its signal", async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 20);
  await fails("/silent", /No whole response was received \(ABORT_ERR\)/, { signal: ending.signal });
});

test("a failure before the caller reads is told when it reads", async () => {
  const { body } = await sendOutbound(guard, new URL("/short", base), { allowsHttp: true, maxBytes: 1_000 });
  await new Promise((resolve) => body.once("close", resolve));
  await assert.rejects(buffer(body));
});

test("a closed port and an unknown name are failures that name the cause", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  await fails(`http://127.0.0.1:${port}/`, /ECONNREFUSED/);
  const unknown = new OutboundGuard([], async () => {
    throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
  });
  const sent = sendOutbound(unknown, new URL("https://gone.example.org/"), { allowsHttp: false, maxBytes: 1 });
  await assert.rejects(sent, /The host gone\.example\.org is not known \(ENOTFOUND\)/);
});
