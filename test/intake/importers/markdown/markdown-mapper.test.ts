// The metadata of a Markdown post: title, slug, former paths, excerpt, cover, language and SEO fields.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readContent, readPost } from "./temporary-folder.js";

const headOf = async (yaml: string, path?: string, body = "Body") =>
  await readPost(`---\ndate: 2019-03-01 10:00:00\n${yaml}\n---\n${body}`, path);

describe("the title of a post", () => {
  const titleOf = async (body: string, path?: string) => {
    const { post } = await headOf("", path, body);
    return [post.title, post.source];
  };
  it("the title comes from the front matter, and the body is unchanged", async () => {
    const { post } = await headOf("title: '  A \"title\" '", undefined, "# A heading\n\nBody  \n");
    assert.deepEqual([post.title, post.source], ['A "title"', "# A heading\n\nBody  \n"]);
  });
  it("a number as title is retained as it is written", async () => {
    assert.equal((await headOf("title: 1.10")).post.title, "1.10");
  });
  it("without a title, the first heading is used and removed from the body", async () => {
    assert.deepEqual(await titleOf("\n# The `ip` *command* {#ip}\n\nBody"), ["The ip command", "Body"]);
    assert.deepEqual(await titleOf("Heading\n===\nBody"), ["Heading", "Body"]);
  });
  it("without a first heading, the only main heading is used and remains in the body", async () => {
    assert.deepEqual(await titleOf("Intro\n\n# Heading\n\nBody"), ["Heading", "Intro\n\n# Heading\n\nBody"]);
  });
  it("without any heading, the file name is used as title", async () => {
    const body = "Intro\n\n# One\n\n# Two\n\n```\n# no heading\n```";
    assert.deepEqual(await titleOf(body, "2019-01-01-hello_big-world.md"), ["hello big world", body]);
    assert.deepEqual(await titleOf("Body", "2019-01-01-20-13-00.md"), ["2019-01-01 20:13:00", "Body"]);
  });
});

describe("the slug of a post", () => {
  const slugOf = async (yaml: string, path?: string) => (await headOf(`title: A Title\n${yaml}`, path)).post.slug;
  it("the slug comes from the front matter, or else from the url, or else from the file name", async () => {
    assert.equal(await slugOf("slug: Own\nurl: /x/from-url/", "file.md"), "own");
    assert.equal(await slugOf("url: /x/from-url.html", "file.md"), "from-url");
    assert.equal(await slugOf("permalink: /x/from-permalink/index.html", "file.md"), "from-permalink");
    assert.equal(await slugOf("", "2019-01-01-File.md"), "file");
    assert.equal(await slugOf("", "my-bundle/index.md"), "my-bundle");
  });
  it("the slug is made from the title if the file name is only a date", async () => {
    assert.equal(await slugOf("", "2019-01-01-20-13-00.md"), null);
  });
  it("a number as slug retains its zeros", async () => {
    assert.equal(await slugOf("slug: 007"), "007");
  });
  it("a slug that is not valid in a path is changed, and the report says so", async () => {
    const { post, notices } = await headOf("title: A\nslug: a b?c");
    assert.equal(post.slug, "a-b-c");
    assert.match(notices.join(), /CHANGED The slug “a b\?c” is not valid in a path and was changed to “a-b-c”/);
  });
});

