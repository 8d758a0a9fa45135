// What Jekyll hides by its configuration and by the names of files is not public after an import, and the report says why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

const post = (title: string, more = ""): string => `---\ntitle: ${title}\n${more}---\nText.\n`;

/** The titles of the public posts, and the notices. */
async function publicTitles(content: FolderContent): Promise<{ titles: string[]; told: string }> {
  const { posts, notices } = await readContent(content);
  const titles = posts.filter(({ state }) => state === "PUBLISHED").map(({ title }) => title);
  return { titles: titles.sort(), told: notices.map(({ item, reason }) => `${item} ${reason}`).join("\n") };
}

describe("the defaults of Jekyll", () => {
  it("hide the posts below a path, unless a post says otherwise", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": 'defaults:\n  - scope: { path: "_posts/inside" }\n    values: { published: false }\n',
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/inside/2020-01-02-b.md": post("B"),
      "_posts/inside/2020-01-03-c.md": post("C", "published: true\n"),
    });
    assert.deepEqual(titles, ["A", "C"]);
    assert.match(told, /inside\/2020-01-02-b\.md Imported as a draft: its published field is false/);
  });

  it("give the longer path precedence, then the scope with a type", async () => {
    const { titles } = await publicTitles({
      "_config.yml":
        'defaults:\n  - scope: { path: "_posts/open" }\n    values: { published: true }\n' +
        '  - scope: { path: "", type: posts }\n    values: { published: false }\n' +
        '  - scope: { path: "" }\n    values: { published: true }\n',
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/open/2020-01-02-b.md": post("B"),
    });
    assert.deepEqual(titles, ["B"]);
  });

  it("match globs, and ignore scopes of another type", async () => {
    const { titles } = await publicTitles({
      "_config.yml":
        'defaults:\n  - scope: { path: "_posts/*/private" }\n    values: { draft: true }\n' +
        '  - scope: { path: "", type: pages }\n    values: { published: false }\n',
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/x/private/2020-01-02-b.md": post("B"),
      "_posts/x/public/2020-01-02-c.md": post("C"),
    });
    assert.deepEqual(titles, ["A", "C"]);
  });
});

describe("the files that Jekyll does not publish", () => {
  it("are those that the configuration excludes and does not include", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": "exclude: [_posts/old/, '*.wip.md']\ninclude: [2020-01-03-c.md]\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/old/2020-01-02-b.md": post("B"),
      "_posts/old/2020-01-03-c.md": post("C"),
      "_posts/2020-01-04-d.wip.md": post("D"),
    });
    assert.deepEqual(titles, ["A", "C"]);
    assert.match(told, /2020-01-02-b\.md The file was not imported: Jekyll's configuration excludes “_posts\/old\/”/);
  });

  it("are drafts, files with an underscore, and posts without a date in the name", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": "title: Notes\n",
      "_posts/2020-01-01-a.md": post("A"),
      "_posts/_2020-01-02-b.md": post("B"),
      "_posts/c.md": post("C", "date: 2020-01-03\n"),
      "_drafts/2020-01-04-d.md": post("D"),
      "_posts/2020-01-05-e.md": post("E", 'published: "no"\n'),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /_posts\/c\.md Imported as a draft: its file name has no date/);
  });
});
