// The contract of a byte store, checked with a folder and with a bucket, and what is particular to each of the two.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, afterEach, before, describe, test } from "node:test";
import fc from "fast-check";
import { loadConfig } from "../../../src/platform/config/config.js";
import {
  ByteCountError,
  type ByteStore,
  requireStorageKey,
  requireStoragePrefix,
  StorageFullError,
  StorageUnavailableError,
} from "../../../src/platform/storage/byte-store.js";
import { LocalStore } from "../../../src/platform/storage/local-store.js";
import { openByteStore } from "../../../src/platform/storage/open-store.js";
import { S3Store } from "../../../src/platform/storage/s3-store.js";
import { S3_KEYS, S3Double } from "../../support/s3-double.js";

const PNG = "image/png";
const objectOf = (bytes: Uint8Array) => ({ contentType: PNG, byteSize: bytes.length });
const chunks = (...parts: Uint8Array[]) => Readable.from(parts, { objectMode: false });
const put = (store: ByteStore, key: string, bytes: Uint8Array) => store.put(key, chunks(bytes), objectOf(bytes));

async function read(store: ByteStore, key: string, range?: { start: number; end: number }) {
  const opened = await store.get(key, range);
  return opened === null ? null : buffer(opened.stream);
}

async function keysOf(store: ByteStore, prefix: string) {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys.sort();
}

let folder: string;
let double: S3Double;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "byte-store-"));
  double = await S3Double.start();
});
after(async () => {
  await double.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  double.trouble = null;
});

function describeContract(name: string, open: () => Promise<ByteStore>, recordsTypes: boolean) {
  describe(name, () => {
    let store: ByteStore;
    before(async () => {
      store = await open();
    });

    test(`${name} gives back what was put, as a whole and in ranges`, async () => {
      const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
      await store.put("a/b/c.png", chunks(bytes.subarray(0, 70_000), bytes.subarray(70_000)), objectOf(bytes));
      assert.deepEqual(await read(store, "a/b/c.png"), bytes);
      const opened = await store.get("a/b/c.png", { start: 10, end: 19 });
      assert.deepEqual(opened && (await buffer(opened.stream)), bytes.subarray(10, 20));
      assert.equal(opened?.byteSize, bytes.length);
      assert.equal(opened?.contentType, recordsTypes ? PNG : null);
      assert.deepEqual(await read(store, "a/b/c.png", { start: 199_990, end: 300_000 }), bytes.subarray(199_990));
      const head = await store.head("a/b/c.png");
      assert.equal(head?.byteSize, bytes.length);
      assert.ok(Math.abs(Date.now() - Number(head?.modifiedAt)) < 60_000);
    });

    test(`${name} replaces an object, and holds an empty one`, async () => {
      await put(store, "same", Buffer.from("one"));
      await put(store, "same", Buffer.from("another"));
      assert.equal(String(await read(store, "same")), "another");
      await store.put("empty", Readable.from([]), { contentType: PNG, byteSize: 0 });
      assert.deepEqual(await read(store, "empty"), Buffer.alloc(0));
    });

    test(`${name} has nothing under an unknown key`, async () => {
      assert.equal(await store.get("unknown"), null);
      assert.equal(await store.head("unknown/too"), null);
      assert.equal(await store.move("unknown", "elsewhere"), false);
      await store.delete("unknown");
      assert.equal(await store.get("elsewhere"), null);
    });

    test(`${name} stores nothing of a stream that is longer or shorter than announced`, async () => {
      const [one, two] = [Buffer.from("abc"), Buffer.from("def")];
      for (const byteSize of [0, 2, 3, 5, 7, 1_000]) {
        await assert.rejects(store.put("wrong", chunks(one, two), { contentType: PNG, byteSize }), ByteCountError);
        assert.equal(await store.head("wrong"), null, `announced ${byteSize}`);
      }
    });

    test(`${name} stores nothing of a stream that fails, and what was there before stays`, async () => {
      await put(store, "stays", Buffer.from("before"));
      const failing = Readable.from(
        (async function* () {
          yield Buffer.from("ab");
          throw new Error("The client left.");
        })(),
        { objectMode: false },
      );
      await assert.rejects(store.put("stays", failing, { contentType: PNG, byteSize: 4 }), /The client left/);
      assert.equal(String(await read(store, "stays")), "before");
    });

    test(`${name} moves and deletes`, async () => {
      await put(store, "from/x", Buffer.from("moved"));
      await put(store, "to/y", Buffer.from("replaced"));
      assert.equal(await store.move("from/x", "to/y"), true);
      assert.equal(await store.get("from/x"), null);
      assert.equal(String(await read(store, "to/y")), "moved");
      await store.delete("to/y");
      assert.equal(await store.head("to/y"), null);
    });

    test(`${name} lists the objects below a prefix`, async () => {
      const keys = ["l/a", "l/b/1", "l/b/2", "l/c.png", "l/d", "lm/e"];
      for (const key of keys) await put(store, key, Buffer.from(key));
      assert.deepEqual(await keysOf(store, "l/"), keys.slice(0, 5));
      assert.deepEqual(await keysOf(store, "l/b/"), ["l/b/1", "l/b/2"]);
      assert.deepEqual(await keysOf(store, "l"), keys);
      assert.deepEqual(await keysOf(store, "none/"), []);
      for await (const { byteSize, modifiedAt } of store.list("lm/")) {
        assert.equal(byteSize, 4);
        assert.ok(Math.abs(Date.now() - Number(modifiedAt)) < 60_000);
      }
    });

    test(`${name} accepts many writes and deletions of neighbours at once`, async () => {
      const keys = Array.from({ length: 20 }, (_, index) => `busy/${index % 4}/${index}`);
      await Promise.all(keys.map((key) => put(store, key, Buffer.from(key)).then(() => store.delete(key))));
      assert.deepEqual(await keysOf(store, "busy/"), []);
    });

    test(`${name} refuses keys that lead elsewhere`, async () => {
      for (const key of [
        "../x",
        "/etc/passwd",
        "a/../b",
        ".incoming/x",
        "a//b",
        "a/",
        "a\\b",
        "a\0",
        "",
        "a/%2e%2e/b",
        "x".repeat(301),
      ]) {
        await assert.rejects(put(store, key, Buffer.from("x")), /cannot be the key/, key);
        await assert.rejects(store.get(key), /cannot be the key/);
        await assert.rejects(store.head(key), /cannot be the key/);
        await assert.rejects(store.delete(key), /cannot be the key/);
        await assert.rejects(store.move(key, "a"), /cannot be the key/);
        await assert.rejects(store.move("same", key), /cannot be the key/);
      }
    });
  });
}

