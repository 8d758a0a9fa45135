// Downloads from an old site that is slow, broken, moved or hostile.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { type DownloadOptions, FileDownload } from "../../../../src/intake/importers/files/file-download.js";
import type { AbsentFile, OpenedFile } from "../../../../src/intake/importers/files/file-source.js";
import { OutboundGuard } from "../../../../src/platform/outbound/outbound-guard.js";

let server: Server;
let base: string;
let asked: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const sameHost = (path: string): string => `${base}${path}`;

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const guard = new OutboundGuard(["127.0.0.1"]);

async function openAll(
  paths: readonly string[],
  options: Partial<DownloadOptions> & { siteUrl?: string } = {},
): Promise<(string | AbsentFile)[]> {
  const { siteUrl = base, ...rest } = options;
  const download = new FileDownload({ guard, maxBytes: 1_000, retryMs: 1, ...rest });
  download.begin(siteUrl);
  const results: (string | AbsentFile)[] = [];
  for (const path of paths) {
    const opened = await download.open(path);
    results.push("absence" in opened ? opened : await contentOf(opened));
  }
  download.close();
  return results;
}

async function contentOf(opened: OpenedFile): Promise<string> {
  const content = await readFile(opened.file, "utf8");
  assert.equal(opened.byteSize, Buffer.byteLength(content));
  await opened.discard();
  assert.equal(existsSync(opened.file), false);
  return `${opened.fileName} from ${opened.takenFrom.slice(base.length)}: ${content}`;
}

test("a file is fetched from its address below the site, whatever its name", async () => {
  answer = (request, response) => void response.end(request.url);
  const path = "/wp-content/uploads/2019/图 #1?%20.png";
  const encoded = "/wp-content/uploads/2019/%E5%9B%BE%20%231%3F%2520.png";
  assert.deepEqual(await openAll([path]), [`图 #1?%20.png from ${encoded}: ${encoded}`]);
  const [below] = await openAll(["/a.png"], { siteUrl: `${base}/my%20blog/` });
  assert.equal(below, "a.png from /my%20blog/a.png: /my%20blog/a.png");
});

test("what the site does not have is missing at once, and what it refuses is refused", async () => {
  answer = (request, response) => void response.writeHead(Number(request.url?.slice(1, 4))).end("no");
  const [gone, deleted, forbidden] = await openAll(["/404.png", "/410.png", "/403.png"]);
  assert.deepEqual(gone, { absence: "MISSING", reason: "the old site responded with status 404" });
  assert.equal((deleted as AbsentFile).absence, "MISSING");
  assert.deepEqual(forbidden, { absence: "REFUSED", reason: "the old site responded with status 403" });
  assert.equal(asked.length, 3);
});

test("a failure is tried three times, and may succeed meanwhile", async () => {
  let left = 2;
  answer = (_, response) => {
    left -= 1;
    if (left === 1) response.writeHead(503, { "retry-after": "0" }).end();
    else if (left === 0) response.writeHead(200, { "content-length": "10" }).end("12345", () => response.destroy());
    else response.end("whole");
  };
  assert.deepEqual(await openAll(["/a.png"]), ["a.png from /a.png: whole"]);
  answer = (_, response) => void response.writeHead(500).end();
  const reason = "the old site responded with status 500, after 3 attempts";
  assert.deepEqual(await openAll(["/b.png"]), [{ absence: "FAILED", reason }]);
  assert.equal(asked.length, 6);
});

test("a site that does not respond fails, and is not asked for ever", async () => {
  answer = () => undefined;
  const paths = Array.from({ length: 22 }, (_, index) => `/${index}.png`);
  const results = await openAll(paths, { limits: { responseMs: 10 } });
  assert.match((results[0] as AbsentFile).reason, /^the host did not respond within 0\.01 s, after 3 attempts$/);
  assert.match((results[21] as AbsentFile).reason, /failed 20 times in a row and was not asked again/);
  // A request may end before the server has seen it.
  assert.deepEqual(
    asked.filter((path) => /^\/2[01]\.png$/.test(path)),
    [],
  );
});

test("a file that is longer than allowed, or announces to be, is refused without another attempt", async () => {
  answer = (request, response) => {
    if (request.url === "/announced.png") response.writeHead(200, { "content-length": "1001" });
    response.end("x".repeat(1_001));
  };
  for (const opened of await openAll(["/announced.png", "/real.png"])) {
    assert.deepEqual(opened, { absence: "REFUSED", reason: "the response has more than 1000 bytes" });
  }
  assert.equal(asked.length, 2);
});

test("a redirect is followed on the host, at most three times, and never to another host or a private address", async () => {
  const targets: Record<string, string> = {
    "/one.png": "/two.png",
    "/two.png": sameHost("/end.png"),
    "/loop.png": "/loop.png",
    "/other.png": "https://other.example.org/a.png",
    "/private.png": "http://169.254.169.254/latest/meta-data",
    "/rebound.png": "http://[::ffff:127.0.0.1]/a.png",
    "/port.png": "http://127.0.0.1:1/a.png",
    "/file.png": "file:///etc/passwd",
    "/bad.png": "http://[",
  };
  answer = (request, response) => {
    const location = targets[request.url ?? ""];
    if (location === undefined) response.end("end");
    else response.writeHead(302, { location }).end();
  };
  const [followed, ...refused] = await openAll([
    ...["/one.png", "/loop.png", "/other.png", "/private.png", "/rebound.png", "/port.png", "/file.png", "/bad.png"],
  ]);
  assert.equal(followed, "one.png from /one.png: end");
  assert.deepEqual(
    refused.map((file) => (file as AbsentFile).absence),
    Array.from({ length: 7 }, () => "REFUSED"),
  );
  assert.deepEqual(
    refused.slice(0, 3).map((file) => (file as AbsentFile).reason),
    [
      "it redirects more than 3 times",
      "it redirects to another host, other.example.org",
      "it redirects to another host, 169.254.169.254",
    ],
  );
  assert.equal(asked.filter((path) => path === "/loop.png").length, 4);
});

test("a site whose host is not public is refused without a request, and so is one that is not known", async () => {
  answer = (_, response) => void response.end("secret");
  const [refused] = await openAll(["/a.png"], { guard: new OutboundGuard([]) });
  assert.match((refused as AbsentFile).reason, /^the host 127\.0\.0\.1 is not on the public internet/);
  const [unknown] = await openAll(["/a.png"], { siteUrl: "" });
  assert.match((unknown as AbsentFile).reason, /address of the old site is not known/);
  assert.deepEqual(asked, []);
});