describe("the former paths of a post", () => {
  const pathsOf = async (yaml: string, path?: string) => (await headOf(`title: A\n${yaml}`, path)).post.formerPaths;
  it("former paths come from url, permalink, aliases and redirect_from", async () => {
    assert.deepEqual(await pathsOf("url: /cn/2005/01/a/", "posts/a.md"), ["/cn/2005/01/a"]);
    assert.deepEqual(await pathsOf("aliases: [/old/, older]\nredirect_from: /p?x=1#y"), ["/old", "/older", "/p"]);
    assert.deepEqual(await pathsOf("permalink: https://example.org/a/%E4%B8%80.html", "posts/一.md"), ["/a/一.html"]);
    assert.deepEqual(await pathsOf("permalink: /:year/:month/:title/", "x.md"), ["/2019/03/x"]);
    assert.deepEqual(await pathsOf("permalink: pretty", "x.md"), []);
  });
  it("former paths include the default path of Jekyll or Hexo for a file below _posts", async () => {
    assert.deepEqual(await pathsOf("categories: [Linux, C]", "_posts/2019-03-01-Own.md"), [
      "/linux/c/2019/03/01/Own.html",
    ]);
    assert.deepEqual(await pathsOf("", "source/_posts/own.md"), ["/2019/03/01/own"]);
    assert.deepEqual(await pathsOf("permalink: /own/", "_posts/2019-03-01-own.md"), ["/own"]);
    assert.deepEqual(await pathsOf("", "_posts/2019-03-01-own.md"), ["/2019/03/01/own.html"]);
    assert.deepEqual(await pathsOf("", "posts/2019-03-01-own.md"), []);
  });
  it("former paths follow the pattern of the caller", async () => {
    const options = { permalink: "/:section/:year/:month/:slug/" };
    const read = async (yaml: string, path: string) =>
      (await readPost(`---\n${yaml}\n---\nBody`, path, options)).post.formerPaths;
    assert.deepEqual(await read("slug: own", "cn/2005-01-10-own.md"), ["/cn/2005/01/own"]);
    assert.deepEqual(await read("", "cn/2005-01-10-一%2F.md"), ["/cn/2005/01/一%2F"]);
    assert.deepEqual(await read("slug: own", "cn/own.md"), []);
  });
  it("former paths include the path by file name, to which other posts link", async () => {
    assert.deepEqual(await pathsOf("slug: own", "posts/2019-03-01-My File.md"), ["/posts/my-file"]);
    assert.deepEqual(await pathsOf("url: /a/own/", "posts/bundle/index.md"), ["/a/own", "/posts/bundle"]);
  });
  it("invalid former paths are ignored, and the report says so", async () => {
    const { post, notices } = await headOf("title: A\naliases: [../up, /:unknown/x, /ok, '/']");
    assert.deepEqual(post.formerPaths, ["/ok"]);
    assert.equal(notices.filter((notice) => notice.startsWith("CHANGED The former path")).length, 2);
  });
});

describe("the excerpt and the SEO fields of a post", () => {
  it("Hugo renders the Markdown of a summary, and prefers the text before the mark", async () => {
    const read = async (body: string) =>
      (
        await readContent({
          "hugo.toml": 'baseURL = "https://h.example.net/"\n',
          "content/posts/a.md": `---\ntitle: A\ndate: 2020-01-01\nsummary: A **bold** [link](https://x.example) & *more*\n---\n${body}`,
        })
      ).posts[0]?.excerpt;
    assert.equal(await read("Text."), "A bold link & more");
    assert.equal(await read("Before.\n\n<!--more-->\n\nAfter."), "Before.");
  });

  it("the excerpt comes from excerpt, summary or description", async () => {
    assert.equal((await headOf("title: A\nsummary: Short.")).post.excerpt, "Short.");
    const { post } = await headOf("title: A\nexcerpt: Short.\ndescription: For search engines.");
    assert.deepEqual([post.excerpt, post.seo.description], ["Short.", "For search engines."]);
    const both = (await headOf("title: A\ndescription: Both.")).post;
    assert.deepEqual([both.excerpt, both.seo.description], ["Both.", null]);
  });
  it("a post has formulas if a flag loads the script that typesets them", async () => {
    for (const yaml of ["math: true", "mathjax: yes", "katex: 'true'", "use_math: true"]) {
      assert.equal((await headOf(`title: A\n${yaml}`)).post.hasFormulas, true, yaml);
    }
    for (const yaml of ["math: false", "mathjax: off", "katex: maybe", "tags: [math]"]) {
      assert.equal("hasFormulas" in (await headOf(`title: A\n${yaml}`)).post, false, yaml);
    }
  });

  it("a post is pinned by a flag or a positive number", async () => {
    for (const yaml of ["sticky: 100", "top: true", "pin: true", "isTop: yes"])
      assert.equal((await headOf(`title: A\n${yaml}`)).post.isPinned, true, yaml);
    for (const yaml of ["sticky: 0", "top: false", "top: none"])
      assert.equal("isPinned" in (await headOf(`title: A\n${yaml}`)).post, false, yaml);
  });
  it("the text before a more mark is the excerpt unless one is written, and leaves the description to search engines", async () => {
    const body = "Intro *a*\n\n<!--more-->\n\nRest";
    assert.equal((await headOf("title: A", undefined, body)).post.excerpt, "Intro a");
    assert.equal((await headOf("title: A\nsummary: B", undefined, body)).post.excerpt, "B");
    const { post } = await headOf("title: A\ndescription: C", undefined, body);
    assert.deepEqual([post.excerpt, post.seo.description], ["Intro a", "C"]);
    assert.equal((await headOf("title: A", undefined, "`<!--more-->` x")).post.excerpt, null);
  });
  it("the SEO fields have title, canonical address and noindex", async () => {
    const yaml = "title: A\nseo: { title: B }\ncanonicalURL: https://example.org/a\nrobots: noindex, follow";
    const expected = { title: "B", description: null, canonicalUrl: "https://example.org/a", noIndex: true };
    assert.deepEqual((await headOf(yaml)).post.seo, expected);
    assert.equal((await headOf("title: A\nrobotsNoIndex: true")).post.seo.noIndex, true);
    assert.equal((await headOf("title: A\nrobots: all")).post.seo.noIndex, false);
  });
  it("an invalid canonical address is ignored, and the report says so", async () => {
    const { post, notices } = await headOf("title: A\ncanonical_url: javascript:alert(1)");
    assert.equal(post.seo.canonicalUrl, null);
    assert.match(notices.join(), /CHANGED The canonical address/);
  });
});

