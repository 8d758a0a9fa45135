// Categories, tags, series and authors in the front matter formats of the generators.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MarkdownOptions } from "../../../../src/intake/importers/markdown/markdown-reader.js";
import { readContent, readPost } from "./temporary-folder.js";

const postWith = (yaml: string, options: Partial<MarkdownOptions> = {}, path?: string) =>
  readPost(`---\ntitle: A\ndate: 2019-01-01\n${yaml}\n---\nBody`, path, options);

const pathsOf = async (yaml: string, options: Partial<MarkdownOptions> = {}, path?: string) =>
  (await postWith(yaml, options, path)).post.categories.map((path) => path.map(({ name }) => name).join(" > "));

describe("the categories of a post", () => {
  const cases: [string, string[]][] = [
    ["categories: Linux", ["Linux"]],
    ["category: Linux", ["Linux"]],
    ["categories: Linux 网络", ["Linux 网络"]],
    ["categories: Linux, 网络", ["Linux", "网络"]],
    ["categories: [Linux, Network]", ["Linux", "Network"]],
    ["categories:\n  - [Linux, Network]", ["Linux > Network"]],
    ["categories:\n  - [Linux, Network]\n  - Tools", ["Linux > Network", "Tools"]],
    ["categories: Linux/Network", ["Linux > Network"]],
    ["categories: [Linux / Network, linux]", ["Linux > Network", "Linux"]],
    ["categories: [2019, true]", ["2019", "true"]],
    ["categories:", []],
    ["categories: []", []],
  ];
  for (const [yaml, expected] of cases) {
    it(`“${yaml.replace(/\n */g, " ")}” means the categories ${expected.join(" and ") || "(none)"}`, async () => {
      assert.deepEqual(await pathsOf(yaml), expected);
    });
  }
  it("in Hexo, slashes and spaces are parts of names", async () => {
    const file = "source/_posts/a.md";
    assert.deepEqual(await pathsOf("categories: C/C++", {}, file), ["C/C++"]);
    assert.deepEqual(await pathsOf("categories: [Languages, C/C++]", {}, file), ["Languages > C/C++"]);
    const { post } = await postWith("tags: Machine Learning", {}, file);
    assert.deepEqual(
      post.tags.map(({ name }) => name),
      ["Machine Learning"],
    );
  });

  it("in Jekyll's _posts, spaces separate categories, and the parent folders are categories", async () => {
    const file = "_posts/2019-01-01-a.md";
    assert.deepEqual(await pathsOf("categories: Linux 网络", {}, file), ["Linux", "网络"]);
    assert.deepEqual(await pathsOf("category: Linux Network", {}, file), ["Linux Network"]);
    assert.deepEqual(await pathsOf("categories: [Linux Network]", {}, file), ["Linux Network"]);
    assert.deepEqual(await pathsOf("categories: Linux Network", {}, "source/_posts/a.md"), ["Linux Network"]);
    assert.deepEqual(await pathsOf("category: C", {}, `en/linux/net/${file}`), ["linux", "net", "C"]);
  });
  it("a flat list is one path if the caller says so", async () => {
    const options = { flatCategories: "PATH" } as const;
    assert.deepEqual(await pathsOf("categories: [Linux, Network]", options), ["Linux > Network"]);
    assert.deepEqual(await pathsOf("categories:\n  - [Linux, Network]\n  - Tools", options), [
      "Linux > Network",
      "Tools",
    ]);
  });
  it("a category has the name that was read first", async () => {
    const { posts } = await readContent({
      "a.md": "---\ncategories: Linux\n---\n",
      "b.md": "---\ncategories: linux\n---\n",
    });
    assert.deepEqual(
      posts.map(({ categories }) => categories[0]?.[0]?.name),
      ["Linux", "Linux"],
    );
  });
  it("the categories do not depend on the order of posts", async () => {
    const { posts } = await readContent({
      "a.md": "---\ncategories: Linux/Network\n---\n",
      "b.md": "---\ncategories: Network\n---\n",
    });
    assert.deepEqual(posts[1]?.categories, [[{ slug: "network", name: "Network" }]]);
  });
  it("categories beyond the limit are ignored, and the report says so", async () => {
    const many = Array.from({ length: 101 }, (_, at) => `c${at}`).join(", ");
    const { post, notices } = await postWith(`categories: [${many}]`);
    assert.equal(post.categories.length, 100);
    assert.match(notices.join(), /CHANGED The post has 101 categories; only the first 100 were used/);
    assert.deepEqual((await postWith(`categories: [${"a/".repeat(20_000)}]`)).post.categories, []);
  });
  it("categories without a name are ignored, and the report says so", async () => {
    const { post, notices } = await postWith("categories:\n  - { weight: 1 }\n  - Linux");
    assert.deepEqual(post.categories, [[{ slug: "linux", name: "Linux" }]]);
    assert.match(notices.join(), /CHANGED The category “without a name” was ignored/);
  });
});

