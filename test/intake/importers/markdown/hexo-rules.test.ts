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

describe("the permalink token of hexo-abbrlink", () => {
  const read = async (config: string, packages: string): Promise<(string | null | undefined)[]> => {
    const { posts } = await readContent({
      "_config.yml": `${CONFIG}permalink: p/:abbrlink.html\n${config}`,
      "package.json": packages,
      "source/_posts/a.md": post("文章 a"),
      "source/_posts/b.md": post("B", "abbrlink: own\n"),
    });
    return posts.flatMap(({ slug, formerPaths }) => [slug, formerPaths[0]]);
  };
  const packages = '{ "dependencies": { "hexo-abbrlink": "^2.2.1" } }';

  it("is a checksum of the title, unless the post has the field", async () => {
    const crc32 = "abbrlink:\n  alg: crc32\n  rep: hex\n";
    assert.deepEqual(await read(crc32, packages), ["d9e7392e", "/p/d9e7392e.html", "own", "/p/own.html"]);
    assert.deepEqual(await read("", packages), ["9386", "/p/9386.html", "own", "/p/own.html"]);
  });

  it("is “undefined” without the plug-in, which is no slug", async () => {
    assert.deepEqual(await read("", "{}"), ["a", "/p/undefined.html", "own", "/p/own.html"]);
  });
});

describe("the files that Hexo does not publish", () => {
  it("are files with an underscore, drafts and unpublished posts", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": CONFIG,
      "source/_posts/a.md": post("A"),
      "source/_posts/f.MD": post("F"),
      "source/_posts/_b.md": post("B"),
      "source/_posts/deep/_c.md": post("C"),
      "source/_drafts/d.md": post("D"),
      "source/_posts/e.md": post("E", "published: false\n"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /_posts\/_b\.md The file was not imported: Hexo passes over/);
  });

  it("are files outside of the source folder, and folders of posts within other folders", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": CONFIG,
      "source/_posts/a.md": post("A"),
      "source/en/_posts/b.md": post("B"),
      "notes/d.md": post("D"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /en\/_posts\/b\.md The file was not imported: Hexo passes over files and folders/);
    assert.match(told, /notes\/d\.md The file was not imported: it is not in source\//);
  });

  it("are those that ignore and skip_render name", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": `${CONFIG}ignore: ["**/parked"]\nskip_render:\n  - _posts/raw/{x,y}/*\n`,
      "source/_posts/a.md": post("A"),
      "source/_posts/parked/deep/b.md": post("B"),
      "source/_posts/raw/x/d.md": post("D"),
      "source/_posts/raw/z/e.md": post("E"),
    });
    assert.deepEqual(titles, ["A", "E"]);
    assert.match(told, /Hexo's setting skip_render names “_posts\/raw\/\{x,y\}\/\*”, so that it is copied/);
  });

  it("are all but the named ones if skip_render begins with an exclamation mark", async () => {
    const { titles } = await publicTitles({
      "_config.yml": `${CONFIG}skip_render: "!_posts/a.md"\n`,
      "source/_posts/a.md": post("A"),
      "source/_posts/b.md": post("B"),
    });
    assert.deepEqual(titles, ["A"]);
  });

  it("are drafts here if exclude or a relative ignore names them, although Hexo publishes them", async () => {
    const { titles, told } = await publicTitles({
      "_config.yml": `${CONFIG}exclude: "_posts/*.wip.md"\nignore: ["_posts/c.md"]\n`,
      "source/_posts/a.md": post("A"),
      "source/_posts/b.wip.md": post("B"),
      "source/_posts/c.md": post("C"),
    });
    assert.deepEqual(titles, ["A"]);
    assert.match(told, /b\.wip\.md Imported as a draft: Hexo's setting exclude names “_posts\/\*\.wip\.md”, although/);
  });

  it("are files with another extension than new_post_name if posts have asset folders", async () => {
    const { titles } = await publicTitles({
      "_config.yml": `${CONFIG}post_asset_folder: true\n`,
      "source/_posts/a.md": post("A"),
      "source/_posts/a/notes.markdown": post("B"),
    });
    assert.deepEqual(titles, ["A"]);
  });

  it("are those that hexo-hide-posts leaves out by a field of its own", async () => {
    const { titles } = await publicTitles({
      "_config.yml": `${CONFIG}hide_posts: { filter: secret }\n`,
      "source/_posts/a.md": post("A", "secret: false\n"),
      "source/_posts/b.md": post("B", "secret: true\n"),
    });
    assert.deepEqual(titles, ["A"]);
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

  it("are drafts in spite of a password without a value, and in spite of an empty one for version 2 of the plugin", async () => {
    const encrypt = "encrypt: { tags: [{ name: diary, password: a }] }\n";
    const content = { "source/_posts/a.md": post("A"), "source/_posts/b.md": post("B", "tags: diary\npassword:\n") };
    assert.deepEqual((await publicTitles({ "_config.yml": CONFIG + encrypt, ...content })).titles, ["A"]);
    const old = await publicTitles({
      "_config.yml": CONFIG + encrypt,
      "package.json": '{ "dependencies": { "hexo-blog-encrypt": "^2.2.7" } }',
      "source/_posts/a.md": post("A"),
      "source/_posts/b.md": post("B", 'tags: diary\npassword: ""\n'),
    });
    assert.deepEqual(old.titles, ["A"]);
  });
});

describe("pages of Hexo", () => {
  it("are pages with their own path, which need no date", async () => {
    const { events, posts } = await readContent({
      "_config.yml": CONFIG,
      "source/_posts/a.md": post("A", "layout: page\n"),
      "source/about/index.md": "---\ntitle: About\n---\nWe.\n",
      "source/resume.md": post("Resume"),
      "source/moved.md": post("Moved", "permalink: other/place/\n"),
      "source/hidden/index.md": post("Hidden", "published: false\n"),
    });
    const pages = events.flatMap((event) => (event.kind === "page" ? [event.page] : []));
    assert.deepEqual(
      posts.map(({ title }) => title),
      ["A"],
    );
    assert.deepEqual(
      pages.map(({ path, state }) => [path, state]),
      [
        ["/about", "PUBLISHED"],
        ["/hidden", "DRAFT"],
        ["/other/place", "PUBLISHED"],
        ["/resume.html", "PUBLISHED"],
      ],
    );
  });
});
