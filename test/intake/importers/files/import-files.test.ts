// Pictures come in with the posts that show them: bodies and covers show the assets, a later run finds what an earlier one did not, and the report
// counts everything that is not here.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { openAssetAddresses } from "../../../../src/app/start/open-assets.js";
import { AssetStore } from "../../../../src/intake/importers/files/asset-store.js";
import type { FileSource } from "../../../../src/intake/importers/files/file-source.js";
import { SiteFolder } from "../../../../src/intake/importers/files/site-folder.js";
import { Uploads } from "../../../../src/intake/importers/files/uploads.js";
import type { ImportReport } from "../../../../src/intake/importers/import-report.js";
import { readMarkdownFolder } from "../../../../src/intake/importers/markdown/markdown-reader.js";
import { reportLines } from "../../../../src/intake/importers/report/report-lines.js";
import { readWordPress } from "../../../../src/intake/importers/wordpress/wordpress-reader.js";
import { loadConfig } from "../../../../src/platform/config/config.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { scratchFolder } from "../../../support/scratch-folder.js";
import { halves, heic, photograph } from "../../../support/test-pictures.js";
import { importInto } from "../import-fixture.js";
import { cdata, exportXml, itemXml, metaXml } from "../wordpress/wxr-fixture.js";

const bytes = scratchFolder();
const services = openAssetAddresses(loadConfig({ ASSETS_DIR: bytes.path }).assets);
let app: TestApp;
let folder: string;

before(async () => {
  app = await startTestApp({ ASSETS_DIR: bytes.path });
});
after(async () => {
  services.pictures.close();
  await app.close();
  await bytes.delete();
});
beforeEach(async (context) => {
  await app.dataSource.query("truncate post, page, import_item, asset cascade");
  folder = await mkdtemp(join(tmpdir(), "import-files-"));
  if ("after" in context) context.after(() => rm(folder, { recursive: true }));
});

async function write(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const withFiles = (source: FileSource) => ({ files: { source, store: new AssetStore(services) } });

async function importExportFile(uploads: string | null, isDryRun = false): Promise<ImportReport> {
  const source = new Uploads({ folder: uploads === null ? null : join(folder, uploads), download: null });
  const events = readWordPress(join(folder, "export.xml"), { pages: "skip" });
  return await importInto(app.dataSource, events, { isDryRun, ...withFiles(source) });
}

const importSite = (isDryRun = false): Promise<ImportReport> =>
  importInto(app.dataSource, readMarkdownFolder(folder, {}), { isDryRun, ...withFiles(new SiteFolder()) });

interface ShownPost {
  body: { html: string };
  cover: { url: string; asset: ShownAsset | null } | null;
}
interface ShownAsset {
  fileName: string;
  alt: string;
  caption: string | null;
}

async function show(slug: string): Promise<ShownPost> {
  const asset = "asset { fileName alt caption }";
  const { post } = await app.query<{ post: ShownPost }>(
    `{ post(slug: "${slug}") { body { html } cover { url ${asset} } } }`,
  );
  return post;
}

const sourcesOf = (html: string): string[] => Array.from(html.matchAll(/<img src="([^"]*)"/g), ([, src = ""]) => src);
const countsOf = ({ files }: ImportReport): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(files).filter(([, count]) => count !== 0 && count !== null && !Array.isArray(count)),
  );

const UPLOADS = "https://blog.example.org/wp-content/uploads/2019/05/";
const attachmentXml = (id: string, file: string, texts: Record<string, string> = {}, meta = ""): string =>
  itemXml(
    {
      ...{ title: cdata(file), link: `https://blog.example.org/${id}/`, guid: UPLOADS + file, "wp:post_id": id },
      ...{ "content:encoded": cdata(""), "wp:post_type": cdata("attachment"), "wp:status": cdata("inherit") },
      ...{ "wp:post_name": cdata(id), "wp:attachment_url": cdata(UPLOADS + file), ...texts },
    },
    meta,
  );

const EXPORT = exportXml(
  itemXml(
    {
      "content:encoded": cdata(
        `<p><a href="${UPLOADS}a.jpg"><img src="${UPLOADS}a-300x200.jpg" alt="A"></a><img src="http://www.blog.example.org/wp-content/uploads/2019/05/big-scaled.jpg?x=1">` +
          `<img src="/wp-content/uploads/2019/05/gone.png"><img src="${UPLOADS}phone.heic.jpg"><img src="https://i.imgur.com/x.png"></p>`,
      ),
    },
    metaXml("_thumbnail_id", "31"),
  ) +
    attachmentXml(
      "30",
      "a.jpg",
      { "excerpt:encoded": cdata("A <b>caption</b>") },
      metaXml("_wp_attachment_image_alt", "The A"),
    ) +
    attachmentXml(
      "31",
      "big-scaled.jpg",
      {},
      metaXml("_wp_attachment_metadata", 'a:1:{s:14:"original_image";s:7:"big.jpg";}'),
    ) +
    attachmentXml("32", "unused.jpg"),
);

async function writeExport(): Promise<void> {
  const picture = await photograph(60, 40);
  await write({
    "export.xml": EXPORT,
    "uploads/2019/05/a.jpg": picture,
    "uploads/2019/05/big.jpg": await halves(80, 60).jpeg().toBuffer(),
    "uploads/2019/05/phone.heic.jpg": heic(),
    "uploads/2019/05/unused.jpg": picture,
  });
}