describe("the tags of a post", () => {
  const cases: [string, string[]][] = [
    ["tags: [a, b c]", ["a", "b c"]],
    ["tags: a b", ["a", "b"]],
    ["tags: a b, c", ["a b", "c"]],
    ["tags: 网络，内核、C++", ["网络", "内核", "C++"]],
    ["tag: TCP/IP", ["TCP/IP"]],
    ["tags: [a, A, a]", ["a"]],
    ["tags: [2.0, null, '']", ["2.0"]],
    ["keywords: [a]", []],
  ];
  for (const [yaml, expected] of cases) {
    it(`“${yaml}” means the tags ${expected.join(" and ") || "(none)"}`, async () => {
      assert.deepEqual(
        (await postWith(yaml)).post.tags.map(({ name }) => name),
        expected,
      );
    });
  }
});

describe("the series of a post", () => {
  it("the position in the series comes from the front matter", async () => {
    for (const field of ["series_order: 2", "weight: 2", "part: '2'"]) {
      const { post } = await postWith(`series: [A Guide]\n${field}`);
      assert.deepEqual(post.series, { slug: "a-guide", name: "A Guide", position: 2 });
    }
  });
  it("the position in the series is null if it is missing or less than 1", async () => {
    for (const field of ["", "weight: 0", "part: one", "weight: -3"]) {
      assert.equal((await postWith(`series: A Guide\n${field}`)).post.series?.position, null);
    }
  });
  it("only the first of several series is used, and the report says so", async () => {
    const { post, notices } = await postWith("series: [A, B]");
    assert.equal(post.series?.name, "A");
    assert.match(notices.join(), /CHANGED A post can belong to one series only; “A” was used/);
  });
});

describe("the authors of a post", () => {
  const authorOf = async (yaml: string) => (await postWith(yaml)).post.author;
  it("the author may be text, a list or a table", async () => {
    const expected = { slug: "lin-ke", name: "Lin Ke", bio: null };
    for (const yaml of ["author: Lin Ke", "authors: [Lin Ke]", "author: { name: Lin Ke, url: x }"]) {
      assert.deepEqual(await authorOf(yaml), expected);
    }
    assert.deepEqual(await authorOf("author: { name: 林珂, slug: lin-ke, bio: Writes. }"), {
      slug: "lin-ke",
      name: "林珂",
      bio: "Writes.",
    });
  });
  it("a post has all its authors in their order, each once", async () => {
    for (const yaml of [
      "authors:\n  - Lin Ke\n  - { name: Zhou Heng }\n  - lin ke",
      "author: [Lin Ke, Zhou Heng]",
      'author: ["Lin Ke <lin@example.org>", "Zhou Heng"]',
    ]) {
      const { post, notices } = await postWith(yaml);
      assert.deepEqual(
        [post.author, ...post.coAuthors].map((author) => author?.name),
        ["Lin Ke", "Zhou Heng"],
      );
      assert.deepEqual(notices, []);
    }
  });
  it("an author without a name and more than 20 authors are left out, and the report says so", async () => {
    const many = Array.from({ length: 22 }, (_, index) => `A${index}`).join(", ");
    const { post, notices } = await postWith(`authors: [${many}]`);
    assert.equal(post.coAuthors.length, 19);
    assert.match(notices.join(), /CHANGED The post has 22 authors; only the first 20 were used\./);
    const named = await postWith("authors: [{ url: x }, Lin Ke]");
    assert.deepEqual([named.post.author?.name, named.post.coAuthors], ["Lin Ke", []]);
    assert.match(named.notices.join(), /CHANGED The author .* was ignored: it has no name/);
  });
  it("the e-mail address of the author is never imported", async () => {
    assert.equal((await authorOf("author: Lin Ke <lin@example.org>"))?.name, "Lin Ke");
    assert.equal((await authorOf("author: lin@example.org"))?.name, "lin");
  });
});
