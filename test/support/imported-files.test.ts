// The runner's choice of tests that can depend on the environment.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { importedFiles, readsEnvironment } from "./imported-files.js";

const TESTS = join(dirname(fileURLToPath(import.meta.url)), "..");

test("a test that opens a database, directly or through the fixture of a service, reads the environment", () => {
  assert.ok(readsEnvironment(join(TESTS, "migrations.test.js")));
  assert.ok(readsEnvironment(join(TESTS, "content/posts/post.query.test.js")));
  assert.ok(readsEnvironment(join(TESTS, "platform/events/invalidation-feed.test.js")));
});

test("a test of a pure function does not read it", () => {
  assert.equal(readsEnvironment(join(TESTS, "lib/text.test.js")), false);
});

test("imports are followed from file to file, static and dynamic ones, and each file once", () => {
  const files = [...importedFiles(join(TESTS, "support/lane.js"))].map((file) => file.slice(TESTS.length + 1));
  assert.ok(files.includes("support/lane.js") && files.includes("support/environment.js"));
  assert.equal(new Set(files).size, files.length);
});
