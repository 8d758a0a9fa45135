// Runs the examples of the documentation as they are printed, one after the other, and checks their responses.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startTestApp, type TestApp } from "./support/app.js";
import { environmentWith } from "./support/environment.js";
import { Factories } from "./support/factories.js";
import { photograph } from "./support/test-pictures.js";

const ROOT = new URL("../../", import.meta.url);
const built = (path: string): string => fileURLToPath(new URL(`dist/${path}`, ROOT));
const EXAMPLE = /^```sh\n(.*?)^```/gms;

let app: TestApp;
let folder: string;

before(async () => {
  app = await startTestApp();
  await new Factories(app.dataSource).author("Lin Ke");
  folder = await mkdtemp(join(tmpdir(), "colophon-docs-"));
  const node = `"${process.execPath}"`;
  const tools = {
    curl: `exec ${node} "${built("test/support/curl.js")}" "${join(folder, "responses")}" "$@"`,
    npx: `shift; exec ${node} "${built("src/cli/main.js")}" "$@"`,
  };
  for (const [name, script] of Object.entries(tools)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** The responses to all requests of the page's examples, in order. */
async function responsesOf(page: string): Promise<Record<string, unknown>[]> {
  await writeFile(join(folder, "responses"), "");
  const text = await readFile(new URL(page, ROOT), "utf8");
  const examples = [...text.matchAll(EXAMPLE)].map(([, example]) => example);
  const script = ["set -eu -o pipefail", ...examples].join("\n").replaceAll("http://localhost:4000", app.url);
  const env = environmentWith({ toolsIn: folder, databaseUrl: app.databaseUrl });
  await promisify(execFile)("bash", ["-c", script], { env, cwd: folder });
  const lines = (await readFile(join(folder, "responses"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

test("the examples of docs/roles.md work", async () => {
  const [seen, rejected] = await responsesOf("docs/roles.md");
  assert.match(JSON.stringify(seen), /"viewer":\{"name":"[^"]+","role":"AUTHOR"\},"posts":\{"totalCount":0,/);
  assert.match(JSON.stringify(rejected), /"tag":null.*"FORBIDDEN".*"message":"The role AUTHOR does not allow this\."/);
});

test("the example of docs/assets.md uploads a picture", async () => {
  await writeFile(join(folder, "photograph.jpg"), await photograph(400, 300));
  const [, completed] = await responsesOf("docs/assets.md");
  assert.match(
    JSON.stringify(completed),
    /"asset":\{"id":"[^"]+","url":"\/assets\/[^"]+","srcset":"[^"]+ 300w","width":300,"height":400\},"errors":\[\]/,
  );
});

test("the examples of docs/authentication.md work", async () => {
  const [made, draft, preview, byHeader, byUrl] = await responsesOf("docs/authentication.md");
  assert.match(JSON.stringify(made), /"secret":"colophon_[^"]+".*"errors":\[\]/);
  assert.match(JSON.stringify(draft), /"createPost":\{"post":\{"id":/);
  assert.match(JSON.stringify(preview), /"token":"[\w-]{75}".*"errors":\[\]/);
  assert.deepEqual(byHeader?.data, { post: { status: "DRAFT", title: "My draft", body: { html: "<p>Not yet.</p>" } } });
  assert.deepEqual(byUrl?.data, { post: { title: "My draft" } });
});

test("the examples of docs/change-feed.md work", async () => {
  const responses = await responsesOf("docs/change-feed.md");
  assert.match(JSON.stringify(responses[0]), /"changes":\{"cursor":"[\w-]+"\}/);
  assert.match(JSON.stringify(responses.at(-1)), /"hasMore":false,"isReset":false,"nodes":\[\]/);
});

test("the examples of docs/reliability.md work", async () => {
  const [tag] = await responsesOf("docs/reliability.md");
  assert.match(JSON.stringify(tag), /"slug":"reliability".*"errors":\[\]/);
});
