// A whole folder of posts: which files are read, in which order and batches, and how unreadable files are reported.
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UnreadableSourceError } from "../../../../src/intake/importers/import-event.js";
import { readContent, readFolder, withFolder } from "./temporary-folder.js";

const POST = "---\ntitle: A\ndate: 2019-01-01\n---\nBody\n";

describe("the files of a folder", () => {
  it("are read in the order of their paths, which are their keys", async () => {
    const { posts } = await readContent({ "b.md": POST, "a/c.markdown": POST, "a/b.mdown": POST, "B.MD": POST });
    assert.deepEqual(
      posts.map(({ key }) => key),
      ["B.MD", "a/b.mdown", "a/c.markdown", "b.md"],
    );
  });
  it("exclude folders of generators and tools", async () => {
    const { posts, notices, counts } = await readContent({
      "content/posts/a.md": POST,
      "content/posts/static/b.md": POST,
      "themes/x/exampleSite/content/c.md": POST,
      "node_modules/d/README.md": POST,
      ".git/e.md": POST,
      "_layouts/f.md": POST,
      "README.md": "# Project",
    });
    assert.deepEqual(
      posts.map(({ key }) => key),
      ["content/posts/a.md", "content/posts/static/b.md"],
    );
    assert.deepEqual(
      notices.map(({ code, item }) => `${code} ${item}`),
      ["SKIPPED _layouts/", "SKIPPED themes/", "SKIPPED README.md"],
    );
    assert.equal(counts["hidden and package folders"], 2);
  });
  it("are counted by kind if they are not posts, and reported if they might be posts", async () => {
    const { notices, counts } = await readContent({
      "a.md": POST,
      "a.png": "",
      "b.JPG": "",
      "c.html": "",
      "_config.yml": "",
      "talk.pdf": "",
      Makefile: "",
      "d.mdx": "",
      "e.Rmd": "",
    });
    assert.deepEqual(counts, {
      "HTML pages": 1,
      "MDX files": 1,
      "R Markdown files": 1,
      "settings and data files": 1,
      "other files": 1,
    });
    assert.deepEqual(
      notices.map(({ code, item }) => `${code} ${item}`),
      ["SKIPPED d.mdx", "SKIPPED e.Rmd"],
    );
  });
  it("are not read through symbolic links", async () => {
    await withFolder({ "outside/secret.md": POST, "in/a.md": POST }, async (folder) => {
      await symlink(join(folder, "outside"), join(folder, "in", "folder"));
      await symlink(join(folder, "outside/secret.md"), join(folder, "in", "b.md"));
      await symlink(join(folder, "in"), join(folder, "in", "loop"));
      const { posts, notices } = await readFolder(join(folder, "in"));
      assert.deepEqual(
        posts.map(({ key }) => key),
        ["a.md"],
      );
      assert.deepEqual(
        notices.map(({ item, reason }) => `${item} ${reason}`),
        ["b.md", "folder", "loop"].map((item) => `${item} Symbolic links are not followed.`),
      );
    });
  });
  it("include page bundles, and list pages and single pages are reported", async () => {
    const { posts, notices } = await readContent({
      "content/_index.md": POST,
      "content/my-post/index.md": POST,
      "source/about/index.md": "---\ntitle: About\nlayout: page\ndate: 2019-01-01\n---\n",
      "source/tags/index.md": "---\ntitle: Tags\ntype: tags\n---\n",
      // Every file in this folder is a post, whatever its layout.
      "_posts/2019-01-01-wide.md": "---\ntitle: Wide\nlayout: page\n---\n",
    });
    assert.deepEqual(
      posts.map(({ slug }) => slug),
      ["wide", "my-post"],
    );
    assert.deepEqual(
      notices.map(({ code }) => code),
      ["SKIPPED", "SKIPPED", "SKIPPED"],
    );
  });
  it("are reported with the parts that are not imported", async () => {
    const body =
      '![](a.png) ![x](../b.png "t") ![](/c.png) ![](https://example.org/d.png)\n{{< nothing >}} {% x %} {{</* x */>}}';
    const { counts, notices } = await readContent({
      "a.md": `---\ntitle: A\ndate: 2019-01-01\ngalleryColumns: 3\ntoc:\n---\n${body}`,
    });
    assert.deepEqual(counts, {
      "template tags in bodies, of which only known ones are rendered": 1,
      "front matter fields “galleryColumns”": 1,
    });
    assert.ok(notices.some(({ item }) => item === "the shortcode nothing"));
  });
});

