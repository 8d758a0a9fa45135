// The files of a WordPress site in a copy of its uploads: which file a path of a body leads to, and under which aliases bodies find it.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { Uploads } from "../../../../src/intake/importers/files/uploads.js";
import type { ImportedAttachment } from "../../../../src/intake/importers/import-event.js";

const SITE = "https://blog.example.org";
const FOLDER = "/wp-content/uploads/2019/05/";
const FILES = [
  ...[
    "2019/05/a.png",
    "2019/05/huge.jpg",
    "2019/05/huge-scaled.jpg",
    "2019/05/only-100x100.png",
    "2019/05/real-800x600.jpg",
  ],
  ...[
    "2019/05/b.png",
    "2019/05/b-e1557848123456.png",
    "2019/05/图.png",
    "root.png",
    "sites/3/2019/c.png",
    "legacy.pdf",
  ],
];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "uploads-"));
  for (const path of FILES) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
});
after(() => rm(folder, { recursive: true }));

function attachment(url: string, fields: Partial<ImportedAttachment> = {}): ImportedAttachment {
  return {
    ...{ key: url, url: SITE + url, otherUrls: [], mimeType: null, width: null, height: null, parent: null },
    ...{ isPublic: true, title: "", alt: "", caption: null, description: null, uploadedAt: null, formerPaths: [] },
    ...fields,
  };
}

function uploadsOf(...attachments: ImportedAttachment[]): Uploads {
  const uploads = new Uploads({ folder, download: null });
  for (const each of attachments) uploads.note({ kind: "attachment", attachment: each });
  uploads.begin(SITE);
  return uploads;
}

/** The file for a path, and the aliases that it gets. */
async function found(uploads: Uploads, path: string): Promise<[file: string, ...aliases: string[]]> {
  for (const { address, aliases } of uploads.candidates(path)) {
    const opened = await uploads.open(address);
    if (!("absence" in opened)) return [relative(folder, opened.file), ...aliases];
  }
  return ["missing"];
}

test("a smaller, scaled or rotated form leads to the original, whose aliases stand for all forms", async () => {
  const uploads = uploadsOf();
  for (const form of ["a.png", "a-300x200.png", "a-scaled.png", "a-scaled-1024x768.png", "a-rotated.png"]) {
    const aliases = new Set([`${FOLDER}a.png`, `~${FOLDER}a.png`, FOLDER + form]);
    assert.deepEqual(await found(uploads, FOLDER + form), ["2019/05/a.png", ...aliases], form);
  }
  assert.deepEqual(await found(uploads, `${FOLDER}图-150x150.png`), [
    "2019/05/图.png",
    `${FOLDER}图.png`,
    `~${FOLDER}图.png`,
    `${FOLDER}图-150x150.png`,
  ]);
});

test("a name that only looks like a form, or whose original is not there, leads to the very file alone", async () => {
  const uploads = uploadsOf();
  for (const name of ["only-100x100.png", "real-800x600.jpg"]) {
    assert.deepEqual(await found(uploads, FOLDER + name), [`2019/05/${name}`, FOLDER + name], name);
  }
});

test("a picture that was edited in WordPress is not its original", async () => {
  const uploads = uploadsOf();
  const edited = `${FOLDER}b-e1557848123456.png`;
  assert.deepEqual(await found(uploads, edited), ["2019/05/b-e1557848123456.png", edited]);
});

test("the media library names the original of forms with other names, and has the texts of the picture", async () => {
  const uploads = uploadsOf(
    attachment(`${FOLDER}huge.jpg`, {
      otherUrls: [`${SITE}${FOLDER}huge-scaled.jpg`, `http://www.blog.example.org${FOLDER}square.jpg`],
      alt: "A huge picture",
      caption: "<b>Taken</b> by A &amp; B",
    }),
    attachment(`${FOLDER}unused.jpg`),
  );
  const original = [`${FOLDER}huge.jpg`, `~${FOLDER}huge.jpg`];
  const scaled = `${FOLDER}huge-scaled.jpg`;
  assert.deepEqual(await found(uploads, scaled), ["2019/05/huge.jpg", ...original, scaled]);
  const square = `${FOLDER}square.jpg`;
  assert.deepEqual(await found(uploads, square), ["2019/05/huge.jpg", ...original, square]);
  assert.deepEqual(uploads.textsOf(`${FOLDER}huge.jpg`), { alt: "A huge picture", caption: "Taken by A & B" });
  assert.deepEqual(uploads.textsOf(`${FOLDER}a.png`), { alt: "", caption: null });
  assert.equal(await uploads.countUnused(), 1);
});

test("the folders of networks of sites and of old versions are known, and paths do not leave the copy", async () => {
  const uploads = uploadsOf();
  const cases: [path: string, file: string][] = [
    ["/wp-content/uploads/sites/3/2019/c.png", "sites/3/2019/c.png"],
    ["/wp-content/uploads/sites/7/2019/05/a.png", "2019/05/a.png"],
    ["/files/2019/05/a.png", "2019/05/a.png"],
    ["/wp-content/blogs.dir/7/files/root.png", "root.png"],
    ["/blog/wp-content/uploads/root.png", "root.png"],
    ["/wp-content/uploads/legacy.pdf", "legacy.pdf"],
    ["/wp-content/uploads/../uploads/root.png", "missing"],
    ["/wp-content/uploads/2019/05/none.png", "missing"],
  ];
  for (const [path, file] of cases) assert.equal((await found(uploads, path))[0], file, path);
});

test("files of WordPress.com are on a host of the site, and those of other sites there are not the site's", async () => {
  const host = "name.files.wordpress.com";
  const uploads = new Uploads({ folder, download: null });
  const url = `https://${host}/2019/05/a.png`;
  uploads.note({ kind: "attachment", attachment: { ...attachment(""), url, otherUrls: [], alt: "A" } });
  uploads.begin("https://own-domain.example.org");
  const path = `/${host}/2019/05/a.png`;
  assert.deepEqual(await found(uploads, path), ["2019/05/a.png", path, `~${path}`]);
  assert.equal(uploads.textsOf(path).alt, "A");
  assert.deepEqual(uploads.candidates("/other.files.wordpress.com/2019/05/a.png"), []);
  const unlisted = new Uploads({ folder, download: null });
  unlisted.begin("https://name.wordpress.com");
  assert.equal((await found(unlisted, path))[0], "2019/05/a.png");
});

test("without a copy and without a download, files are only counted", async () => {
  const uploads = new Uploads({ folder: null, download: null });
  assert.equal(uploads.isAvailable, false);
  assert.ok("absence" in ((await uploads.openLocally(`${FOLDER}a.png`)) ?? {}));
});
