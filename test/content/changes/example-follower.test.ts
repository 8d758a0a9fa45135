// examples/follower, as its user runs it: against a running service, killed in between, and after the feed was reset.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { fileURLToPath } from "node:url";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";

const SCRIPT = fileURLToPath(new URL("../../../../examples/follower/follower.mjs", import.meta.url));

let app: TestApp;
let folder: string;
let token: string;
before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("ADMIN");
  folder = await mkdtemp(join(tmpdir(), "colophon-follower-"));
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const mutate = async (name: string, input: object, selection = "{ id version }") => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const object = /^delete/.test(name) ? "deletedId" : `${name.replace(/^[a-z]+/, "").toLowerCase()} ${selection}`;
  const document = `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${object} errors { code message } } }`;
  const { done } = await app.query<{ done: Record<string, { id: string; version: number }> & { errors: object[] } }>(
    document,
    { input },
    { token },
  );
  assert.deepEqual(done.errors, []);
  return Object.values(done)[0] as { id: string; version: number };
};
const follower = (...more: string[]) =>
  spawn(process.execPath, [SCRIPT, `${app.url}/graphql`, folder, ...more], { stdio: ["ignore", "ignore", "pipe"] });
const followOnce = async () => {
  const child = follower("--once");
  let problems = "";
  child.stderr.on("data", (text) => {
    problems += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0, problems);
};
const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".md")).sort();

it("keeps a directory in step, also after it was killed and after a reset", async () => {
  const author = await mutate("createAuthor", { name: "Author" });
  const post = (title: string) =>
    mutate("createPost", {
      ...{ title, body: { source: `Text of **${title}**.` }, authorIds: [author.id] },
      publishAt: "2020-01-01T00:00:00Z",
    });
  const [first, second] = [await post("First"), await post("Second")];
  await mutate("createPage", { title: "About", body: { source: "Us." }, publishAt: "2020-01-01T00:00:00Z" });
  await mutate("createPage", { title: "Secret", body: { source: "Hidden." } });
  await followOnce();
  assert.deepEqual(await files(), ["about.md", "posts/first.md", "posts/second.md"]);
  assert.match(
    await readFile(join(folder, "posts/first.md"), "utf8"),
    /^---\ntitle: "First"\n[\s\S]*\n---\n\nText of \*\*First\*\*\.\n$/,
  );

  const running = follower();
  await mutate("updatePost", { id: first.id, expectedVersion: first.version, slug: "renamed", title: "Renamed" });
  await eventually(async () => (await files()).includes("posts/renamed.md"), "the change arrives");
  running.kill("SIGKILL");
  await once(running, "close");
  await mutate("unpublishPost", { id: second.id, expectedVersion: second.version });
  await post("Third");
  await followOnce();
  assert.deepEqual(await files(), ["about.md", "posts/renamed.md", "posts/third.md"]);

  // As after a backup was restored that had fewer changes.
  await app.dataSource.query("delete from change where id = (select max(id) from change)");
  await app.dataSource.query("update change_feed set epoch = gen_random_uuid()");
  await followOnce();
  assert.deepEqual(await files(), ["about.md", "posts/renamed.md", "posts/third.md"]);
});