describe("term pages", () => {
  it("describe categories, tags, series and authors, before the posts that refer to them", async () => {
    const { events, posts } = await readContent({
      "content/a.md": "---\ndate: 2019-01-01\ncategories: linux/network\nauthors: [lin]\n---\n",
      "content/categories/linux/_index.md": "---\ntitle: GNU/Linux\ndescription: Kernels.\n---\n",
      "content/categories/linux/network/_index.md": "---\ntitle: 网络\n---\nAll about *packets*.\n",
      "content/series/guide/_index.md": "---\ntitle: A Guide\n---\n",
      "content/tags/c/_index.md": "---\ntitle: C\n---\n",
      "content/authors/lin/_index.md": "---\ntitle: 林珂\nbio: Writes.\n---\n",
      "content/categories/_index.md": "---\ntitle: All categories\n---\n",
    });
    const linux = { slug: "linux", name: "GNU/Linux" };
    const network = { slug: "network", name: "网络" };
    const terms = events.filter(({ kind }) => ["category", "tag", "series", "author"].includes(kind));
    assert.deepEqual(terms, [
      { kind: "author", author: { slug: "lin", name: "林珂", bio: "Writes." } },
      { kind: "category", path: [linux], description: "Kernels." },
      { kind: "series", series: { slug: "guide", name: "A Guide" }, description: null },
      { kind: "tag", tag: { slug: "c", name: "C" } },
      { kind: "category", path: [linux, network], description: "All about packets." },
    ]);
    assert.deepEqual(posts[0]?.categories, [[linux, network]]);
    assert.equal(posts[0]?.author?.name, "林珂");
    assert.deepEqual(events.at(-2), { kind: "counted", what: "section pages (_index.md)", count: 1 });
  });
  it("describe a category if their folder has its name", async () => {
    const { events, counts } = await readContent({
      "content/linux/_index.md": "---\ntitle: Linux\ndescription: Kernels.\n---\n",
      "content/posts/_index.md": "---\ntitle: Posts\ndescription: All.\n---\n",
      "content/posts/a.md": "---\ncategories: Linux\n---\n",
    });
    const expected = { kind: "category", path: [{ slug: "linux", name: "Linux" }], description: "Kernels." };
    assert.deepEqual(
      events.filter(({ kind }) => kind === "category"),
      [expected],
    );
    assert.equal(counts["section pages (_index.md)"], 1);
  });
});

