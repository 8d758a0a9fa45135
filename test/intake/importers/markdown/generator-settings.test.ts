// The settings from the configuration of Hugo, Hexo and Jekyll, and the precedence of the options of the caller.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { MarkdownOptions } from "../../../../src/intake/importers/markdown/markdown-reader.js";
import { type FolderContent, OPTIONS, type ReadFolder, readFolder, withFolder } from "./temporary-folder.js";

const POST = "---\ntitle: A\ndate: 2019-03-01 08:00\ncategories: [Linux, Net]\n---\n";

/** Without options on the command line. */
const UNSAID: Partial<MarkdownOptions> = { timeZone: null };

function read(content: FolderContent, folder = "", options: Partial<MarkdownOptions> = UNSAID): Promise<ReadFolder> {
  return withFolder(content, (root) => readFolder(join(root, folder), options));
}

const siteOf = ({ events }: ReadFolder) => events.find((event) => event.kind === "site")?.site;
const pathsOf = ({ posts }: ReadFolder) => posts.map(({ formerPaths }) => formerPaths[0]);

describe("the configuration of a generator", () => {
  it("of Jekyll provides the site, time zone, author and pattern of paths", async () => {
    const config =
      "title: Notes\nurl: https://notes.example.net\nbaseurl: /blog/\nlang: ja\ntimezone: Asia/Tokyo\n" +
      "author: { name: 山田 }\npermalink: pretty\n";
    const found = await read({ "_config.yml": config, "_posts/2019-03-01-a.md": POST });
    assert.deepEqual(siteOf(found), {
      title: "Notes",
      description: null,
      url: "https://notes.example.net/blog",
      locale: "ja",
      timeZone: "Asia/Tokyo",
    });
    const [post] = found.posts;
    assert.equal(post?.publishedAt?.toISOString(), "2019-02-28T23:00:00.000Z");
    assert.equal(post?.author?.name, "山田");
    assert.deepEqual(pathsOf(found), ["/linux/net/2019/03/01/a"]);
    assert.match(
      found.notices.map(({ reason }) => reason).join(),
      /^These settings for posts were taken from _config.yml: .*Asia.Tokyo/,
    );
  });

  it("without an address is completed by the domain in CNAME", async () => {
    const post = { "_posts/2019-03-01-a.md": POST, "source/_posts/a.md": POST, "content/posts/a.md": POST };
    const jekyll = await read({ ...post, "_config.yml": "title: T\nbaseurl: /b/\n", CNAME: "Notes.example.net\n" });
    assert.equal(siteOf(jekyll)?.url, "https://notes.example.net/b");
    const hexo = {
      ...post,
      "_config.yml": "source_dir: source\nurl: http://yoursite.com\n",
      "source/CNAME": "n.example.net",
    };
    assert.equal(siteOf(await read(hexo))?.url, "https://n.example.net");
    const hugo = { ...post, "hugo.toml": "title = 'T'\n", "static/CNAME": "not a domain" };
    assert.equal(siteOf(await read(hugo))?.url, null);
  });

  it("of Hugo has the language of the content where the language code is that of a new site", async () => {
    const localeOf = async (config: string) =>
      siteOf(await read({ "hugo.toml": config, "content/posts/a.md": POST }))?.locale;
    assert.equal(await localeOf("languageCode = 'en-us'\ndefaultContentLanguage = 'zh-cn'\n"), "zh-CN");
    assert.equal(await localeOf("languageCode = 'en-us'\ndefaultContentLanguage = 'en'\n"), "en-US");
    assert.equal(await localeOf("languageCode = 'ja-jp'\ndefaultContentLanguage = 'zh-cn'\n"), "ja-JP");
  });

  it("of Jekyll may have a default pattern for posts", async () => {
    const config =
      "defaults:\n  - scope: { path: '', type: posts }\n    values: { permalink: '/news/:short_year/:title:output_ext' }\n";
    const found = await read({ "_config.yml": config, "_posts/2019-03-01-a.md": POST });
    assert.deepEqual(pathsOf(found), ["/news/19/a.html"]);
  });

  it("of Hexo is found above its posts, whose flat lists of categories are paths", async () => {
    const config = "title: 笔记\nlanguage: [zh-CN, en]\nsource_dir: source\npermalink: p/:abbrlink/:title/\n";
    const post = POST.replace("title: A", "title: A\nabbrlink: 4f2a");
    const content = { "_config.yml": config, "source/_posts/sub/a.md": post };
    for (const folder of ["", "source", "source/_posts"]) {
      const found = await read(content, folder);
      assert.equal(siteOf(found)?.locale, "zh-CN");
      assert.deepEqual(pathsOf(found), ["/p/4f2a/sub/a"]);
      assert.deepEqual(
        found.posts[0]?.categories.map((path) => path.map(({ name }) => name)),
        [["Linux", "Net"]],
      );
      assert.deepEqual(found.counts["front matter fields “abbrlink”"], undefined);
    }
  });

  it("of Hugo provides patterns by section, and the default is the folders", async () => {
    const config = 'baseURL = "https://example.net/"\nlanguageCode = "de"\n[permalinks]\nposts = "/:year/:slug/"\n';
    const content = {
      "hugo.toml": config,
      "content/posts/2019-03-01-a.md": POST,
      "content/notes/deep/2019-03-01-b.md": POST,
      "content/notes/c/index.md": POST.replace("title: A", "title: A\nslug: own"),
    };
    assert.deepEqual(pathsOf(await read(content)).sort(), ["/2019/a", "/notes/deep/2019-03-01-b", "/notes/own"]);
    assert.deepEqual(pathsOf(await read(content, "content/notes")).sort(), ["/notes/deep/2019-03-01-b", "/notes/own"]);
    assert.equal(siteOf(await read(content, "content"))?.url, "https://example.net");
  });

  it("has lower precedence than the options of the caller and the site file", async () => {
    const content = {
      "_config.yml": "title: Notes\ntimezone: Asia/Tokyo\nauthor: 山田\npermalink: /:title/\n",
      "colophon.yaml": "site: { title: Own }\n",
      "_posts/2019-03-01-a.md": POST,
    };
    const options: Partial<MarkdownOptions> = { ...OPTIONS, permalink: "/x/:title/", author: "Lin" };
    const found = await read(content, "", options);
    assert.equal(siteOf(found)?.title, "Own");
    assert.equal(found.events.filter(({ kind }) => kind === "site").length, 1);
    assert.equal(found.posts[0]?.publishedAt?.toISOString(), "2019-03-01T00:00:00.000Z");
    assert.deepEqual([pathsOf(found), found.posts[0]?.author?.name], [["/x/a"], "Lin"]);
  });

  it("is ignored if it cannot be read, which is reported, or if it belongs to another program", async () => {
    const broken = await read({ "_config.yml": "title: [", "a.md": POST });
    assert.deepEqual([broken.posts.length, siteOf(broken)], [1, undefined]);
    assert.match(broken.notices[0]?.reason ?? "", /^The file _config.yml was ignored: the YAML front matter/);
    const other = await read({ "config.yml": "title: Not a site\n", "a.md": POST }, "", { timeZone: null });
    assert.deepEqual([siteOf(other), other.notices], [undefined, []]);
    assert.equal(other.posts[0]?.publishedAt?.toISOString(), "2019-03-01T08:00:00.000Z");
    const placeholder = await read({
      "_config.yml": "title: Hexo\nurl: http://example.com\ntimezone: Mars/Olympus\n",
      "a.md": POST,
    });
    assert.deepEqual([siteOf(placeholder)?.url, placeholder.notices], [null, []]);
  });
});
