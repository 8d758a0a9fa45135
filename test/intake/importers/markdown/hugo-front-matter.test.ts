// Dates and terms of Hugo are read as its configuration defines them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ImportedPost } from "../../../../src/intake/importers/import-event.js";
import { readContent } from "./temporary-folder.js";

async function read(
  config: string,
  fields: string,
  name = "2020-01-05-main.md",
): Promise<{ post: ImportedPost; told: string }> {
  const { posts, notices } = await readContent(
    {
      "hugo.toml": `baseURL = "https://notes.example.net/"\n${config}\n`,
      [`content/posts/${name}`]: `---\ntitle: Main\n${fields}\n---\nText.\n`,
    },
    { timeZone: "UTC" },
  );
  const [post] = posts;
  assert.ok(post);
  return { post, told: notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n") };
}

describe("the order of dates of Hugo", () => {
  for (const [what, order, fields, expected] of [
    ["begins with the file name", '[":filename", ":default"]', "date: 2021-09-09", "2020-01-05"],
    [
      "begins with a field of one's own",
      '["written", ":default"]',
      "date: 2021-09-09\nwritten: 2018-01-01",
      "2018-01-01",
    ],
    ["goes on where a field is absent", '["written", ":default"]', "date: 2021-09-09", "2021-09-09"],
  ] as const) {
    it(what, async () => {
      const { post } = await read(`[frontmatter]\ndate = ${order}`, fields);
      assert.equal(post.publishedAt?.toISOString().slice(0, 10), expected);
    });
  }

  it("does not publish before the date of the front matter", async () => {
    const { post } = await read('[frontmatter]\ndate = [":filename"]', "date: 2099-01-01");
    assert.equal(post.publishedAt?.toISOString().slice(0, 10), "2099-01-01");
  });

  it("takes the slug from the file name", async () => {
    const { post } = await read('[frontmatter]\ndate = [":filename"]', "");
    assert.equal(post.formerPaths[0], "/posts/main");
  });

  it("reads the end of publication from a field of one's own", async () => {
    const { post } = await read('[frontmatter]\nexpiryDate = ["ends"]', "date: 2020-01-01\nends: 2021-01-01");
    assert.equal(post.state, "DRAFT");
  });

  it("tells that dates of Git and of files are not known", async () => {
    const { told } = await read('[frontmatter]\ndate = [":git", ":fileModTime", ":default"]', "date: 2020-01-01");
    assert.match(told, /dates from Git or of files: They are not known here/);
  });
});

describe("the taxonomies of Hugo", () => {
  const config = '[taxonomies]\ncategory = "topics"\ntag = "tags"\nplace = "places"\nseries = "series"';

  it("have names of one's own", async () => {
    const { post, told } = await read(config, "topics: [A]\ntags: [b]\nplaces: [Rome, Oslo, 2020/03]\nseries: [S]");
    assert.deepEqual(
      post.categories.map((path) => path.map(({ name }) => name)),
      [["A"]],
    );
    assert.deepEqual(
      post.tags.map(({ name }) => name),
      ["b", "Rome", "Oslo"],
    );
    assert.equal(post.series?.name, "S");
    assert.match(told, /the taxonomy places: Its terms were imported as tags\./);
  });
});