describeContract("a folder", () => LocalStore.open(join(folder, "contract")), false);
describeContract("a bucket", async () => new S3Store(double.bucket), true);

test("no text leads out of the folder as a key or prefix", () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[./\\a%2e]{1,12}$/));
  fc.assert(
    fc.property(text, (key) => {
      for (const check of [requireStorageKey, requireStoragePrefix]) {
        try {
          check(key);
        } catch {
          continue;
        }
        assert.ok(join("/root/of/assets", key).startsWith("/root/of/assets"), key);
        assert.ok(!key.split("/").some((part) => part.startsWith(".")), key);
      }
    }),
  );
});

test("the configuration decides between a folder and a bucket", async () => {
  const local = await openByteStore(loadConfig({ ASSETS_DIR: join(folder, "opened") }).assets);
  assert.ok(local instanceof LocalStore);
  const keys = { ASSETS_S3_ACCESS_KEY_ID: "a", ASSETS_S3_SECRET_ACCESS_KEY: "b" };
  const remote = await openByteStore(loadConfig({ ASSETS_S3_URL: "https://s3.example/b", ...keys }).assets);
  assert.ok(remote instanceof S3Store);
});

describe("a folder of assets", () => {
  test("a folder of assets drops what interrupted uploads left, not those under way", async () => {
    const place = join(folder, "leftovers");
    await mkdir(join(place, ".incoming"), { recursive: true });
    for (const name of ["old", "new"]) await writeFile(join(place, ".incoming", name), "part");
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(place, ".incoming", "old"), yesterday, yesterday);
    await LocalStore.open(place);
    assert.deepEqual(await readdir(join(place, ".incoming")), ["new"]);
  });

  test("a folder of assets keeps no temporary file and no empty folder", async () => {
    const place = join(folder, "tidy");
    const store = await LocalStore.open(place);
    await put(store, "deep/er/x", Buffer.from("x"));
    await assert.rejects(
      store.put("deep/y", chunks(Buffer.from("x")), { contentType: PNG, byteSize: 2 }),
      ByteCountError,
    );
    assert.deepEqual(await readdir(join(place, ".incoming")), []);
    await store.delete("deep/er/x");
    assert.deepEqual(await readdir(place), [".incoming"]);
  });

  test("a disk that takes no more bytes is a StorageFullError, and nothing is left", () => {
    const place = join(folder, "full");
    const module = new URL("../../../src/platform/storage/local-store.js", import.meta.url).href;
    const script = `
      const { LocalStore } = await import(${JSON.stringify(module)});
      const { Readable } = await import("node:stream");
      const store = await LocalStore.open(${JSON.stringify(place)});
      const bytes = Buffer.alloc(1_000_000);
      const error = await store.put("x", Readable.from([bytes]), { contentType: "image/png", byteSize: bytes.length }).catch((error) => error);
      const { readdirSync } = await import("node:fs");
      console.log(error.name, await store.head("x"), readdirSync(${JSON.stringify(join(place, ".incoming"))}).length);`;
    const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
    const output = execFileSync("sh", ["-c", limited, process.execPath, script], { encoding: "utf8" });
    assert.equal(output.trim(), "StorageFullError null 0");
  });
});

