// `colophon import wordpress --download` and `--uploads`: a run that is killed goes on where it stopped, failures are told, and nothing is fetched
// that was not asked for.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { type Ending, type StartedCommand, startCommand } from "../support/command.js";
import { eventually } from "../support/eventually.js";
import { scratchFolder } from "../support/scratch-folder.js";
import { halves } from "../support/test-pictures.js";

const PICTURES = 16;
const bytes = scratchFolder();
let app: TestApp;
let folder: string;
let server: Server;
let site: string;
let asked: string[] = [];
/** Requests that wait for an answer, for as long as this is set. */
let waiting: ServerResponse[] | null = null;

before(async () => {
  app = await startTestApp({ ASSETS_DIR: bytes.path });
  folder = await mkdtemp(join(tmpdir(), "import-downloads-"));
  await mkdir(join(folder, "tmp"));
  const pictures = new Map<string, Buffer>();
  for (let index = 0; index < PICTURES; index += 1) {
    pictures.set(
      `/blog/wp-content/uploads/${index}.png`,
      await halves(20 + 2 * index, 20)
        .png()
        .toBuffer(),
    );
  }
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const picture = pictures.get(path);
    if (path.endsWith("/private.png")) response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    else if (path.endsWith("/page.png")) response.end("<!doctype html><title>Not found</title>");
    else if (picture === undefined) response.writeHead(404).end();
    else if (waiting !== null && asked.length > PICTURES / 2) waiting.push(response);
    else response.end(picture);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/blog`;
  const images = [...pictures.keys()].map((path) => `<img src="${site}${path.slice("/blog".length)}">`);
  const more = ["gone", "page", "private"].map((name) => `<img src="${site}/wp-content/uploads/${name}.png">`);
  await writeFile(join(folder, "export.xml"), exportOf(images.concat(more).join("")));
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
  await bytes.delete();
  await rm(folder, { recursive: true });
});

const exportOf = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Old</title><link>${site}</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>${site}</wp:base_site_url><wp:base_blog_url>${site}</wp:base_blog_url>
<item><title>Album</title><link>${site}/album/</link><guid>${site}/?p=1</guid><wp:post_id>1</wp:post_id><wp:post_name>album</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_date_gmt>2020-05-01 02:00:00</wp:post_date_gmt>
<content:encoded><![CDATA[${content}]]></content:encoded></item></channel></rss>`;

const start = (flags: readonly string[], allowed = "127.0.0.1"): StartedCommand =>
  startCommand(["import", "wordpress", join(folder, "export.xml"), "--source", "old", ...flags], {
    ...process.env,
    DATABASE_URL: app.databaseUrl,
    ASSETS_DIR: bytes.path,
    TMPDIR: join(folder, "tmp"),
    OUTBOUND_ALLOW: allowed,
  });
const run = (flags: readonly string[], allowed?: string): Promise<Ending> => start(flags, allowed).ended;

async function storedPaths(): Promise<string[]> {
  const rows: { path: string }[] = await app.dataSource.query(
    "select path from asset_alias where path like '/wp-content/%' order by path",
  );
  return rows.map(({ path }) => path);
}

test("nothing is fetched unless it is asked for, in a dry run, or from a host that is not public", async () => {
  const dryRun = await run(["--download", "--dry-run"]);
  assert.match(dryRun.stdout, /Referenced +19 addresses: 19 not looked for/, dryRun.stderr);
  const refused = await run(["--download"], "");
  assert.match(refused.stdout, /the host 127\.0\.0\.1 is not\s+on the public internet[\s\S]*19 refused/);
  assert.deepEqual(asked, []);
});

test("a run that is killed while it downloads goes on where it stopped, and tells what has failed", async () => {
  asked = [];
  waiting = [];
  const killed = start(["--download"]);
  let ending: Ending | null = null;
  void killed.ended.then((found) => {
    ending = found;
  });
  const isWaiting = async (): Promise<boolean> => (waiting?.length ?? 0) >= 3 && (await storedPaths()).length > 0;
  await eventually(async () => ending !== null || (await isWaiting()), "downloads wait");
  assert.equal(ending, null);
  killed.kill();
  assert.equal((await killed.ended).signal, "SIGKILL");
  for (const response of waiting) response.destroy();
  waiting = null;
  const stored = await storedPaths();
  asked = [];
  const { code, stdout, stderr } = await run(["--download"]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`${stored.length} already here, ${PICTURES - stored.length} came in`));
  assert.match(stdout, /1 missing, 2\s+refused/);
  assert.match(stdout, /it redirects to another host, 127\.0\.0\.1/);
  const repeated = stored.filter((path) => asked.includes(`/blog${path}`));
  assert.deepEqual(repeated, [], "What was an asset was fetched again.");
  assert.equal((await storedPaths()).length, PICTURES);
  assert.equal((await readdir(join(folder, "tmp"))).length, 1, "Only the killed run may leave its folder.");
});

test("a copy of the uploads is asked before the old site, and a folder that does not exist is refused", async () => {
  await app.dataSource.query("truncate asset cascade");
  asked = [];
  await mkdir(join(folder, "uploads"));
  await writeFile(join(folder, "uploads", "0.png"), await halves(20, 20).png().toBuffer());
  const { stdout } = await run(["--download", "--uploads", join(folder, "uploads")]);
  assert.match(stdout, new RegExp(`${PICTURES} came in`));
  assert.ok(!asked.includes("/blog/wp-content/uploads/0.png"));
  assert.ok(asked.includes("/blog/wp-content/uploads/1.png"));
  const missing = await run(["--uploads", join(folder, "none")]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /expected a folder, got/);
});
