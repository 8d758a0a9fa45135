// The settings of assets: a folder or a bucket, and what is accepted. Errors repeat no secret.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/platform/config/config.js";

const BUCKET = {
  ASSETS_S3_URL: "https://s3.example/blog/",
  ASSETS_S3_ACCESS_KEY_ID: "key-id",
  ASSETS_S3_SECRET_ACCESS_KEY: "very-secret",
};

test("without settings, assets are stored in a folder of DATA_DIR", () => {
  assert.deepEqual(loadConfig({ DATA_DIR: "/data" }).assets, {
    directory: "/data/assets",
    bucket: null,
    acceptsSvg: false,
    servesAvif: false,
    origin: "",
    maxBytes: 26_214_400,
  });
  assert.equal(loadConfig({ ASSETS_DIR: "/pictures" }).assets.directory, "/pictures");
});

test("a bucket is named by its URL in either style", () => {
  const { bucket } = loadConfig(BUCKET).assets;
  assert.deepEqual(bucket, {
    url: "https://s3.example/blog",
    region: "us-east-1",
    accessKeyId: "key-id",
    secretAccessKey: "very-secret",
  });
  const hosted = loadConfig({ ...BUCKET, ASSETS_S3_URL: "http://blog.s3.example:9000" });
  assert.equal(hosted.assets.bucket?.url, "http://blog.s3.example:9000");
});

test("a bucket without its keys, and an address that is no bucket, are errors", () => {
  assert.throws(() => loadConfig({ ASSETS_S3_URL: "https://s3.example/blog" }), /must be set together/);
  for (const url of [
    "s3://blog",
    "https://s3.example/a/b",
    "https://k:s@s3.example/a",
    "https://s3.example/a?b",
    "x",
  ]) {
    assert.throws(() => loadConfig({ ...BUCKET, ASSETS_S3_URL: url }), /must be the URL of a bucket/, url);
  }
  assert.throws(() => loadConfig({ ...BUCKET, ASSETS_S3_REGION: "a b" }), /ASSETS_S3_REGION/);
  assert.throws(
    () => loadConfig({ ...BUCKET, ASSETS_S3_URL: "ftp://s3.example/blog", ASSETS_MAX_BYTES: "1" }),
    (error: Error) => !error.message.includes("very-secret") && /65536 to 1073741824/.test(error.message),
  );
});

test("ASSETS_URL is a base without a slash at its end, and without a query", () => {
  assert.equal(loadConfig({ ASSETS_URL: "https://cdn.example/blog/" }).assets.origin, "https://cdn.example/blog");
  for (const url of [
    "cdn.example",
    "ftp://cdn.example",
    "https://cdn.example/?a",
    'https://cdn.example/"',
    "https://me@cdn.example",
  ])
    assert.throws(() => loadConfig({ ASSETS_URL: url }), /ASSETS_URL must be a URL/);
});
