// `colophon import` and its report files: formats by extension, files that are not overwritten, paths that cannot be written, and what an
// interrupted import says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { startTestApp, type TestApp } from "../support/app.js";
import { type Ending, startCommand } from "../support/command.js";
import { eventually } from "../support/eventually.js";

const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

let app: TestApp;
let folder: string;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query("truncate post, import_item cascade");
  folder = await mkdtemp(join(tmpdir(), "import-reports-"));
  await mkdir(join(folder, "posts"));
  await writeFile(join(folder, "posts", "a.md"), "---\ntitle: 标题\ndate: 2020-01-01\n---\n**Text**");
});
afterEach(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<Ending> =>
  startCommand(["import", "markdown", join(folder, "posts"), ...args], {
    ...process.env,
    DATABASE_URL: app.databaseUrl,
  }).ended;

async function countPosts(): Promise<number> {
  const [row]: { count: number }[] = await app.dataSource.query("select count(*)::int as count from post");
  return row?.count ?? 0;
}

describe("colophon import --report", () => {
  it("writes a page for .html and JSON for any other name, and replaces earlier reports", async () => {
    const [page, data] = [join(folder, "report.html"), join(folder, "report.json")];
    for (const flags of [["--dry-run"], []]) {
      const { code, stderr } = await run(...flags, "--report", page, "--report", data);
      assert.equal(code, 0, stderr);
      assert.match(await readFile(page, "utf8"), /^<!doctype html>\n[\s\S]*<strong>Text<\/strong>/);
      const report = JSON.parse(await readFile(data, "utf8"));
      assert.equal(report.isDryRun, flags.length > 0);
      assert.equal(report.samples, undefined);
    }
    assert.deepEqual((await readdir(folder)).sort(), ["posts", "report.html", "report.json"]);
    assert.equal(await countPosts(), 1);
  });

  it("is refused before the import if the file could not be written or is no report", async () => {
    const post = join(folder, "posts", "a.md");
    const content = await readFile(post, "utf8");
    for (const [path, reason] of [
      [join(folder, "missing", "report.json"), /the folder .*missing does not exist\. Nothing was imported\.$/],
      [folder, /Expected a file for the report, got the folder/],
      [post, /a\.md exists and is not a report\. It was not overwritten/],
    ] as const) {
      const { code, stderr, stdout } = await run("--report", path);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr.trim(), reason);
    }
    assert.equal(await readFile(post, "utf8"), content);
    assert.equal(await countPosts(), 0);
  });

  it("prints no control characters, whatever the posts are called", async () => {
    await writeFile(
      join(folder, "posts", "b.md"),
      '---\ntitle: "\\e[31mRed\\a"\ndate: 2020-01-01\ndraft: true\n---\nText',
    );
    await writeFile(join(folder, "posts", "\u001B[2J.md"), "---\ndate: [\n---\nText");
    const { code, stdout } = await run();
    assert.equal(code, 5);
    assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u);
  });
});

describe("an interrupted import", () => {
  async function interrupt(...args: string[]): Promise<{ stderr: string; stored: number }> {
    for (let index = 0; index < 1_500; index += 1) {
      const body = `Text ${index} [on](/x/${index}). 更多的文字。\n\n`.repeat(20);
      await writeFile(join(folder, "posts", `p${index}.md`), `---\ntitle: P ${index}\ndate: 2020-01-01\n---\n${body}`);
    }
    const child = spawn(process.execPath, [MAIN, "import", "markdown", join(folder, "posts"), ...args], {
      env: { ...process.env, DATABASE_URL: app.databaseUrl },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const hasBegun = async (): Promise<boolean> =>
      child.exitCode !== null || (args.length > 0 ? stderr.includes("importing") : (await countPosts()) >= 200);
    await eventually(hasBegun, "posts are imported");
    child.kill("SIGINT");
    await eventually(() => child.exitCode !== null, "the import ends");
    assert.equal(child.exitCode, 130, stderr);
    return { stderr, stored: await countPosts() };
  }

  it("says how many posts are stored, and that the same command goes on", async () => {
    const { stderr, stored } = await interrupt();
    assert.ok(stored < 1_501);
    const [, told] =
      /The import was interrupted\. (\d+) new or changed posts are stored; run the same command again/.exec(stderr) ??
      [];
    // A batch may have been committed in the instant before the signal.
    assert.ok(Number(told) >= 100 && Number(told) <= stored, stderr);
    const { code, stdout } = await run();
    assert.equal(code, 0);
    assert.match(stdout, /Posts +1501: \d+ new, \d+ unchanged\n/);
  });

  it("says of a dry run that nothing is stored", async () => {
    const { stderr, stored } = await interrupt("--dry-run", "--report", join(folder, "report.html"));
    assert.match(stderr, /The dry run was interrupted\. Nothing was stored\.\n$/);
    assert.equal(stored, 0);
    assert.equal(existsSync(join(folder, "report.html")), false);
  });
});
