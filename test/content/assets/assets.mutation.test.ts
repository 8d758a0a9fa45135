// Assets: uploads in two steps, what is said about them, their uses, and who may see and change them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, describe, it } from "node:test";
import sharp from "sharp";
import { registerAliases } from "../../../src/content/assets/asset-writer.js";
import { decodeGlobalId, encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { AssetUploads, type UploadedAsset } from "../../support/asset-uploads.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let uploads: AssetUploads;
let colour = 0;

before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
  uploads = new AssetUploads(app);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

/** A picture that no other call makes. */
function picture(width = 40, height = 30): Promise<Buffer> {
  colour += 1;
  const background = { r: colour % 256, g: colour >> 8, b: 77 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const seen = async (id: string): Promise<{ url: string } | null> =>
  (await app.read<{ asset: { url: string } | null }>(null, "query($id: ID!) { asset(id: $id) { url } }", { id })).asset;
const usesOf = async (id: string, viewer = EDITOR): Promise<string[]> => {
  const query = `query($id: ID!) { asset(id: $id) { uses(first: 50) { totalCount nodes { place owner { __typename } } } } }`;
  const { asset } = await app.read<{
    asset: { uses: { totalCount: number; nodes: { place: string; owner: { __typename: string } }[] } };
  }>(viewer, query, { id });
  assert.equal(asset.uses.totalCount, asset.uses.nodes.length);
  return asset.uses.nodes.map(({ place, owner }) => `${owner.__typename} ${place}`).sort();
};
const write = (name: string, input: Record<string, unknown>, fields = "{ id version }") =>
  app.accepted<{ id: string; version: number }>(EDITOR, name, input, fields);
const keyOf = ({ url }: UploadedAsset): string => /\/assets\/([0-9a-f]{32})\//.exec(url)?.[1] ?? "";

describe("an upload", () => {
  it("an upload becomes an asset with what its bytes are, and a signed URL", async () => {
    const bytes = await picture(400, 300);
    const asset = await uploads.add(EDITOR, bytes, { fileName: "图.png", alt: "A square", contentType: "text/plain" });
    assert.deepEqual(
      [asset.fileName, asset.contentType, asset.width, asset.height, asset.version],
      ["图.png", "image/png", 400, 300, 1],
    );
    assert.match(asset.url, /^\/assets\/[0-9a-f]{32}\/1\/w640\.jpg\?until=\d{10}&sig=[\w-]{43}$/);
    const stored: string[] = [];
    for await (const { key } of app.platform.assets.store.list("")) stored.push(key.split("/")[0] ?? "");
    assert.deepEqual(stored, ["originals"]);
    const { byteSize, thumbHash, alt } = (
      await app.read<{ asset: { byteSize: number; thumbHash: string; alt: string } }>(
        EDITOR,
        "query($id: ID!) { asset(id: $id) { byteSize thumbHash alt } }",
        { id: asset.id },
      )
    ).asset;
    assert.deepEqual([byteSize, alt], [bytes.length, "A square"]);
    assert.ok(Buffer.from(thumbHash, "base64").length <= 32);
  });

  it("the same bytes are neither sent nor stored twice", async () => {
    const bytes = await picture();
    const first = await uploads.add(EDITOR, bytes);
    const input = {
      fileName: "b.png",
      contentType: "image/png",
      byteSize: bytes.length,
      sha256: sha256(bytes).toUpperCase(),
    };
    const query =
      "mutation($input: CreateUploadInput!) { createUpload(input: $input) { upload { url } asset { id } errors { code } } }";
    const { createUpload } = await app.read<{ createUpload: { upload: null; asset: { id: string } } }>(EDITOR, query, {
      input,
    });
    assert.deepEqual([createUpload.upload, createUpload.asset.id], [null, first.id]);
    assert.equal((await uploads.add(EDITOR, bytes)).id, first.id);
    const originals: string[] = [];
    for await (const { key } of app.platform.assets.store.list("originals/")) originals.push(key);
    const [{ count }] = (await app.dataSource.query("select count(*)::integer as count from asset")) as [
      { count: number },
    ];
    assert.equal(originals.length, count);
  });

  it("an upload is refused before and after its bytes are sent, and nothing is stored", async () => {
    const bytes = await picture();
    const input = { fileName: "a.png", contentType: "image/png", byteSize: bytes.length };
    const refused = (more: Record<string, unknown>) => app.refused(EDITOR, "createUpload", { ...input, ...more });
    assert.deepEqual(await refused({ fileName: " " }), ["INVALID input.fileName"]);
    assert.deepEqual(await refused({ fileName: "../a.png" }), ["INVALID input.fileName"]);
    assert.deepEqual(await refused({ byteSize: 0 }), ["INVALID input.byteSize"]);
    assert.deepEqual(await refused({ byteSize: 2_000_000_000 }), ["INVALID input.byteSize"]);
    assert.deepEqual(await refused({ sha256: "abc" }), ["INVALID input.sha256"]);
    assert.deepEqual(await refused({ contentType: "image", alt: "x".repeat(1_001) }), [
      "INVALID input.alt",
      "INVALID input.contentType",
    ]);
    const completed = async (sent: Buffer, more: Record<string, unknown> = {}) =>
      app.refused(EDITOR, "completeUpload", { uploadId: await uploads.send(EDITOR, sent, more) });
    assert.deepEqual(await completed(bytes, { sha256: "0".repeat(64) }), ["INVALID input.uploadId"]);
    assert.deepEqual(await completed(bytes, { byteSize: bytes.length + 1 }), ["INVALID input.uploadId"]);
    assert.deepEqual(await completed(Buffer.from("MZ\x90")), ["UNSUPPORTED_FILE input.uploadId"]);
    assert.deepEqual(await completed(bytes.subarray(0, 60)), ["UNSUPPORTED_FILE input.uploadId"]);
    assert.deepEqual(await app.refused(EDITOR, "completeUpload", { uploadId: "nonsense" }), [
      "NOT_FOUND input.uploadId",
    ]);
    const foreign = await uploads.send(EDITOR, bytes);
    const other = authorViewer(await make.author("Other"), "Other");
    assert.deepEqual(await app.refused(other, "completeUpload", { uploadId: foreign }), ["NOT_FOUND input.uploadId"]);
    const unsent = await app.accepted<{ uploadId: string }>(EDITOR, "createUpload", input, "{ uploadId }");
    assert.deepEqual(await app.refused(EDITOR, "completeUpload", unsent), ["INVALID input.uploadId"]);
    await uploads.put(unsent.uploadId, bytes);
    await app.accepted(EDITOR, "completeUpload", unsent);
  });
});

describe("uses", () => {
  it("a body, its revisions and its working copy use the assets whose addresses they contain", async () => {
    const [first, second] = [await uploads.add(EDITOR, await picture()), await uploads.add(EDITOR, await picture())];
    const [one, two] = [keyOf(first), keyOf(second)];
    const post = await write("createPost", {
      ...authored(await make.author()),
      body: { source: `![](/assets/${one}/a.png)` },
    });
    assert.deepEqual(await usesOf(first.id), ["Post BODY", "Post REVISION"]);
    assert.equal(await seen(first.id), null);
    await app.accepted(
      EDITOR,
      "saveWorkingCopy",
      {
        postId: post.id,
        baseVersion: 1,
        expectedWorkingCopyVersion: null,
        body: { source: `<img src="/assets/${two}/b.png">` },
      },
      "{ version }",
    );
    assert.deepEqual(await usesOf(second.id), ["Post WORKING_COPY"]);
    assert.deepEqual(await app.refused(EDITOR, "deleteAsset", { id: second.id, expectedVersion: 1 }), [
      "ASSET_IN_USE input.id",
    ]);
    await write("publishPost", { id: post.id, expectedVersion: 1 });
    const [shown, hidden] = [await seen(first.id), await seen(second.id)];
    assert.match(shown?.url ?? "", /w320\.jpg$/);
    assert.equal(hidden, null);
    const merged = { postId: post.id, baseVersion: 2, expectedWorkingCopyVersion: 1 };
    await app.accepted(EDITOR, "saveWorkingCopy", merged, "{ version }");
    await app.accepted(EDITOR, "applyWorkingCopy", {
      postId: post.id,
      expectedVersion: 2,
      expectedWorkingCopyVersion: 2,
    });
    assert.deepEqual(await usesOf(first.id), ["Post REVISION"]);
    assert.deepEqual(await usesOf(second.id), ["Post BODY", "Post REVISION"]);
    assert.equal(await seen(first.id), null);
    assert.notEqual(await seen(second.id), null);
    await write("unpublishPost", { id: post.id, expectedVersion: 3 });
    assert.equal(await seen(second.id), null);
  });

  it("an image names an asset by its id, and shows its address and size", async () => {
    const asset = await uploads.add(EDITOR, await picture(2_000, 1_000));
    const cover = { assetId: asset.id, alt: "Cover" };
    const author = await make.author();
    const fields = "{ id version cover { url alt width height srcset thumbHash asset { id } } }";
    const post = await app.accepted<{ id: string; cover: Record<string, unknown> }>(
      EDITOR,
      "createPost",
      { ...authored(author), body: { source: "x" }, cover },
      fields,
    );
    assert.deepEqual([post.cover.alt, post.cover.width, post.cover.height], ["Cover", 1_280, 640]);
    assert.match(String(post.cover.url), /w1280\.jpg\?until/);
    assert.match(
      String(post.cover.srcset),
      /w320\.webp\?\S+ 320w, .*w1920\.webp\?\S+ 1920w, .*w2560\.webp\?\S+ 2000w$/,
    );
    assert.deepEqual(post.cover.asset, { id: asset.id });
    assert.deepEqual(await usesOf(asset.id), ["Post COVER", "Post REVISION"]);
    await write("publishPost", { id: post.id, expectedVersion: 1 });
    assert.match((await seen(asset.id))?.url ?? "", /w1280\.jpg$/);
    await write("updatePost", { id: post.id, expectedVersion: 2, cover: null });
    assert.equal(await seen(asset.id), null);
    const avatar = { id: encodeGlobalId("Author", author), expectedVersion: 1, avatar: { assetId: asset.id, alt: "" } };
    await app.accepted({ ...EDITOR, role: "ADMIN" }, "updateAuthor", avatar);
    assert.match((await seen(asset.id))?.url ?? "", /w1280\.jpg$/);
    await write("unpublishPost", { id: post.id, expectedVersion: 3 });
    assert.equal(await seen(asset.id), null, "the author is hidden again");
    const absent = encodeGlobalId("Asset", "00000000-0000-4000-8000-000000000009");
    const bad = (image: object) =>
      app.refused(EDITOR, "createPost", { ...authored(author), body: { source: "x" }, cover: image });
    assert.deepEqual(await bad({ assetId: absent, alt: "" }), ["NOT_FOUND input.cover.assetId"]);
    assert.deepEqual(await bad({ assetId: asset.id, url: "/a", alt: "" }), ["INVALID input.cover.url"]);
    assert.deepEqual(await bad({ alt: "" }), ["INVALID input.cover.url"]);
  });

  it("a post shows its picture for search engines, which its revisions and its working copy use as well", async () => {
    const asset = await uploads.add(EDITOR, await picture());
    const image = { assetId: asset.id, alt: "Card" };
    const author = await make.author();
    const seo = "{ id version seo { image { url alt asset { id } } } }";
    const post = await app.accepted<{ id: string; seo: { image: { alt: string; asset: { id: string } } } }>(
      ...([EDITOR, "createPost", { ...authored(author), body: { source: "x" }, seo: { image } }, seo] as const),
    );
    assert.deepEqual([post.seo.image.alt, post.seo.image.asset.id], ["Card", asset.id]);
    assert.deepEqual(await usesOf(asset.id), ["Post REVISION", "Post SEO_IMAGE"]);
    const copy = { postId: post.id, baseVersion: 1, expectedWorkingCopyVersion: null, seo: { title: "T" } };
    await app.accepted(EDITOR, "saveWorkingCopy", copy, "{ version }");
    assert.deepEqual(
      await usesOf(asset.id),
      ["Post REVISION", "Post SEO_IMAGE"],
      "an edited block of metadata has no picture",
    );
    await app.accepted(
      EDITOR,
      "saveWorkingCopy",
      { ...copy, expectedWorkingCopyVersion: 1, seo: { image } },
      "{ version }",
    );
    assert.deepEqual(await usesOf(asset.id), ["Post REVISION", "Post SEO_IMAGE", "Post WORKING_COPY"]);
    await write("publishPost", { id: post.id, expectedVersion: 1 });
    assert.notEqual(await seen(asset.id), null);
    const cleared = await app.accepted<typeof post>(
      ...([
        EDITOR,
        "updatePost",
        { id: post.id, expectedVersion: 2, seo: null, cover: { url: "/c.png", alt: "C" } },
        seo,
      ] as const),
    );
    assert.deepEqual(cleared.seo.image, { url: "/c.png", alt: "C", asset: null });
    assert.equal(await seen(asset.id), null);
  });

  it("the uses that an author may see are those of public posts and its own", async () => {
    const asset = await uploads.add(EDITOR, await picture());
    const body = { source: `![](/assets/${keyOf(asset)}/a.png)` };
    const [own, other] = [await make.author("Own"), await make.author("Another")];
    await write("createPost", { ...authored(own), body });
    const hidden = await write("createPost", { ...authored(other), body });
    assert.deepEqual(await usesOf(asset.id, authorViewer(own)), ["Post BODY", "Post REVISION"]);
    await write("publishPost", { id: hidden.id, expectedVersion: 1 });
    assert.deepEqual(await usesOf(asset.id, authorViewer(own)), ["Post BODY", "Post BODY", "Post REVISION"]);
    assert.equal((await usesOf(asset.id)).length, 4);
  });
});

it("the uses of an asset are paged in both directions", async () => {
  const asset = await uploads.add(EDITOR, await picture());
  const author = await make.author();
  const cover = { assetId: asset.id, alt: "" };
  for (const source of ["a", "b"]) await write("createPost", { ...authored(author), body: { source }, cover });
  const page = async (args: string) =>
    (
      await app.read<{
        asset: {
          uses: { nodes: object[]; pageInfo: { hasNextPage: boolean; startCursor: string; endCursor: string } };
        };
      }>(
        EDITOR,
        `query($id: ID!) { asset(id: $id) { uses(${args}) { nodes { place owner { id } } pageInfo { hasNextPage startCursor endCursor } } } }`,
        { id: asset.id },
      )
    ).asset.uses;
  const all = (await page("first: 10")).nodes;
  assert.equal(all.length, 4);
  const walked: object[] = [];
  for (let after = ""; ; ) {
    const { nodes, pageInfo } = await page(`first: 1${after}`);
    walked.push(...nodes);
    if (!pageInfo.hasNextPage) {
      const { nodes: before } = await page(`last: 3, before: "${pageInfo.startCursor}"`);
      assert.deepEqual(before, all.slice(0, 3));
      break;
    }
    after = `, after: "${pageInfo.endCursor}"`;
  }
  assert.deepEqual(walked, all);
});

describe("bodies", () => {
  it("the HTML and the pictures of a body have the addresses of assets, by their own and by former addresses", async () => {
    const [own, imported, sized] = [await picture(900, 600), await picture(700, 70), await picture(64, 64)];
    const asset = await uploads.add(EDITOR, own, { alt: "From the library" });
    const old = await uploads.add(EDITOR, imported);
    const exact = await uploads.add(EDITOR, sized);
    const source = `![one](/assets/${keyOf(asset)}/x.png) ![two](/wp-content/uploads/图%20a-300x30.png) ![three](/wp-content/uploads/b.png)
      [full](/wp-content/uploads/图%20a.png) ![four](https://elsewhere.example/c.png) \`src="/wp-content/uploads/b.png"\``;
    const post = await write("createPost", {
      ...authored(await make.author()),
      body: { source },
      publishAt: "2020-01-01T00:00:00Z",
    });
    const read = (viewer: typeof EDITOR | null) =>
      app.read<{ node: { body: { html: string; images: { url: string; alt: string; width: number | null }[] } } }>(
        viewer,
        "query($id: ID!) { node(id: $id) { ... on Post { body { html images { url alt width } } } } }",
        { id: post.id },
      );
    const before = (await read(null)).node.body;
    assert.equal(before.images.length, 4);
    assert.match(before.html, /src="\/wp-content\/uploads\/%E5%9B%BE%20a-300x30\.png"/);
    await app.platform.transact(async (tx) => {
      const uuid = (id: string) => decodeGlobalId(id)?.uuid ?? "";
      await registerAliases(tx, [
        { path: "/wp-content/uploads/图 a.png", assetId: uuid(old.id), isFamily: true },
        { path: "/wp-content/uploads/b.png", assetId: uuid(exact.id) },
      ]);
    });
    const { html, images } = (await read(null)).node.body;
    assert.deepEqual(
      images.map(({ url, alt, width }) => [url.replace(/[0-9a-f]{32}/, "K"), alt, width]),
      [
        ["/assets/K/1/w960.jpg", "one", 900],
        ["/assets/K/1/w960.jpg", "two", 700],
        ["/assets/K/1/w320.jpg", "three", 64],
        ["https://elsewhere.example/c.png", "four", null],
      ],
    );
    assert.match(html, new RegExp(`href="/assets/${keyOf(old)}/1/w960.jpg"`));
    assert.match(html, new RegExp(`src="/assets/${keyOf(exact)}/1/w320.jpg"`));
    assert.match(html, /<code>src="\/wp-content\/uploads\/b\.png"<\/code>/);
    assert.deepEqual(await usesOf(old.id), ["Post BODY"]);
    const redirect = async (path: string) =>
      (
        await app.read<{ resolvePath: { to: string; statusCode: number } | null }>(
          null,
          "query($path: String!) { resolvePath(path: $path) { ... on Redirect { to statusCode } } }",
          { path },
        )
      ).resolvePath;
    const [whole, small] = [`/assets/${keyOf(old)}/1/w960.jpg`, `/assets/${keyOf(old)}/1/w640.jpg`];
    assert.deepEqual(await redirect("/wp-content/uploads/%E5%9B%BE%20a.png"), { to: whole, statusCode: 301 });
    assert.deepEqual(await redirect("/wp-content/uploads/图 a-scaled.png?x=1"), { to: whole, statusCode: 301 });
    assert.deepEqual(await redirect("/wp-content/uploads/图 a-300x30.png"), { to: small, statusCode: 301 });
    assert.equal(await redirect("/wp-content/uploads/c.png"), null);
    assert.equal(await redirect("/wp-content/uploads/B.png"), null, "the case of file names counts");
    assert.equal(
      (
        await app.read<{ node: { body: { source: string } } }>(
          EDITOR,
          "query($id: ID!) { node(id: $id) { ... on Post { body { source } } } }",
          { id: post.id },
        )
      ).node.body.source,
      source,
    );
  });
});

it("images that have an address before its file is imported use the asset from then on", async () => {
  const asset = await uploads.add(EDITOR, await picture());
  const image = { url: "/media/later.png", alt: "" };
  const author = await make.author();
  const post = await write("createPost", { ...authored(author), body: { source: "x" }, cover: image, seo: { image } });
  const admin = { ...EDITOR, role: "ADMIN" as const };
  const { site } = await app.read<{ site: { version: number } }>(null, "{ site { version } }");
  await app.accepted(admin, "updateSite", { expectedVersion: site.version, icon: image, image }, "{ version }");
  assert.deepEqual(await usesOf(asset.id), []);
  await app.platform.transact(async (tx) => {
    await registerAliases(tx, [{ path: "/media/later.png", assetId: decodeGlobalId(asset.id)?.uuid ?? "" }]);
  });
  assert.deepEqual(await usesOf(asset.id), ["Post COVER", "Post SEO_IMAGE", "Site ICON", "Site SEO_IMAGE"]);
  assert.notEqual(await seen(asset.id), null);
  await app.accepted(
    admin,
    "updateSite",
    { expectedVersion: site.version + 1, icon: null, image: null },
    "{ version }",
  );
  assert.equal(await seen(asset.id), null);
  await write("publishPost", { id: post.id, expectedVersion: 1 });
  assert.notEqual(await seen(asset.id), null);
});

describe("changes", () => {
  it("an update changes what is said about an asset, and its address only with the focal point", async () => {
    const asset = await uploads.add(EDITOR, await picture());
    const fields = "{ id version url fileName alt caption credit focalPoint { x y } }";
    const update = (input: object) =>
      app.accepted<Record<string, unknown>>(EDITOR, "updateAsset", { id: asset.id, ...input }, fields);
    const described = await update({ expectedVersion: 1, alt: "New", caption: "C", credit: "Me", fileName: "n.png" });
    assert.deepEqual(
      [described.version, described.alt, described.caption, described.credit, described.fileName],
      [2, "New", "C", "Me", "n.png"],
    );
    assert.match(String(described.url), /\/1\/w320/);
    assert.equal((await update({ expectedVersion: 2, alt: "New" })).version, 2);
    const moved = await update({ expectedVersion: 2, focalPoint: { x: 0.25, y: 1 } });
    assert.deepEqual([moved.version, moved.focalPoint], [3, { x: 0.25, y: 1 }]);
    assert.match(String(moved.url), /\/2\/w320/);
    const refused = (input: object) =>
      app.refused(EDITOR, "updateAsset", { id: asset.id, expectedVersion: 3, ...input });
    assert.deepEqual(await refused({ focalPoint: { x: 2, y: 0 } }), ["INVALID input.focalPoint.x"]);
    assert.deepEqual(await refused({ fileName: null }), ["INVALID input.fileName"]);
    assert.deepEqual(await refused({ expectedVersion: 2 }), ["VERSION_CONFLICT input.expectedVersion"]);
    assert.equal((await update({ expectedVersion: 3, focalPoint: null, alt: null })).alt, "");
  });

  it("a replacement gives the asset other bytes under the same id, and refuses those of another asset", async () => {
    const [asset, other] = [await uploads.add(EDITOR, await picture()), await picture()];
    await uploads.add(EDITOR, other);
    const fields = "{ id version url width }";
    const uploadId = await uploads.send(EDITOR, await picture(50, 10));
    const replaced = await app.accepted<UploadedAsset>(
      EDITOR,
      "replaceAsset",
      { id: asset.id, expectedVersion: 1, uploadId },
      fields,
    );
    assert.deepEqual([replaced.id, replaced.version, replaced.width], [asset.id, 2, 50]);
    assert.match(replaced.url, new RegExp(`${keyOf(asset)}/2/`));
    const again = await uploads.send(EDITOR, other);
    assert.deepEqual(await app.refused(EDITOR, "replaceAsset", { id: asset.id, expectedVersion: 2, uploadId: again }), [
      "INVALID input.uploadId",
    ]);
  });

  it("only unused assets are deleted unless it is forced, and authors change only what they have uploaded", async () => {
    const author = await make.author();
    const [viewer, stranger] = [authorViewer(author, "Up"), authorViewer(await make.author(), "Stranger")];
    const asset = await uploads.add(viewer, await picture());
    const post = await write("createPost", {
      ...authored(author),
      body: { source: "x" },
      cover: { assetId: asset.id, alt: "a" },
    });
    const input = { id: asset.id, expectedVersion: 1 };
    assert.deepEqual(await app.refused(stranger, "deleteAsset", input), ["FORBIDDEN input.id"]);
    assert.deepEqual(await app.refused(viewer, "deleteAsset", input), ["ASSET_IN_USE input.id"]);
    await app.accepted(viewer, "deleteAsset", { ...input, force: true }, "deletedId");
    const { node } = await app.read<{ node: { cover: { url: string; asset: null } } }>(
      EDITOR,
      "query($id: ID!) { node(id: $id) { ... on Post { cover { url asset { id } } } } }",
      { id: post.id },
    );
    assert.deepEqual(node.cover, { url: `/assets/${keyOf(asset)}`, asset: null });
  });
});

describe("the list", () => {
  it("the list of assets is filtered, for viewers with a role only", async () => {
    const list = async (filter: object, viewer: typeof EDITOR | null = EDITOR) =>
      (
        await app.read<{ assets: { nodes: { fileName: string }[]; totalCount: number } }>(
          viewer,
          "query($filter: AssetFilter) { assets(first: 100, filter: $filter) { totalCount nodes { fileName } } }",
          { filter },
        )
      ).assets.nodes.map(({ fileName }) => fileName);
    await uploads.add(EDITOR, await picture(), { fileName: "50%_off.png" });
    await uploads.add(EDITOR, await picture(), { fileName: "described.png", alt: "A 100% cat" });
    assert.deepEqual(await list({ text: "0%_" }), ["50%_off.png"]);
    assert.deepEqual(await list({ text: "100% CAT" }), ["described.png"]);
    assert.deepEqual(await list({ contentTypePrefix: "video/" }), []);
    assert.ok((await list({ lacksAlt: true })).includes("50%_off.png"));
    assert.ok(!(await list({ lacksAlt: true })).includes("described.png"));
    assert.ok((await list({ isUnused: true, createdSince: "2020-01-01T00:00:00Z" })).includes("described.png"));
    await assert.rejects(list({}, null), { message: /Authentication is required/ });
  });
});

const authored = (author: string) => ({ title: "Pictures", authorIds: [encodeGlobalId("Author", author)] });