describe("a bucket of assets", () => {
  const bucket = (silenceMs?: number) =>
    new S3Store(double.bucket, { pauseMs: 1, ...(silenceMs === undefined ? {} : { silenceMs }) });

  test("a bucket that fails now and then is asked again", async () => {
    const store = bucket();
    await put(store, "again", Buffer.from("x"));
    double.trouble = 2;
    assert.equal(String(await read(store, "again")), "x");
  });

  test("a bucket that is away is a StorageUnavailableError, for every operation", async () => {
    const store = bucket();
    const bytes = Buffer.from("x");
    for (const trouble of ["down", "gone"] as const) {
      if (trouble === "down") double.trouble = "down";
      const away =
        trouble === "down" ? store : new S3Store({ ...double.bucket, url: "http://127.0.0.1:1/blog" }, { pauseMs: 1 });
      await assert.rejects(put(away, "x", bytes), StorageUnavailableError);
      await assert.rejects(away.get("x"), StorageUnavailableError);
      await assert.rejects(away.head("x"), StorageUnavailableError);
      await assert.rejects(away.delete("x"), StorageUnavailableError);
      await assert.rejects(keysOf(away, ""), StorageUnavailableError);
      double.trouble = null;
    }
  });

  test("a bucket that does not respond is given up", async () => {
    const store = bucket(50);
    double.trouble = "silent";
    await assert.rejects(store.head("x"), StorageUnavailableError);
    await assert.rejects(put(store, "x", Buffer.from("x")), StorageUnavailableError);
  });

  test("an object that is cut off while it is read or written is an error, not a short object", async () => {
    const store = bucket();
    const bytes = Buffer.alloc(300_000, 7);
    await put(store, "cut", bytes);
    double.trouble = "cut";
    await assert.rejects(read(store, "cut"), StorageUnavailableError);
    await assert.rejects(put(store, "cut-too", bytes), StorageUnavailableError);
    assert.ok(!double.objects.has("cut-too"));
  });

  test("a bucket without space is a StorageFullError", async () => {
    double.trouble = "full";
    await assert.rejects(put(bucket(), "x", Buffer.from("x")), StorageFullError);
  });

  test("a move whose copy fails deletes nothing", async () => {
    const store = bucket();
    await put(store, "copied", Buffer.from("x"));
    double.trouble = "copy-fails";
    await assert.rejects(store.move("copied", "target"), StorageUnavailableError);
    assert.ok(double.objects.has("copied"));
  });

  test("wrong keys and an unknown bucket are errors that name no secret", async () => {
    const wrong = new S3Store({ ...double.bucket, secretAccessKey: "another-secret" });
    await assert.rejects(wrong.head("x"), (error: Error) => /refused.*403/.test(error.message));
    await assert.rejects(
      keysOf(wrong, ""),
      (error: Error) => /SignatureDoesNotMatch/.test(error.message) && !/secret/.test(error.message),
    );
    const unknown = new S3Store({ ...double.bucket, url: `${new URL(double.bucket.url).origin}/another` });
    await assert.rejects(unknown.get("x"), /bucket of ASSETS_S3_URL does not exist/);
  });

  test("a client uploads straight to a bucket, with the announced length and type only", async () => {
    const bytes = Buffer.from("direct");
    const upload = await bucket().presignPut("direct/x", { ...objectOf(bytes), expiresInSeconds: 60 });
    const headers = Object.fromEntries(upload.headers.map(({ name, value }) => [name, value]));
    const send = (body: Buffer, others = {}) =>
      fetch(upload.url, { method: "PUT", body, headers: { ...headers, ...others } });
    assert.equal((await send(Buffer.from("longer than announced"))).status, 403);
    assert.equal((await send(bytes, { "content-type": "text/html" })).status, 403);
    assert.ok(!double.objects.has("direct/x"));
    assert.equal((await send(bytes)).status, 200);
    assert.equal(double.objects.get("direct/x")?.contentType, PNG);
    const expired = await bucket().presignPut("direct/x", { ...objectOf(bytes), expiresInSeconds: 0 });
    assert.equal((await fetch(expired.url, { method: "PUT", body: bytes, headers })).status, 403);
    assert.ok(!upload.url.includes(S3_KEYS.secretAccessKey));
  });
});
