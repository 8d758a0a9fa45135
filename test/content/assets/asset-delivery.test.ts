// The life of pictures over HTTP, on a folder and on a bucket: they are uploaded to a draft, refused to everybody else, served when the draft is
// published, and refused again when it is hidden.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import sharp from "sharp";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { readAroundInstant } from "../../support/instant.js";
import { S3Double } from "../../support/s3-double.js";
import { photograph } from "../../support/test-pictures.js";

interface Written {
  errors: unknown[];
  [field: string]: unknown;
}

const IMAGE = "asset { id } url srcset(format: WEBP) width height";

for (const place of ["a folder", "a bucket"]) {
  describe(`pictures of a draft in ${place}`, () => {
    let app: TestApp;
    let double: S3Double;
    let token: string;
    let author: string;
    before(async () => {
      double = await S3Double.start();
      const { url, region, accessKeyId, secretAccessKey } = double.bucket;
      const bucket = { ASSETS_S3_URL: url, ASSETS_S3_REGION: region, ASSETS_S3_ACCESS_KEY_ID: accessKeyId };
      app = await startTestApp(place === "a bucket" ? { ...bucket, ASSETS_S3_SECRET_ACCESS_KEY: secretAccessKey } : {});
      token = await app.tokenFor("EDITOR");
      await new Factories(app.dataSource).author("Lin Ke");
      const { authors } = await app.query<{ authors: { nodes: { id: string }[] } }>(
        "{ authors { nodes { id } } }",
        {},
        { token },
      );
      author = authors.nodes[0]?.id ?? "";
    });
    after(async () => {
      await app.close();
      await double.close();
    });

    async function write<T>(name: string, input: Record<string, unknown>, field: string): Promise<T> {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${field} errors { code message } } }`;
      const result = (await app.query<Record<string, Written>>(query, { input }, { token }))[name];
      assert.deepEqual(result?.errors, []);
      return result?.[/^\w+/.exec(field)?.[0] ?? ""] as T;
    }

    /** As a script does it: announce, send, complete. */
    async function upload(bytes: Buffer): Promise<string> {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const file = { fileName: "a.jpg", contentType: "image/jpeg", byteSize: bytes.length, sha256, alt: "A" };
      const target = await write<{
        uploadId: string;
        url: string;
        method: string;
        headers: { name: string; value: string }[];
      }>(...(["createUpload", file, "upload { uploadId url method headers { name value } }"] as const));
      const headers = Object.fromEntries(target.headers.map(({ name, value }) => [name, value]));
      const sent = await fetch(new URL(target.url, app.url), { method: target.method, headers, body: bytes });
      assert.ok(sent.ok, String(sent.status));
      const { id } = await write<{ id: string }>("completeUpload", { uploadId: target.uploadId }, "asset { id }");
      return id;
    }

    const statusOf = async (address: string) => (await fetch(new URL(address, app.url))).status;
    async function urlOf(id: string | undefined): Promise<string> {
      const query = "query ($id: ID!) { asset(id: $id) { url } }";
      return (await app.query<{ asset: { url: string } }>(query, { id }, { token })).asset.url;
    }
    const unsigned = (address: string) => address.split("?")[0] ?? "";

    it(`are served while the post is public, and to nobody else before and after, from ${place}`, async () => {
      const pictures = await Promise.all([photograph(800, 600), photograph(1_000, 500, 1), photograph(64, 64, 8)]);
      const [cover, first, second] = await Promise.all(pictures.map(upload));
      const again = await write<{ id: string }>(
        "createUpload",
        {
          ...{ fileName: "b.jpg", contentType: "image/jpeg", byteSize: pictures[0]?.length },
          sha256: createHash("sha256")
            .update(pictures[0] ?? "")
            .digest("hex"),
        },
        "asset { id }",
      );
      assert.equal(again.id, cover);
      const source = await Promise.all([first, second].map(async (id) => `![a](${unsigned(await urlOf(id))})`));
      const input = { title: "With pictures", authorIds: [author], body: { source: source.join("\n\n") } };
      const post = await write<{ id: string; version: number }>(
        "createPost",
        { ...input, cover: { assetId: cover, alt: "A" } },
        "post { id version }",
      );
      const read = `query ($id: ID!) { node(id: $id) { ... on Post { cover { ${IMAGE} } body { images { ${IMAGE} } } } } }`;
      type Image = { asset: { id: string }; url: string; srcset: string; width: number; height: number };
      type Read = { node: { cover: Image; body: { images: Image[] } } | null };
      const imagesOf = async (sender?: { token: string }) => {
        const { node } = await app.query<Read>(read, { id: post.id }, sender);
        return node === null ? [] : [node.cover, ...node.body.images];
      };

      const drafts = await imagesOf({ token });
      assert.deepEqual(
        drafts.map(({ asset }) => asset.id),
        [cover, first, second],
      );
      assert.deepEqual(await imagesOf(), []);
      for (const { url, srcset } of drafts) {
        for (const address of [url, ...srcset.split(", ").map((entry) => entry.split(" ")[0] ?? "")]) {
          assert.equal(await statusOf(address), 200, address);
          assert.equal(await statusOf(unsigned(address)), 404, address);
        }
      }

      const published = await write<{ version: number }>(
        "publishPost",
        { id: post.id, expectedVersion: post.version },
        "post { version }",
      );
      const shown = await imagesOf();
      for (const { url, width, height } of shown) {
        assert.equal(url, unsigned(url));
        const response = await fetch(new URL(url, app.url));
        assert.match(response.headers.get("cache-control") ?? "", /^public.*immutable$/);
        const metadata = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
        assert.deepEqual([metadata.width, metadata.height, metadata.exif], [width, height, undefined]);
      }
      assert.deepEqual(
        shown.map(({ width, height }) => [width, height]),
        [
          [600, 800],
          [1_000, 500],
          [64, 64],
        ],
      );

      await write("unpublishPost", { id: post.id, expectedVersion: published.version }, "post { id }");
      for (const { url } of shown) assert.equal(await statusOf(url), 404);
      for (const { url } of await imagesOf({ token })) assert.equal(await statusOf(url), 200);
    });

    // The store has no part in it.
    if (place === "a bucket") return;
    it("appear at the instant of a scheduled post", async () => {
      const id = await upload(await photograph(90, 60));
      const url = unsigned(await urlOf(id));
      const input = { title: "Later", authorIds: [author], body: { source: "x" }, cover: { assetId: id, alt: "A" } };
      const post = await write<{ id: string; version: number }>("createPost", input, "post { id version }");
      let { version } = post;
      let isScheduled = false;
      const schedule = async (at: string) => {
        if (isScheduled)
          version = (
            await write<{ version: number }>(
              "unpublishPost",
              { id: post.id, expectedVersion: version },
              "post { version }",
            )
          ).version;
        version = (
          await write<{ version: number }>(
            "publishPost",
            { id: post.id, expectedVersion: version, at },
            "post { version }",
          )
        ).version;
        isScheduled = true;
      };
      const read = async () => [await statusOf(url), await statusOf(url)];
      const { before: hidden, after: visible } = await readAroundInstant(app.dataSource, schedule, read);
      assert.deepEqual(
        [hidden, visible],
        [
          [404, 404],
          [200, 200],
        ],
      );
    });
  });
}