describe("the pictures of a WordPress export", () => {
  it("stay at the old site without a copy of the uploads, and the report says so", async () => {
    await writeExport();
    const report = await importExportFile(null);
    assert.deepEqual(countsOf(report), { referenced: 5, untried: 5, otherPictures: 1 });
    assert.deepEqual(report.files.otherHosts, [{ host: "i.imgur.com", pictures: 1, example: "Hello 世界" }]);
    const text = reportLines(report).join("\n");
    assert.match(
      text,
      /Referenced +5 addresses: 5 not looked for\n +They are still loaded from the old site\. --uploads DIR/,
    );
    assert.match(text, /Elsewhere +1 picture [^(]*i\.imgur\.com \(1\)/);
    const { body } = await show("hello");
    assert.ok(sourcesOf(body.html).every((src) => !src.includes("/assets/")));
  });

  it("come in with their texts, also when the export is imported again, and old addresses of all forms lead to them", async () => {
    await writeExport();
    await importExportFile(null);
    const dryRun = await importExportFile("uploads", true);
    assert.deepEqual(countsOf(dryRun), { referenced: 5, found: 3, missing: 1, refused: 1, unused: 1 });
    const report = await importExportFile("uploads");
    assert.equal(report.posts.unchanged, 1);
    assert.deepEqual(countsOf(report), { referenced: 5, found: 3, missing: 1, refused: 1, stored: 2, unused: 1 });
    assert.deepEqual(
      report.notices
        .filter(({ reason }) => reason.startsWith("The file, "))
        .map(({ code, item, reason }) => [code, item, reason]),
      [
        [
          "CHANGED",
          "/wp-content/uploads/2019/05/gone.png",
          "The file, which “Hello 世界” refers to, was not stored: the copy of the uploads does not have it.",
        ],
        [
          "CHANGED",
          "/wp-content/uploads/2019/05/phone.heic.jpg",
          "The file, which “Hello 世界” refers to, was not stored: pictures in the format HEIC cannot be read by browsers. Convert the picture to JPEG and upload that.",
        ],
      ],
    );
    const { body, cover } = await show("hello");
    const [small = "", big = "", ...others] = sourcesOf(body.html);
    for (const src of [small, big]) assert.match(src, /^\/assets\/[0-9a-f]{32}\/1\/[\w.-]+$/);
    assert.notEqual(small.slice(0, 40), big.slice(0, 40));
    assert.deepEqual(
      others.map((src) => src.replace(/^.*\//, "")),
      ["gone.png", "phone.heic.jpg", "x.png"],
    );
    assert.deepEqual(cover?.asset, { fileName: "big.jpg", alt: "", caption: null });
    assert.match(body.html, /<a href="\/assets\/[^"]*">/);
    for (const form of ["a.jpg", "a-300x200.jpg", "a-9x9.jpg", "big.jpg", "big-scaled.jpg"]) {
      const { resolvePath } = await app.query<{ resolvePath: { to: string } | null }>(
        `{ resolvePath(path: "/wp-content/uploads/2019/05/${form}") { ... on Redirect { to } } }`,
      );
      assert.match(
        resolvePath?.to ?? "",
        form.startsWith("a") ? new RegExp(small.slice(0, 40)) : new RegExp(big.slice(0, 40)),
      );
    }
    const [asset]: ShownAsset[] = await app.dataSource.query(
      `select alt, caption from asset where file_name = 'a.jpg'`,
    );
    assert.deepEqual(asset, { alt: "The A", caption: "A caption" });
    const again = await importExportFile("uploads");
    assert.deepEqual(countsOf(again), { referenced: 5, known: 3, missing: 1, refused: 1, unused: 1 });
  });
});

describe("the pictures of a site in a folder", () => {
  it("come in with the posts, those of drafts are not public, and equal files are one asset", async () => {
    const picture = await halves(40, 30).png().toBuffer();
    await write({
      "hugo.toml": 'baseURL = "https://hugo.example.org/"\n',
      "content/posts/one/index.md": "---\ntitle: One\ndate: 2020-01-01\ncover: c.png\n---\n![](c.png) ![](/same.png)",
      "content/posts/two/index.md": "---\ntitle: Two\ndate: 2020-01-01\ndraft: true\n---\n![](d.png)",
      "content/about.md": "---\ntitle: About\n---\n![](/logo.png)",
      "content/posts/one/c.png": picture,
      "static/same.png": picture,
      "static/logo.png": await halves(16, 16).png().toBuffer(),
      "content/posts/two/d.png": await halves(20, 10).png().toBuffer(),
      "static/unused.png": picture,
    });
    const dryRun = await importSite(true);
    assert.deepEqual(countsOf(dryRun), { referenced: 4, found: 4, unused: 1 });
    const report = await importSite();
    assert.deepEqual(countsOf(report), { referenced: 4, found: 4, stored: 3, reused: 1, unused: 1 });
    const { body, cover } = await show("one");
    const [own = "", same] = sourcesOf(body.html);
    assert.equal(own, same);
    assert.match(own, /^\/assets\//);
    // The first of two equal files names the asset.
    assert.match(cover?.asset?.fileName ?? "", /^(?:c|same)\.png$/);
    const hidden: { file_name: string }[] = await app.dataSource.query(
      "select file_name from asset a where not exists (select from asset_use u where u.asset_id = a.id and u.visible_from <= now())",
    );
    assert.deepEqual(hidden, [{ file_name: "d.png" }]);
    assert.match(reportLines(report).join("\n"), /Assets +3 new, 1 with the same bytes as one that was here/);
  });
});
