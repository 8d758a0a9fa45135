// Which files Jekyll makes posts, documents and pages of, and what limits and hides them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fnmatch } from "../../../../src/intake/importers/markdown/jekyll/ruby-glob.js";
import { type FolderContent, readContent } from "./temporary-folder.js";

const post = (title: string, more = ""): string => `---\ntitle: ${title}\n${more}---\nText.\n`;

async function titlesIn(content: FolderContent, collections?: readonly string[]) {
  const { events, posts, notices, counts } = await readContent(
    content,
    collections === undefined ? {} : { collections },
  );
  const shown = posts.filter(({ state }) => state === "PUBLISHED").map(({ title }) => title);
  const pages = events.flatMap((event) => (event.kind === "page" ? [event.page.path] : []));
  const told = notices.map(({ code, item, reason }) => `${code} ${item}: ${reason}`).join("\n");
  return { posts: shown.sort(), all: posts, pages: pages.sort(), told, counts };
}

describe("the files of a Jekyll site", () => {
  it("are posts in _posts, pages elsewhere if they have front matter, and files without", async () => {
    const found = await titlesIn({
      "_config.yml": "title: Notes\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/2020-01-02-b.md": "No front matter.\n",
      "about.md": post("About", "date: 2020-01-01\n"),
      "team/index.html": post("Team"),
      "notes.md": "No front matter.\n",
      "google.html": "<p>x</p>\n",
    });
    assert.deepEqual(found.posts, ["A", "b"]);
    assert.deepEqual(found.pages, ["/about.html", "/team"]);
    assert.match(found.told, /SKIPPED notes\.md: .*no front matter, so that Jekyll makes no page of it/);
    assert.equal(found.counts["HTML pages"], 1);
  });

  it("are pages also in the folder of a language, whose index is no home page", async () => {
    const found = await titlesIn({
      "_config.yml": "title: N\n",
      "index.md": post("Home"),
      "de/index.md": post("Start"),
    });
    assert.deepEqual(found.pages, ["/de"]);
  });

  it("may be pages without front matter by a plug-in", async () => {
    const found = await titlesIn({
      "_config.yml": "plugins: [jekyll-optional-front-matter]\n",
      "notes.md": "# Notes\n",
    });
    assert.deepEqual(found.pages, ["/notes.html"]);
  });

  it("may be HTML, which is imported as HTML", async () => {
    const { all } = await titlesIn({ "_config.yml": "title: N\n", "_posts/2020-01-01-a.html": post("A") });
    assert.deepEqual([all[0]?.format, all[0]?.source, all[0]?.state], ["HTML", "Text.\n", "PUBLISHED"]);
  });

  it("in other formats are named and counted", async () => {
    const found = await titlesIn({
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/2020-01-02-b.textile": post("B"),
      "_posts/2020-01-03-c.asciidoc": "= C\n",
    });
    assert.match(found.told, /SKIPPED _posts\/2020-01-02-b\.textile: .*Textile is not Markdown/);
    assert.deepEqual([found.counts["Textile files"], found.counts["AsciiDoc files"]], [1, 1]);
  });

  it("are read from the source and the folder of the collections only", async () => {
    const found = await titlesIn({
      "_config.yml": "source: site\ncollections_dir: content\ncollections: { wiki: { output: true } }\n",
      "site/content/_posts/2020-01-01-a.md": post("A"),
      "site/content/_wiki/b.md": post("B", "date: 2020-01-01\n"),
      "site/_posts/2020-01-01-c.md": post("C"),
      "_posts/2020-01-01-d.md": post("D"),
    });
    assert.deepEqual(found.posts, ["A", "B"]);
    assert.match(found.told, /by collections_dir/);
  });

  it("below folders that Jekyll excludes by default or by their names are not read", async () => {
    const found = await titlesIn({
      "_config.yml": "exclude: [tmp/]\ninclude: [_pages]\n",
      "_posts/2020-01-01-a.md": post("A"),
      "vendor/bundle/x/_posts/2020-01-01-b.md": post("B"),
      "tmp/_posts/2020-01-01-c.md": post("C"),
      "_site/_posts/2020-01-01-d.md": post("D"),
      "#old/_posts/2020-01-01-e.md": post("E"),
      "_pages/about.md": post("About"),
    });
    assert.deepEqual([found.posts, found.pages], [["A"], ["/_pages/about.html"]]);
    assert.match(found.told, /SKIPPED tmp\/: The folder was not read: Jekyll's configuration excludes “tmp\/”/);
  });
});

describe("the collections of a Jekyll site", () => {
  const content = {
    "_config.yml": "collections:\n  wiki: { output: true }\n  parts: { output: false }\n",
    "_posts/2020-01-01-a.md": post("A"),
    "_wiki/vim.md": post("Vim", "date: 2020-02-02\n"),
    "_parts/p.md": post("Part", "date: 2020-02-02\n"),
  };
  it("are posts of a category of their name if they have pages, and are counted otherwise", async () => {
    const found = await titlesIn(content);
    assert.deepEqual(found.posts, ["A", "Vim"]);
    const vim = found.all.find(({ title }) => title === "Vim");
    assert.deepEqual(vim?.categories, [[{ slug: "wiki", name: "wiki" }]]);
    assert.ok(Object.keys(found.counts).some((kind) => /documents of the collection parts/.test(kind)));
  });
  it("are those that the caller names, of which the ones without pages are drafts", async () => {
    assert.deepEqual((await titlesIn(content, [])).posts, ["A"]);
    const found = await titlesIn(content, ["parts"]);
    assert.deepEqual(found.posts, ["A"]);
    assert.match(found.told, /HIDDEN _parts\/p\.md: .*its setting output is not true/);
  });
});

describe("the posts that Jekyll hides", () => {
  it("are those whose published field has no value, and those that became a redirect", async () => {
    const found = await titlesIn({
      "_config.yml": "title: N\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/2020-01-02-b.md": post("B", "published:\n"),
      "_posts/2020-01-03-c.md": post("C", "redirect_to: https://example.net/c\n"),
      "_posts/2020-01-04-d.md": post("D", "Published: true\npublished: false\n"),
    });
    assert.deepEqual(found.posts, ["A"]);
    assert.match(found.told, /replaced by a redirect to https:\/\/example\.net\/c/);
  });

  it("are those that plug-ins encrypt or that themes leave out of lists", async () => {
    const found = await titlesIn({
      "_config.yml": "title: N\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/2020-01-02-b.md": post("B", "encrypted: true\n"),
      "_posts/2020-01-03-c.md": post("C", "password: x\n"),
      "_posts/2020-01-04-d.md": post("D", "hidden: true\n"),
    });
    assert.deepEqual(found.posts, ["A"]);
    assert.match(found.told, /2020-01-02-b\.md: Imported as a draft: its front matter has the flag encrypted/);
  });

  it("are all but the latest by limit_posts, of which hidden and future ones do not count", async () => {
    const found = await titlesIn({
      "_config.yml": "limit_posts: 2\ndefaults: [{ scope: { path: _posts/x }, values: { published: false } }]\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/2020-01-02-b.md": post("B"),
      "_posts/2020-01-03-c.md": post("C"),
      "_posts/2020-01-04-d.md": post("D", "published: false\n"),
      "_posts/2030-01-05-e.md": post("E"),
      "_posts/x/2020-01-06-f.md": post("F"),
    });
    assert.deepEqual(found.posts, ["B", "C"]);
    assert.match(found.told, /_posts\/2020-01-01-a\.md: .*only the latest 2 posts/);
  });
});

describe("the patterns of Ruby", () => {
  it("match slashes with asterisks, and read braces as characters", () => {
    for (const [pattern, path, isMatch] of [
      ["/*.md", "/a/b.md", true],
      ["/a?c", "/abc", true],
      ["/[a-c]x", "/bx", true],
      ["/[!a-c]x", "/bx", false],
      ["/[^a]x", "/bx", true],
      ["/{a,b}", "/a", false],
      ["/{a,b}", "/{a,b}", true],
      ["/a\\*", "/a*", true],
      ["/a\\*", "/ab", false],
      ["/**/x", "/x", false],
      ["/**/x", "/a/b/x", true],
    ] as const) {
      assert.equal(fnmatch(pattern, path), isMatch, `${pattern} ${path}`);
    }
  });
  it("with many asterisks are matched as a regular expression would match them", () => {
    const part = fc.constantFrom("a", "b", "/", "*", "?");
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.string({ unit: fc.constantFrom("a", "b", "/") }),
        (parts, path) => {
          const source = parts.map((token) => (token === "*" ? ".*" : token === "?" ? "." : token)).join("");
          assert.equal(fnmatch(parts.join(""), path), new RegExp(`^${source}$`, "s").test(path));
        },
      ),
    );
    assert.equal(fnmatch("*a".repeat(500), `${"a".repeat(1_000)}b`), false);
  });
});
