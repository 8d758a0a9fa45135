// What Hugo hides by sections, by cascades and by its configuration is not public after an import, and the report says why.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type FolderContent, readFolder, withFolder } from "./temporary-folder.js";

const CONFIG = 'baseURL = "https://notes.example.net/"\n';
const post = (title: string, more = ""): string => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText.\n`;

async function publicTitles(content: FolderContent, folder = ""): Promise<{ titles: string[]; told: string }> {
  const { posts, notices } = await withFolder(content, (root) => readFolder(join(root, folder)));
  const titles = posts.filter(({ state }) => state === "PUBLISHED").map(({ title }) => title);
  return { titles: titles.sort(), told: notices.map(({ item, reason }) => `${item} ${reason}`).join("\n") };
}

/** A section in which A may be public and B may not. */
const section = (index: string, config = CONFIG): FolderContent => ({
  "hugo.toml": config,
  "content/open/a.md": post("A"),
  "content/inside/_index.md": `---\ntitle: Inside\n${index}---\n`,
  "content/inside/deep/b.md": post("B"),
});

describe("a section of Hugo", () => {
  for (const [what, index] of [
    ["that hands down draft", "cascade: { draft: true }\n"],
    ["that hands down a publication date", "cascade: { publishDate: 2099-01-01 }\n"],
    ["that hands down an expiry date", "cascade: { expiryDate: 2021-01-01 }\n"],
    ["that hands down build options", "cascade: { _build: { list: never, render: never } }\n"],
    ["that hands down to a target", 'cascade:\n  - _target: { path: "/inside/**", kind: page }\n    draft: true\n'],
    ["that hands down to an unknown target", "cascade:\n  - target: { sites: x }\n    draft: true\n"],
    ["that is a draft", "draft: true\n"],
    ["that is published later", "publishDate: 2099-01-01\n"],
    ["whose draft is unclear", "draft: maybe\n"],
    ["that cannot be read", "draft: [true\n"],
  ] as const) {
    it(`${what} hides its posts`, async () => {
      const { titles } = await publicTitles(section(index));
      assert.deepEqual(titles, what.includes("publication date") ? ["A", "B"] : ["A"]);
    });
  }

  it("leaves the word to its posts and to nearer sections", async () => {
    const { titles } = await publicTitles({
      ...section("cascade: { draft: true }\n"),
      "content/inside/c.md": post("C", "draft: false\n"),
      "content/inside/near/_index.md": "---\ncascade: { draft: false }\n---\n",
      "content/inside/near/d.md": post("D"),
    });
    assert.deepEqual(titles, ["A", "C", "D"]);
  });

  it("that hands down a publication date schedules its posts", async () => {
    const { told } = await publicTitles(section("cascade: { publishDate: 2099-01-01 }\n"));
    assert.match(told, /inside\/deep\/b\.md Imported as scheduled/);
  });

  it("hides its posts if a folder below it is imported", async () => {
    const content = section("cascade: { draft: true }\n");
    const { titles } = await publicTitles({ ...content, "content/inside/c.md": post("C") }, "content/inside/deep");
    assert.deepEqual(titles, []);
  });

  it("is no target of other paths, kinds, languages and environments", async () => {
    const targets = ['path: "/other/**"', "kind: home", "lang: fr", "environment: staging"];
    const cascades = targets.map((target) => `  - target: { ${target} }\n    draft: true\n`).join("");
    assert.deepEqual((await publicTitles(section(`cascade:\n${cascades}`))).titles, ["A", "B"]);
  });

  it("hides its posts if it is hidden as the target of its own cascade", async () => {
    const index = "cascade:\n  - target: { kind: section }\n    draft: true\n";
    assert.deepEqual((await publicTitles(section(index))).titles, ["A"]);
  });

  it("in one language does not concern another", async () => {
    const { titles } = await publicTitles({
      "hugo.toml": `${CONFIG}[languages.en]\n[languages.fr]\n`,
      "content/x/_index.fr.md": "---\ncascade: { draft: true }\n---\n",
      "content/x/a.en.md": post("A"),
      "content/x/b.fr.md": post("B"),
    });
    assert.deepEqual(titles, ["A"]);
  });
});

describe("the configuration of Hugo", () => {
  it("hands down front matter to its targets", async () => {
    const config = `${CONFIG}[[cascade]]\ndraft = true\n[cascade.target]\npath = "{/inside,/inside/**}"\n`;
    assert.deepEqual((await publicTitles(section("", config))).titles, ["A"]);
  });

  it("is read from the files of its keys", async () => {
    const { titles } = await publicTitles({
      ...section(""),
      "config/_default/cascade.yaml": 'target: { path: "/inside/**" }\ndraft: true\n',
      "config/_default/module.toml": '[[mounts]]\nsource = "content"\ntarget = "content"\nexcludeFiles = "open/c.md"\n',
      "content/open/c.md": post("C"),
    });
    assert.deepEqual(titles, ["A"]);
  });

  it("does not publish drafts here, even if it did so before", async () => {
    const { titles, told } = await publicTitles({
      "hugo.toml": `${CONFIG}buildDrafts = true\n`,
      "content/posts/a.md": post("A", "draft: true\n"),
    });
    assert.deepEqual(titles, []);
    assert.match(told, /Hugo's setting buildDrafts published drafts/);
  });

  for (const [what, files] of [
    [
      "its environments, the later first",
      { "config/_default/params.toml": "x = 1\n", "config/production/hugo.toml": 'ignoreFiles = ["open/c"]\n' },
    ],
    ["its files for one language", { "config/_default/cascade.en.toml": "draft = true\n" }],
    ["a file of a key that has the key once more", { "config/production/cascade.toml": "[cascade]\ndraft = true\n" }],
    [
      "none of its files, if one cannot be read, so that nothing is public",
      { "config/production/params.toml": "x = [\n" },
    ],
  ] as const) {
    it(`is read from ${what}`, async () => {
      const config = `${CONFIG}[languages.en]\n`;
      const { titles } = await publicTitles({ "hugo.toml": config, "content/open/c.md": post("C"), ...files });
      assert.deepEqual(titles, []);
    });
  }

  it("ignores files and folders", async () => {
    const { titles, told } = await publicTitles(
      section("", `${CONFIG}ignoreFiles = ["content/inside/.*", '\\.wip\\.md$']\n`),
    );
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /b\.md The file was not imported: Hugo's setting ignoreFiles names “content\/inside/);
  });

  it("ignores every file by an expression that cannot be read", async () => {
    assert.deepEqual((await publicTitles(section("", `${CONFIG}ignoreFiles = ["(["]\n`))).titles, []);
  });

  for (const exclusion of ['excludeFiles = ["inside/**"]', 'includeFiles = "open/*"', 'files = ["! inside/**"]']) {
    it(`mounts content with ${exclusion}`, async () => {
      const mount = `[[module.mounts]]\nsource = "content"\ntarget = "content"\n${exclusion}\n`;
      assert.deepEqual((await publicTitles(section("", CONFIG + mount))).titles, ["A"]);
    });
  }

  it("names the folders with content, and other folders have no posts", async () => {
    const { titles } = await publicTitles({
      "hugo.toml": `${CONFIG}contentDir = "texts"\n[languages.fr]\ncontentDir = "textes"\n`,
      "texts/posts/a.md": post("A"),
      "textes/posts/b.md": post("B"),
      "notes/c.md": post("C"),
      "content/d.md": post("D"),
    });
    assert.deepEqual(titles, ["A", "B"]);
  });
});

describe("the files beside the page of a leaf bundle", () => {
  it("are no posts at any depth, and those of a branch bundle are", async () => {
    const { titles, told } = await publicTitles({
      "hugo.toml": CONFIG,
      "content/posts/_index.md": "---\ntitle: Posts\n---\n",
      "content/posts/a.md": post("A"),
      "content/posts/trip/index.md": post("B"),
      "content/posts/trip/index.fr.md": post("C"),
      "content/posts/trip/part.md": post("D"),
      "content/posts/trip/more/index.md": post("E"),
    });
    assert.deepEqual(titles, ["A", "B", "C"]);
    assert.match(told, /part\.md The file was not imported: it is a resource of the page posts\/trip\/index\.md/);
  });
});
