// The command `colophon import` as a process: exit codes, the report as a file, unreadable files, and resuming a killed import.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { startTestApp, type TestApp } from "../../support/app.js";
import { type Ending, type StartedCommand, startCommand } from "../../support/command.js";
import { importExport, snapshotOf, tableDigests, withExportFile } from "./import-fixture.js";
import { categoryXml, cdata, exportXml, itemXml } from "./wordpress/wxr-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query("truncate post, category, tag, author, series, path_alias, import_item cascade");
  await app.dataSource.query(
    "update site set title = 'Colophon', description = null, set_fields = '{}', locale = 'en', url = 'http://localhost:4000'",
  );
});

const start = (args: readonly string[]): StartedCommand =>
  startCommand(["import", ...args], { ...process.env, DATABASE_URL: app.databaseUrl });

const run = (...args: string[]): Promise<Ending> => start(args).ended;

const LARGE = 700;

function largeExport(): string {
  const items = Array.from({ length: LARGE }, (_, i) =>
    itemXml(
      {
        title: cdata(`Title ${i}`),
        guid: `https://blog.example.org/?p=${i + 1}`,
        link: `https://blog.example.org/2020/${i}/`,
        "wp:post_id": `${i + 1}`,
        "wp:post_name": cdata(`slug-${i % 600}`),
        "content:encoded": cdata(
          `<p>Text ${i} <a href="https://blog.example.org/2020/${(i * 7) % LARGE}/">on</a></p>${"<p>more 更多</p>".repeat(40)}`,
        ),
      },
      `<category domain="category" nicename="leaf">${cdata("Leaf")}</category>` +
        `<category domain="post_tag" nicename="tag-${i % 50}">${cdata(`Tag ${i % 50}`)}</category>`,
    ),
  );
  return exportXml(categoryXml("root", "", "Root") + categoryXml("leaf", "root", "Leaf") + items.join(""));
}

async function importedCount(dataSource: DataSource): Promise<number> {
  const [row]: { count: number }[] = await dataSource.query("select count(*)::int as count from import_item");
  return row?.count ?? 0;
}

