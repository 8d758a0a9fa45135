// What Hexo and its plugin for encryption hide is not public after an import, and the report says why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

const CONFIG = "title: Notes\nsource_dir: source\nnew_post_name: :title.md\n";
const post = (title: string, more = ""): string => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText.\n`;

async function publicTitles(content: FolderContent): Promise<{ titles: string[]; told: string }> {
  const { posts, notices } = await readContent(content);
  const titles = posts.filter(({ state }) => state === "PUBLISHED").map(({ title }) => title);
  return { titles: titles.sort(), told: notices.map(({ item, reason }) => `${item} ${reason}`).join("\n") };
}

describe("the files that Hexo does not publish", () => {
  it("are files with an underscore, drafts and unpublished posts", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": CONFIG,
      "source/_posts/a.md": post("A"),
      "source/_posts/_b.md": post("B"),
      "source/_posts/deep/_c.md": post("C"),
      "source/_drafts/d.md": post("D"),
      "source/_posts/e.md": post("E", "published: false\n"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /_posts\/_b\.md The file was not imported: Hexo passes over/);
  });

  it("are pages and files outside of the source folder", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": CONFIG,
      "source/_posts/a.md": post("A"),
      "source/resume.md": post("B"),
      "source/projects/index.md": post("C"),
      "notes/d.md": post("D"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /resume\.md The file was not imported: a file that is not in _posts is a page/);
  });

  it("are those that ignore, exclude and skip_render name", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": `${CONFIG}ignore: ["**/parked/**"]\nexclude: "_posts/*.wip.md"\nskip_render:\n  - _posts/raw/{x,y}/*\n`,
      "source/_posts/a.md": post("A"),
      "source/_posts/parked/b.md": post("B"),
      "source/_posts/c.wip.md": post("C"),
      "source/_posts/raw/x/d.md": post("D"),
      "source/_posts/raw/z/e.md": post("E"),
    });
    assert.deepEqual(titles, ["A", "E"]);
    assert.match(told, /Hexo's setting skip_render names “_posts\/raw\/\{x,y\}\/\*”/);
  });
});

describe("posts that hexo-blog-encrypt protects", () => {
  it("are drafts, by a tag in the configuration or a password, in any spelling of the tags", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": `${CONFIG}encrypt:\n  tags:\n    - { name: diary, password: a }\n    - { name: 日记, password: b }\n`,
      "source/_posts/a.md": post("A", "tags: [go]\n"),
      "source/_posts/b.md": post("B", "tags: [life, Diary]\n"),
      "source/_posts/c.md": post("C", "tags: 日记\n"),
      "source/_posts/d.md": post("D", "password: secret\n"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /c\.md Imported as a draft: hexo-blog-encrypt protects posts with the tag or category “日记”/);
  });

  it("are public if the front matter takes the password away", async () => {
    const { titles } = await publicTitles({
      "_config.yml": `${CONFIG}encrypt: { tags: [{ name: diary, password: a }] }\n`,
      "source/_posts/a.md": post("A", 'tags: diary\npassword: ""\n'),
    });
    assert.deepEqual(titles, ["A"]);
  });
});