describe("unreadable files", () => {
  const outcome = async (content: string | Uint8Array) => {
    const { posts, notices } = await readContent({ "bad.md": content, "good.md": POST });
    assert.equal(posts.at(-1)?.key, "good.md");
    return {
      post: posts.length > 1 ? posts[0] : undefined,
      notices: notices.map(({ code, reason }) => `${code} ${reason}`).join("\n"),
    };
  };
  it("are reported with file and line if the front matter is invalid, and the others are read", async () => {
    const { post, notices } = await outcome("---\ntitle: a: b\n---\nBody");
    assert.equal(post, undefined);
    assert.match(notices, /^FAILED bad\.md, line 2: the YAML front matter cannot be read: /);
  });
  it("are rejected if they are binary or contain many NUL characters", async () => {
    assert.match((await outcome(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0xff]))).notices, /FAILED .*binary/);
    assert.match((await outcome(Uint8Array.from([0xd6, 0xd0, 0x01, 0x02, 0x41]))).notices, /FAILED .*binary/);
    const many = "\u0000".repeat(21);
    assert.match((await outcome(`---\ntitle: A\n---\na${many}b`)).notices, /FAILED .*21 NUL characters.* line 4/);
  });
  it("lose single NUL characters", async () => {
    const { posts, notices } = await readContent({ "a.md": "---\ntitle: A\ndate: 2020-01-01\n---\na\u0000b" });
    assert.equal(posts[0]?.source, "ab");
    assert.match(notices.map(({ reason }) => reason).join(), /NUL characters were removed \(1\)/);
    assert.match((await outcome(Uint8Array.from([0x41, 0xff, 0xff, 0x41]))).notices, /FAILED .*encoding is unknown/);
  });
  it("are rejected if the body exceeds the limit", async () => {
    const limit = 2 * 1024 * 1024;
    assert.equal((await outcome(`---\ntitle: A\n---\n${"a".repeat(limit)}`)).post?.source.length, limit);
    assert.match(
      (await outcome(`---\ntitle: A\n---\n${"a".repeat(limit + 1)}`)).notices,
      /FAILED .*the limit is 2097152 bytes \(2 MiB\)/,
    );
    assert.match((await outcome(Buffer.alloc(3 * limit, "a"))).notices, /FAILED .*limit/);
  });
  it("are rejected if their encoding cannot be determined, and never decoded to nonsense", async () => {
    const texts = {
      "日本語のタイトル in Shift_JIS": "93fa967b8cea82cc835e83438367838b",
      "日本語のタイトル in EUC-JP": "c6fccbdcb8eca4cea5bfa5a4a5c8a5eb",
      "Привет всем in windows-1251": "cff0e8e2e5f220e2f1e5ec",
      "Über Größe in ISO-8859-1": "dc626572204772f6df65",
    };
    for (const [what, hex] of Object.entries(texts)) {
      const bytes = Buffer.concat([Buffer.from("---\ntitle: "), Buffer.from(hex, "hex"), Buffer.from("\n---\n")]);
      assert.match((await outcome(bytes)).notices, /^FAILED .*encoding is unknown/, what);
    }
  });
  it("in GBK or UTF-16 are read, and the report says so", async () => {
    const gbk = Buffer.concat([
      Buffer.from("---\ntitle: "),
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
      Buffer.from("\n---\nBody"),
    ]);
    const read = await outcome(gbk);
    assert.equal(read.post?.title, "中文");
    assert.match(read.notices, /CHANGED The file is not UTF-8; it was read as GB 18030 \(GBK\)/);
    assert.equal((await outcome(Buffer.from("\uFEFF---\ntitle: 中文\n---\n", "utf16le"))).post?.title, "中文");
  });
  it("do not include those with a byte order mark or other line ends", async () => {
    const { post } = await outcome("\uFEFF---\r\ntitle: A\r\ndate: 2019-01-01\r\n---\r\nOne  \r\n\r\nTwo\r\n");
    assert.equal(post?.source, "One  \n\nTwo\n");
  });
  it("never abort the reading, whatever they contain", async () => {
    const piece = fc.constantFrom(
      "---\n",
      "+++\n",
      "title: A\n",
      "date: 2019-01-01\n",
      "tags: [",
      "]\n",
      "categories:\n",
      "  - ",
      "url: ",
      "cover: ",
      "slug: ",
      "draft: ",
      "# ",
      "\n",
    );
    const text = fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 20 });
    const bytes = fc.oneof(
      text.map((pieces) => Buffer.from(pieces.join(""))),
      fc.uint8Array({ maxLength: 64 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 12 }), async (files) => {
        const content = Object.fromEntries(files.map((file, at) => [`posts/${at}.md`, file]));
        const { posts, notices } = await readContent(content);
        const failed = notices.filter(({ code }) => code === "FAILED" || code === "SKIPPED").length;
        assert.equal(posts.length + failed, files.length);
        for (const post of posts) {
          assert.doesNotMatch(JSON.stringify(post), /\\u0000|\\ud[89a-f]/i);
          assert.ok(post.title.length > 0 && post.slug !== "");
          assert.ok(post.state === "DRAFT" || post.publishedAt !== null);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("an unusable folder", () => {
  it("is rejected if it is missing, a file, or without Markdown", async () => {
    await withFolder({ "a.txt": "", "b/c.png": "" }, async (folder) => {
      for (const path of ["missing", "a.txt", "b"])
        await assert.rejects(readFolder(join(folder, path)), UnreadableSourceError);
    });
  });
  it("is also rejected for an unknown time zone", async () => {
    await assert.rejects(readContent({ "a.md": POST }, { timeZone: "Mars/Olympus" }), RangeError);
  });
});

describe("the events of a folder", () => {
  it("are yielded in batches of fifty files, each with the progress", async () => {
    await withFolder({}, async (folder) => {
      await mkdir(join(folder, "posts"));
      for (let at = 0; at < 120; at += 1) await writeFile(join(folder, "posts", `${at}.md`), POST);
      const { batches, posts } = await readFolder(folder);
      assert.equal(posts.length, 120);
      assert.deepEqual(
        batches.map((batch) => batch.at(-1)),
        [0, 50, 100, 120].map((done) => ({ kind: "progress", done, total: 120 })),
      );
    });
  });
  it("are the same on every run", async () => {
    await withFolder({ "b.md": POST, "a.md": POST, "a.en.md": POST, "x.png": "" }, async (folder) => {
      const read = async (): Promise<string> => JSON.stringify(await readFolder(folder));
      assert.equal(await read(), await read());
    });
  });
});
