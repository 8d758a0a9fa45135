// Pictures and files over HTTP: what is served and to whom, that each variant is made once, and what happens when the store is away.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, describe, it } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { parseAssetPath } from "../../../src/http/assets/asset-path.js";
import { ReplyMemory } from "../../../src/http/assets/reply-memory.js";
import { halves, photograph } from "../../support/test-pictures.js";
import { openSocket, readToEnd } from "../raw-request.js";
import { type AssetApp, keysOf, openStores, type Stores, signed, startAssetApp } from "./asset-app.js";

const SHAPE = { width: 800, height: 600, isAnimated: false, hasAlpha: false };
const IMMUTABLE = "public, max-age=31536000, immutable";

describe("the delivery of assets", () => {
  let stores: Stores;
  let app: AssetApp;
  let picture: Buffer;
  before(async () => {
    stores = await openStores();
    app = await startAssetApp(stores.local);
    picture = await photograph(600, 800);
  });
  after(async () => {
    await app.close();
    await stores.close();
  });
  afterEach(() => {
    stores.double.trouble = null;
  });

  const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(app.url + path, { method, headers, redirect: "manual" });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it("serves variants of a picture with their type, size and policy, and without its metadata", async () => {
    const base = await app.add(picture, { picture: SHAPE });
    for (const [name, type, width, height] of [
      ["w320.webp", "image/webp", 320, 240],
      ["w640.jpg", "image/jpeg", 640, 480],
      ["w960.webp", "image/webp", 800, 600],
      ["square_96.webp", "image/webp", 96, 96],
      ["card_1200.jpg", "image/jpeg", 800, 420],
    ] as const) {
      const response = await get(`${base}/${name}`);
      assert.equal(response.status, 200, name);
      assert.equal(response.headers.get("content-type"), type);
      assert.equal(response.headers.get("cache-control"), IMMUTABLE);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(response.headers.get("set-cookie"), null);
      const bytes = await bytesOf(response);
      assert.equal(response.headers.get("content-length"), String(bytes.length));
      const metadata = await sharp(bytes).metadata();
      assert.deepEqual([metadata.width, metadata.height, metadata.exif], [width, height, undefined]);
    }
  });

  it("responds to HEAD and to conditional requests without a body", async () => {
    const path = `${await app.add(picture, { picture: SHAPE })}/w320.webp`;
    const first = await get(path);
    const length = String((await bytesOf(first)).length);
    const etag = first.headers.get("etag") ?? "";
    const head = await get(path, {}, "HEAD");
    assert.deepEqual([head.status, head.headers.get("content-length"), (await bytesOf(head)).length], [200, length, 0]);
    for (const condition of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const response = await get(path, { "if-none-match": condition });
      assert.deepEqual(
        [response.status, response.headers.get("etag"), response.headers.get("cache-control")],
        [304, etag, IMMUTABLE],
      );
    }
    assert.equal((await get(path, { "if-none-match": '"another"' })).status, 200);
    // A conditional request needs no encoding at all.
    const other = await get(path.replace("w320.webp", "w640.webp"), { "if-none-match": "*" });
    assert.equal(other.status, 304);
    assert.equal(await stores.local.head(`variants/${path.split("/")[2]}/1/w640.webp`), null);
  });

  for (const name of ["local", "bucket"] as const) {
    it(`makes a variant once for many who ask at once, and never again, in a ${name} store`, async () => {
      const first = await startAssetApp(stores[name]);
      const base = await first.add(picture, { picture: SHAPE });
      const asked = await Promise.all(
        Array.from({ length: 40 }, () => fetch(`${first.url}${base}/w320.webp`).then(bytesOf)),
      );
      assert.equal(await first.count("variants_total", "encoding"), 1);
      assert.equal((await fetch(`${first.url}${base}/w320.webp`)).status, 200);
      assert.equal(await first.count("variants_total", "memory"), 1);
      assert.ok((await first.count("memory_bytes")) > 0);
      await first.close();
      const second = await startAssetApp(stores[name]);
      for (const [key, asset] of first.assets) second.assets.set(key, asset);
      const bytes = await fetch(`${second.url}${base}/w320.webp`).then(bytesOf);
      for (const each of asked) assert.deepEqual(each, bytes);
      assert.equal(await second.count("variants_total", "encoding"), 0);
      assert.equal(await second.count("variants_total", "store"), 1);
      await second.close();
    });
  }

  it("responds to 10,000 other addresses with 404, without a look-up, an encoding or a file", async () => {
    const base = await app.add(picture, { picture: SHAPE });
    const before = [await keysOf(stores.local), await app.count("variants_total", "encoding"), app.lookUps()];
    const names = [
      ...[
        "w321.webp",
        "w640junk1.webp",
        "w640.gif",
        "w320.webp.png",
        "W320.webp",
        "original.jpg",
        "../x",
        "file.jpg",
        "w320",
        "w320.webp/",
      ],
      ...[
        "w320.webp?x=1",
        "w320.webp?until=1&sig=x",
        "w320.webp%00",
        "%2e%2e/w320.webp",
        "w320.webp?until=9999999999",
        "w320.webp?",
      ],
    ];
    const key = base.split("/")[2] ?? "";
    const paths = Array.from({ length: 10_000 }, (_, index) => {
      const name = names[index % names.length];
      if (index % 4 === 0) return `${base}/${index}${name}`;
      if (index % 4 === 1) return `/assets/${key}/0${index}/w320.webp`;
      return index % 4 === 2 ? `/assets/${key.toUpperCase()}${index}/1/w320.webp` : `/assets/${index}/${name}`;
    });
    assert.ok(paths.every((path) => parseAssetPath(path, "") === null));
    const socket = await openSocket(app.port);
    const last = `GET ${base}/w320.gif HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join("") + last);
    const statuses = (await readToEnd(socket)).match(/HTTP\/1\.1 \d+/g) ?? [];
    assert.equal(statuses.length, 10_001);
    assert.deepEqual([...new Set(statuses)], ["HTTP/1.1 404"]);
    // Of a picture that exists, variants that it does not have take a look-up and nothing more.
    for (const name of ["w2560.webp", "w1280.webp", "w320.png", "w320.avif", "file.pdf", "file.svg"]) {
      assert.equal((await get(`${base}/${name}`)).status, 404, name);
    }
    assert.deepEqual(
      [await keysOf(stores.local), await app.count("variants_total", "encoding"), app.lookUps() - 6],
      before,
    );
  });

  it("serves what is not public by a signature only, and hides that it exists", async () => {
    const path = `${await app.add(picture, { picture: SHAPE, isPublic: false })}/w320.webp`;
    const absent = `/assets/${randomBytes(16).toString("hex")}/1/w320.webp`;
    const facts = async (url: string) => {
      const response = await get(url);
      const headers = [...response.headers].filter(([name]) => name !== "date" && name !== "x-request-id");
      return [response.status, headers, await response.text()];
    };
    const unknown = await facts(absent);
    assert.equal(unknown[0], 404);
    const otherPath = signed(path.replace("w320", "w640")).split("?")[1];
    const hidden = [
      path,
      signed(path, true),
      `${path}?${otherPath}`,
      signed(path).replace("sig=", "sig=A").slice(0, -1),
    ];
    for (const url of hidden) assert.deepEqual(await facts(url), unknown, url);
    assert.equal(await stores.local.head(`variants/${path.split("/")[2]}/1/w320.webp`), null);
    const response = await get(signed(path));
    assert.deepEqual([response.status, response.headers.get("cache-control")], [200, "private, max-age=300"]);
    // As soon as it is public, also addresses that were signed before lead to it, and the response may be stored.
    const asset = app.assets.get(path.split("/")[2] ?? "");
    assert.ok(asset);
    app.assets.set(asset.key, { ...asset, isPublic: true });
    for (const url of [path, signed(path), signed(path, true)]) {
      const published = await get(url);
      assert.deepEqual([published.status, published.headers.get("cache-control")], [200, IMMUTABLE]);
    }
    app.assets.set(asset.key, { ...asset, isPublic: false });
    assert.equal((await get(path)).status, 404);
  });

  it("leads from a former version of a public asset to the current one", async () => {
    const base = await app.add(picture, { picture: { ...SHAPE, width: 500, hasAlpha: true }, contentVersion: 3 });
    const former = base.replace(/3$/, "2");
    const location = async (path: string) => (await get(path)).headers.get("location");
    assert.equal(await location(`${former}/w1280.webp`), `${base}/w640.webp`);
    assert.equal(await location(`${former}/w320.jpg`), `${base}/w320.png`);
    assert.equal((await get(base.replace(/3$/, "4/w320.webp"))).status, 404);
    const hidden = await app.add(picture, { picture: SHAPE, contentVersion: 2, isPublic: false });
    assert.equal((await get(signed(`${hidden.replace(/2$/, "1")}/w320.webp`))).status, 404);
  });

  it("leads from the address by which a body refers to an asset to the picture or file, while it is public", async () => {
    const base = await app.add(picture, { picture: { ...SHAPE, hasAlpha: true } });
    const folder = base.replace(/\/1$/, "");
    for (const path of [folder, `${folder}/a.png`, `${folder}/%E5%9B%BE%20(1).jpg`]) {
      const response = await get(path);
      assert.deepEqual([response.status, response.headers.get("location")], [302, `${base}/w960.png`]);
      assert.equal(response.headers.get("cache-control"), "public, max-age=60");
    }
    const pdf = (await app.add(Buffer.from("%PDF-1.7"), { contentType: "application/pdf" })).replace(/\/1$/, "");
    assert.equal((await get(`${pdf}/a.pdf`)).headers.get("location"), `${pdf}/1/file.pdf`);
    const hidden = (await app.add(picture, { picture: SHAPE, isPublic: false })).replace(/\/1$/, "");
    for (const path of [
      `${hidden}/a.png`,
      signed(`${hidden}/a.png`),
      `${folder}/a.png?x=1`,
      `${folder}/`,
      `${folder}/a/b`,
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
  });

  it("serves files as downloads under their names, and SVG pictures with a policy", async () => {
    const pdf = await app.add(Buffer.from("%PDF-1.7"), { contentType: "application/pdf", fileName: '报告 "1".pdf' });
    const response = await get(`${pdf}/file.pdf`);
    assert.equal(await response.text(), "%PDF-1.7");
    assert.equal(
      response.headers.get("content-disposition"),
      `attachment; filename="__ _1_.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%20%221%22.pdf`,
    );
    assert.equal(response.headers.get("content-security-policy"), "default-src 'none'; sandbox");
    assert.equal((await get(`${pdf}/file.zip`)).status, 404);
    const svg = await app.add(Buffer.from("<svg/>"), { contentType: "image/svg+xml" });
    const drawing = await get(`${svg}/file.svg`);
    assert.equal(drawing.headers.get("content-type"), "image/svg+xml");
    assert.match(drawing.headers.get("content-security-policy") ?? "", /^default-src 'none';.*sandbox$/);
    assert.equal(drawing.headers.get("content-disposition"), null);
  });

  it("serves parts of files", async () => {
    const bytes = randomBytes(1_000);
    const path = `${await app.add(bytes, { contentType: "video/mp4" })}/file.mp4`;
    const part = async (range: string, more = {}) => {
      const response = await get(path, { range, ...more });
      return [response.status, response.headers.get("content-range"), await bytesOf(response)];
    };
    assert.deepEqual(await part("bytes=0-9"), [206, "bytes 0-9/1000", bytes.subarray(0, 10)]);
    assert.deepEqual(await part("bytes=990-"), [206, "bytes 990-999/1000", bytes.subarray(990)]);
    assert.deepEqual(await part("bytes=-5"), [206, "bytes 995-999/1000", bytes.subarray(995)]);
    assert.deepEqual(await part("bytes=5-99999999"), [206, "bytes 5-999/1000", bytes.subarray(5)]);
    for (const ignored of ["bytes=", "bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b"]) {
      assert.deepEqual(await part(ignored), [200, null, bytes], ignored);
    }
    for (const beyond of ["bytes=1000-", "bytes=-0"])
      assert.deepEqual((await part(beyond)).slice(0, 2), [416, "bytes */1000"]);
    const etag = (await get(path, {}, "HEAD")).headers.get("etag") ?? "";
    assert.equal((await part("bytes=0-9", { "if-range": etag }))[0], 206);
    assert.equal((await part("bytes=0-9", { "if-range": '"former"' }))[0], 200);
    const head = await get(path, { range: "bytes=0-9" }, "HEAD");
    assert.deepEqual([head.status, head.headers.get("content-length")], [206, "10"]);
  });

  it("responds with 503 while the bucket is away, and goes on when it is back", async () => {
    const remote = await startAssetApp(stores.bucket);
    const base = await remote.add(picture, { picture: SHAPE });
    const file = await remote.add(Buffer.alloc(300_000), { contentType: "application/zip" });
    stores.double.trouble = "down";
    for (const path of [`${base}/w320.webp`, `${file}/file.zip`]) {
      const response = await fetch(remote.url + path);
      assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "5"]);
      assert.match(await response.text(), /SERVICE_UNAVAILABLE/);
    }
    stores.double.trouble = "cut";
    await assert.rejects(fetch(`${remote.url}${file}/file.zip`).then(bytesOf));
    stores.double.trouble = null;
    for (const path of [`${base}/w320.webp`, `${file}/file.zip`])
      assert.equal((await fetch(remote.url + path)).status, 200);
    await remote.close();
  });

  it("serves a variant that cannot be stored", async () => {
    const remote = await startAssetApp(stores.bucket);
    const base = await remote.add(picture, { picture: SHAPE });
    stores.double.trouble = "full";
    assert.equal((await fetch(`${remote.url}${base}/w640.webp`)).status, 200);
    assert.ok(remote.logged.some(({ msg }) => msg === "A variant of a picture could not be stored."));
    await remote.close();
  });

  it("does not try a picture again and again that cannot be encoded", async () => {
    const base = await app.add((await halves(80, 60).png().toBuffer()).subarray(0, 90), { picture: SHAPE });
    for (let attempt = 0; attempt < 3; attempt++) {
      const response = await get(`${base}/w320.webp`);
      assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "60"]);
    }
    assert.equal(await app.count("variants_total", "failure"), 1);
  });

  it("allows reading only", async () => {
    const base = await app.add(picture, { picture: SHAPE });
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const response = await get(`${base}/w320.webp`, {}, method);
      assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
    }
  });
});

it("replies in memory are limited by their bytes, and those in use stay", () => {
  const memory = new ReplyMemory();
  const reply = { status: 200, headers: [], body: Buffer.alloc(400_000) };
  for (let index = 0; index < 200; index++) {
    memory.set(`${index}`, reply);
    assert.ok(memory.get("0"));
    assert.ok(memory.bytes <= 32 * 1_024 * 1_024);
  }
  assert.equal(memory.get("1"), undefined);
  memory.set("large", { ...reply, body: Buffer.alloc(600_000) });
  assert.equal(memory.get("large"), undefined);
  memory.set("199", reply);
  assert.ok(memory.bytes > 30_000_000);
});

it("no address but the few known ones is read as one of an asset", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webPath().map((path) => `/assets/${path}`),
      ),
      fc.webQueryParameters(),
      (path, query) => {
        assert.equal(parseAssetPath(path, query === "" ? "" : `?${query}`), null);
      },
    ),
  );
});
