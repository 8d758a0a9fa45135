// `colophon asset`: adding files from scripts, and removing unused assets and bytes without an asset.
import assert from "node:assert/strict";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, it } from "node:test";
import { pruneAssets } from "../../../src/content/assets/pruning/prune-assets.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { AssetUploads, type UploadedAsset } from "../../support/asset-uploads.js";
import { startCommand } from "../../support/command.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
before(async () => {
  app = await startExecutor(8);
});
after(() => app.close());

const DAY = 86_400;
const store = () => app.platform.assets.store;
const prune = (isDryRun = false) =>
  pruneAssets(
    { db: app.platform.privateReads, transact: app.platform.transact, store: store() },
    { olderThanSeconds: 30 * DAY, isDryRun },
  );
const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.7 ${text}`);
async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store().list("")) found.push(key);
  return found.sort();
}
async function put(key: string, days: number): Promise<void> {
  await store().put(key, Readable.from([Buffer.from("x")]), { contentType: "image/webp", byteSize: 1 });
  await age(key, days);
}
async function age(key: string, days: number): Promise<void> {
  const instant = Date.now() / 1_000 - days * DAY;
  await utimes(join(app.platform.assets.settings.directory, key), instant, instant);
}
const ageRow = (asset: UploadedAsset, days: number) =>
  app.dataSource.query("update asset set created_at = now() - make_interval(days => $1) where key = $2", [
    days,
    keyOf(asset),
  ]);
const keyOf = ({ url }: UploadedAsset): string => /\/assets\/([0-9a-f]{32})\//.exec(url)?.[1] ?? "";

it("prune deletes old assets that nothing uses, and old bytes without a row, and nothing else", async () => {
  const uploads = new AssetUploads(app);
  const [used, unused, young, inRevision] = [
    await uploads.add(EDITOR, pdf("used")),
    await uploads.add(EDITOR, pdf("unused")),
    await uploads.add(EDITOR, pdf("young")),
    await uploads.add(EDITOR, pdf("in a revision")),
  ];
  const author = encodeGlobalId("Author", await new Factories(app.dataSource).author());
  const source = (asset: UploadedAsset) => ({ source: `[file](/assets/${keyOf(asset)}/a.pdf)` });
  const post = await app.accepted<{ id: string }>(EDITOR, "createPost", {
    title: "P",
    authorIds: [author],
    body: source(inRevision),
  });
  await app.accepted(EDITOR, "updatePost", { id: post.id, expectedVersion: 1, body: source(used) });
  for (const asset of [used, unused, inRevision]) await ageRow(asset, 31);
  await ageRow(young, 29);
  const kept = (asset: UploadedAsset) => `originals/${keyOf(asset)}`;
  for (const asset of [used, unused, young, inRevision]) await age(kept(asset), 40);
  await put(`variants/${keyOf(used)}/1/w320.webp`, 40);
  await put(`variants/${keyOf(used)}/9/w320.webp`, 40);
  await put(`variants/${"0".repeat(32)}/1/w320.webp`, 8);
  await put(`variants/${"0".repeat(32)}/2/w320.webp`, 6);
  await put(`originals/${"1".repeat(32)}`, 8);
  await put(`originals/${"2".repeat(32)}`, 6);
  await put("uploads/00000000-0000-4000-8000-000000000001", 2);
  await put("uploads/00000000-0000-4000-8000-000000000002", 0);
  const before = await keys();
  assert.deepEqual(await prune(true), { assets: 1, files: 4, bytes: 4 });
  assert.deepEqual(await keys(), before);
  const unusedBytes = pdf("unused").length;
  assert.deepEqual(await prune(), { assets: 1, files: 5, bytes: 4 + unusedBytes });
  assert.deepEqual(
    await keys(),
    [
      ...[used, young, inRevision].map(kept),
      `variants/${keyOf(used)}/1/w320.webp`,
      `variants/${"0".repeat(32)}/2/w320.webp`,
      `originals/${"2".repeat(32)}`,
      "uploads/00000000-0000-4000-8000-000000000002",
    ].sort(),
  );
  assert.deepEqual(await prune(), { assets: 0, files: 0, bytes: 0 });
  await assertInvariants(app.dataSource);
});

it("colophon asset add prints the id and the path of each file, and names those that are refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "colophon-files-"));
  try {
    const [good, bad] = [join(folder, "课件 1.pdf"), join(folder, "b.txt")];
    await writeFile(good, pdf("slides"));
    await writeFile(bad, "text");
    const { url } = app.dataSource.options as { url: string };
    const env = {
      PATH: "",
      DATABASE_URL: url,
      ASSETS_DIR: app.platform.assets.settings.directory,
      LOG_LEVEL: "silent",
    };
    const { code, stdout, stderr } = await startCommand(["asset", "add", good, bad], env).ended;
    assert.equal(code, 1, stderr);
    const [, id = "", key = ""] = /^(\S+)\t\/assets\/([0-9a-f]{32})\/%E8%AF%BE%E4%BB%B6%201\.pdf\n$/.exec(stdout) ?? [];
    assert.notEqual(key, "", stdout);
    assert.match(stderr, /b\.txt: Expected one of these kinds of files/);
    const { asset } = await app.read<{ asset: { fileName: string } }>(
      EDITOR,
      "query($id: ID!) { asset(id: $id) { fileName } }",
      { id },
    );
    assert.equal(asset.fileName, "课件 1.pdf");
    const pruned = await startCommand(["assets", "prune", "--older-than", "0h", "--dry-run"], env).ended;
    assert.match(
      pruned.stdout,
      /^\d+ unused assets would be deleted, and \d+ files of \d+ bytes without an asset\.\n$/,
      pruned.stderr,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("posts that are truncated use no assets", async () => {
  const uses = async (): Promise<number> =>
    ((await app.dataSource.query("select count(*)::integer as count from asset_use")) as [{ count: number }])[0].count;
  assert.ok((await uses()) > 0);
  await app.dataSource.query("truncate post cascade");
  assert.equal(await uses(), 0);
});