describe("colophon import", () => {
  it("resumes after kill -9 with the same result as an uninterrupted run", async () => {
    await withExportFile(largeExport(), async (path) => {
      assert.equal((await run("wordpress", path)).code, 0);
      const expected = await snapshotOf(app.dataSource);
      assert.equal(expected.posts.length, LARGE);
      assert.ok(expected.posts.some(({ slug }) => slug === "slug-7-2"));
      await app.dataSource.query("truncate post, category, tag, author, series, path_alias, import_item cascade");
      for (const share of [0.2, 0.6]) {
        const { kill, ended } = start(["wordpress", path]);
        let hasEnded = false;
        ended.then(() => {
          hasEnded = true;
        });
        while (!hasEnded && (await importedCount(app.dataSource)) < LARGE * share) await sleep(5);
        assert.equal(hasEnded, false, "the import was too fast to be killed");
        kill();
        await ended;
      }
      // The server detects a killed client at its next read or write; until then the lock is held.
      let last = await run("wordpress", path);
      for (let tries = 0; last.code === 4 && tries < 50; tries += 1) last = await run("wordpress", path);
      assert.equal(last.code, 0, last.stderr);
      assert.match(last.stdout, new RegExp(`Posts\\s+${LARGE}: \\d+ new, \\d+ unchanged\n`));
      assert.deepEqual(await snapshotOf(app.dataSource), expected);
    });
  });

  it("writes the report as JSON and prints it", async () => {
    await withExportFile(exportXml(itemXml()), async (path) => {
      const file = `${path}.json`;
      const { code, stdout } = await run("wordpress", path, "--report", file, "--author", "Ada");
      assert.equal(code, 0);
      assert.match(stdout, /Posts +1: 1 new\n +Visibility +1 published\n/);
      const report = JSON.parse(await readFile(file, "utf8"));
      assert.deepEqual(report.posts, { created: 1, updated: 0, unchanged: 0, kept: 0, failed: 0 });
      assert.equal(report.source, "wordpress:export.xml");
    });
  });

  it("leaves the database unchanged in a dry run and for invalid files", async () => {
    const before = await tableDigests(app.dataSource);
    const good = exportXml(itemXml());
    await withExportFile(good, async (path) => assert.equal((await run("wordpress", path, "--dry-run")).code, 0));
    await withExportFile(good.slice(0, -40), async (path) => {
      const { code, stderr } = await run("wordpress", path);
      assert.equal(code, 3, stderr);
      assert.match(stderr, /(?:^|\n)colophon: .+ incomplete\.\n$/);
    });
    const bad: (string | Uint8Array)[] = [
      "no XML at all",
      good.replace("<rss", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss'),
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]),
      "",
    ];
    for (const content of bad) {
      await assert.rejects(importExport(app.dataSource, content), { name: "UnreadableSourceError" });
    }
    assert.equal((await run("wordpress", "/nowhere/export.xml")).code, 3);
    assert.deepEqual(await tableDigests(app.dataSource), before);
  });

  it("has a non-zero exit code if an item failed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "import-"));
    await writeFile(join(folder, "good.md"), "---\ntitle: Good\n---\nText");
    await writeFile(join(folder, "bad.md"), "---\ntitle: [\n---\nText");
    const { code, stdout } = await run("markdown", folder);
    assert.equal(code, 5);
    assert.match(stdout, /Could not be imported \(1\)\n\s+bad\.md/);
    await rm(folder, { recursive: true });
  });

  it("applies the options for paths and categories to a Markdown folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "import-"));
    await writeFile(join(folder, "one.md"), "---\ntitle: One\ndate: 2020-05-01\ncategories: [A, B]\n---\nText");
    const { code } = await run("markdown", folder, "--permalink", "/:year/:slug/", "--categories", "path");
    assert.equal(code, 0);
    const { aliases, categories } = await snapshotOf(app.dataSource);
    assert.deepEqual(
      aliases.map(({ path }) => path),
      ["/2020/one"],
    );
    assert.deepEqual(
      categories.map(({ path }) => path),
      ["a", "a/b"],
    );
    await rm(folder, { recursive: true });
  });

  it("imports comments of Disqus, and names the threads without a post", async () => {
    await importExport(app.dataSource, exportXml(itemXml()));
    const [post]: { path: string }[] = await app.dataSource.query("select '/posts/' || slug as path from post");
    const thread = (id: number, path: string) =>
      `<thread dsq:id="${id}"><id /><link>https://blog.example.org${path}</link></thread>`;
    const comment = (id: number) =>
      `<post dsq:id="${id}"><message>Hello</message><createdAt>2015-01-01T00:00:00Z</createdAt>
       <author><name>Ann</name></author><thread dsq:id="${id}" /></post>`;
    const xml = `<disqus xmlns:dsq="x">${thread(1, post?.path ?? "")}${thread(2, "/gone/")}${comment(1)}${comment(2)}</disqus>`;
    await withExportFile(xml, async (path) => {
      for (const [counts, dryRun] of [
        ["1: 1 new", ["--dry-run"]],
        ["1: 1 new", []],
        ["1: 1 unchanged", []],
      ] as const) {
        const { code, stdout } = await run("disqus", path, ...dryRun);
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`Comments +${counts}\\n`));
        assert.match(stdout, /https:\/\/blog\.example\.org\/gone\/ \(1\): Its comments were not imported/);
      }
      assert.equal((await run("disqus", `${path}.none`)).code, 3);
    });
  });

  it("reports an unknown time zone as a usage error", async () => {
    const { code, stderr } = await run("markdown", ".", "--time-zone", "Mars/Olympus");
    assert.equal(code, 1);
    assert.match(stderr, /--time-zone.*expected an IANA time zone/);
  });
});
