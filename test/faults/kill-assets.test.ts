// Kills the service process repeatedly at random points while a client uploads pictures and asks for their variants. Afterwards every asset has its
// bytes, every stored variant is whole, and no process that decodes pictures has outlived its service.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import type { DataSource } from "typeorm";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { readFaultRounds } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { scratchFolder } from "../support/scratch-folder.js";
import type { SpawnedScript } from "../support/spawned.js";
import { openDatabase, spawnService } from "./service.js";

const KILLS = readFaultRounds().kills ?? 3;
const LONGEST_MS = 400;
const CREATE = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { uploadId url } asset { id } errors { code } } }`;
const COMPLETE = `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) { asset { id } errors { code } } }`;
const URLS = `query ($id: ID!) { asset(id: $id) { srcset } }`;

const folder = scratchFolder();
let scratch: ScratchDatabase;
let dataSource: DataSource;
let token: string;
let current: SpawnedScript;
let next: SpawnedScript;

before(async () => {
  scratch = await createScratchDatabase();
  dataSource = await openDatabase(scratch.url);
  const writer = { name: "Writer", role: "EDITOR" as const, authorId: null, expiresAt: null };
  token = (await dataSource.transaction((tx) => insertApiToken(tx, writer))).secret;
  await dataSource.query("create table heard (number bigint generated always as identity, event_id bigint not null)");
});
after(async () => {
  await Promise.all([current?.kill(), next?.kill()]);
  await dataSource.destroy();
  await scratch.drop();
  await folder.delete();
});

const start = () => spawnService(scratch.url, { ASSETS_DIR: folder.path });

async function graphql<T>(query: string, variables: object): Promise<T> {
  const response = await fetch(`${await current.firstLine}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Record<string, T>; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0] as T;
}

/** Uploads until there is an asset, whatever is killed, and then asks for all its variants. */
async function uploadOnce(bytes: Buffer, counts: { retries: number }): Promise<string> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const input = { fileName: "a.png", contentType: "image/png", byteSize: bytes.length, sha256 };
  for (;;) {
    try {
      type Created = { upload: { uploadId: string; url: string } | null; asset: { id: string } | null };
      const { upload, asset } = await graphql<Created>(CREATE, { input });
      if (upload === null) return asset?.id ?? "";
      const sent = await fetch((await current.firstLine) + upload.url, { method: "PUT", body: bytes });
      assert.equal(sent.status, 204);
      const completed = await graphql<{ asset: { id: string } | null; errors: unknown[] }>(COMPLETE, {
        input: { uploadId: upload.uploadId },
      });
      if (completed.asset !== null) return completed.asset.id;
      assert.fail(JSON.stringify(completed.errors));
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      counts.retries += 1;
      await sleep(5);
    }
  }
}

async function readVariants(id: string): Promise<void> {
  const { srcset } = await graphql<{ srcset: string }>(URLS, { id });
  for (const entry of srcset.split(", ")) await fetch((await current.firstLine) + (entry.split(" ")[0] ?? ""));
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("a kill of the service at any point leaves no asset without its bytes, no part of a variant and no process", async (t) => {
  const stored = new Map<string, Buffer>();
  const decoders: number[] = [];
  const counts = { retries: 0 };
  let isOver = false;
  current = start();
  const client = async () => {
    for (let index = 0; !isOver || index === 0; index += 1) {
      const noise = randomBytes(400 * 300 * 3);
      const bytes = await sharp(noise, { raw: { width: 400, height: 300, channels: 3 } })
        .png()
        .toBuffer();
      const id = await uploadOnce(bytes, counts);
      stored.set(id, bytes);
      await readVariants(id).catch(() => undefined);
    }
  };
  const clients = [client(), client()];
  for (let kill = 0; kill < KILLS; kill += 1) {
    next = start();
    await current.firstLine;
    const known = stored.size;
    while (stored.size === known) await sleep(1);
    await sleep(Math.random() * LONGEST_MS);
    decoders.push(...childrenOf(current.pid));
    await current.kill();
    current = next;
  }
  await current.firstLine;
  isOver = true;
  await Promise.all(clients);

  const rows: { id: string; bytes_key: string; sha256: string }[] = await dataSource.query(
    "select id, bytes_key, sha256 from asset",
  );
  assert.equal(rows.length, stored.size);
  const hashes = new Set([...stored.values()].map((bytes) => createHash("sha256").update(bytes).digest("hex")));
  for (const { bytes_key: key, sha256 } of rows) {
    const bytes = await readFile(join(folder.path, "originals", key));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256);
    assert.ok(hashes.has(sha256));
  }
  const variants = (await readdir(join(folder.path, "variants"), { recursive: true })).filter((name) =>
    name.endsWith(".webp"),
  );
  for (const name of variants) await sharp(join(folder.path, "variants", name), { failOn: "warning" }).stats();
  assert.ok(decoders.length > 0);
  await eventually(() => !decoders.some(isRunning), "processes that decode pictures end with their service");
  t.diagnostic(
    `kill-assets: ${KILLS} kills, ${stored.size} assets, ${counts.retries} retries, ${variants.length} variants, ${decoders.length} decoders`,
  );
});