describe("the cover of a post", () => {
  const coverOf = async (yaml: string) => (await headOf(`title: A\n${yaml}`)).post.cover;
  it("the cover is an address or a path from the root, in any of its fields", async () => {
    for (const name of ["cover", "image", "thumbnail", "featured_image", "featuredImage"]) {
      assert.deepEqual(await coverOf(`${name}: /a.png`), { url: "/a.png", alt: "", width: null, height: null });
    }
    assert.equal((await coverOf("images: [//cdn.example.org/a.png, b]"))?.url, "https://cdn.example.org/a.png");
  });
  it("the cover may be a table with alternative text and size", async () => {
    const yaml = "cover: { image: https://example.org/a.png, alt: A cat, width: 640, height: 480 }";
    assert.deepEqual(await coverOf(yaml), { url: "https://example.org/a.png", alt: "A cat", width: 640, height: 480 });
  });
  it("a post has no cover if the theme disables it", async () => {
    assert.equal(await coverOf("cover: false"), null);
    assert.equal((await coverOf("cover: false\nimage: /a.png"))?.url, "/a.png");
  });
  it("a cover beside the post has the address of its place in the folder, if that of the post is not known", async () => {
    const { post } = await headOf("title: A\ncover: cover.png");
    assert.equal(post.cover?.url, "/posts/cover.png");
  });
  it("a cover with an invalid address is ignored, and the report says so", async () => {
    for (const value of ["javascript:alert(1)", "'#fff'"]) {
      const { post, notices } = await headOf(`title: A\ncover: ${value}`);
      assert.equal(post.cover, null);
      assert.match(notices.join(), /CHANGED The cover/);
    }
  });
});

describe("the language of a post", () => {
  it("the language comes from the front matter, or else from the file name, or else from the caller", async () => {
    const localeOf = async (yaml: string, path: string) =>
      (await readPost(`---\ntitle: A\n${yaml}\n---\n`, path, { locale: "de" })).post.locale;
    assert.equal(await localeOf("lang: zh_TW", "en/a.md"), "zh-TW");
    assert.equal(await localeOf("", "en/a.md"), "en");
    assert.equal(await localeOf("", "posts/a.md"), "de");
    assert.equal(await localeOf("language: 'no such language'", "posts/a.md"), "de");
  });
});
