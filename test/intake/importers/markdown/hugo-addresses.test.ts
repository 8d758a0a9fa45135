// The former paths of a post of Hugo are those that Hugo served, and its pages outside of the main sections are pages.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expandedPermalink, hugoPath } from "../../../../src/intake/importers/markdown/hugo/hugo-path.js";
import { readContent } from "./temporary-folder.js";

const CONFIG = 'baseURL = "https://notes.example.net/"\n';
const POST = "date: 2020-03-04T23:30:00-08:00\ntitle: The Title";

async function pathsOf(config: string, file: string, fields = POST, others = {}): Promise<string[]> {
  const { events } = await readContent({
    "hugo.toml": config.includes("baseURL") ? config : CONFIG + config,
    [file]: `---\n${fields}\n---\nText.\n`,
    "content/posts/other.md": "---\ntitle: Other\n---\n",
    ...others,
  });
  return events.flatMap((event) => {
    if (event.kind === "page") return [event.page.path, ...event.page.formerPaths];
    return event.kind === "post" && file.endsWith(event.post.key) ? event.post.formerPaths : [];
  });
}

describe("the address of a post of Hugo", () => {
  const languages = "[languages.en]\n[languages.de]\n";
  for (const [what, config, file, expected, fields] of [
    [
      "is made of its folders and its name",
      "",
      "content/posts/sub/2020-01-02 Foo Bar.md",
      "/posts/sub/2020-01-02-foo-bar",
    ],
    ["is that of the bundle", "", "content/posts/a/index.md", "/posts/a"],
    ["has the slug", "", "content/posts/a.md", "/posts/v1.2-x", "slug: v1.2 X"],
    ["keeps capitals on request", "disablePathToLower = true", "content/posts/A.md", "/posts/A"],
    ["loses accents on request", "removePathAccents = true", "content/posts/é.md", "/posts/e"],
    ["ends with the extension on request", "uglyURLs = true", "content/posts/a.md", "/posts/a.html"],
    ["ends with the extension in one section", "[uglyURLs]\nposts = true", "content/posts/a.md", "/posts/a.html"],
    ["is in the folder of its language", languages, "content/posts/a.de.md", "/de/posts/a"],
    ["is at the root in the main language", languages, "content/posts/a.en.md", "/posts/a"],
    [
      "is in the folder of the main language on request",
      `defaultContentLanguageInSubdir = true\n${languages}`,
      "content/posts/a.md",
      "/en/posts/a",
    ],
    [
      "is not in the folder of a language that has a host",
      "[languages.en]\nbaseURL = 'https://a.example.net'\n[languages.de]\nbaseURL = 'https://b.example.net'",
      "content/posts/a.de.md",
      "/posts/a",
    ],
    ["keeps an ending that is no language of the site", "", "content/posts/a.de.md", "/posts/a.de"],
    [
      "is below the target of a mount",
      '[[module.mounts]]\nsource = "texts"\ntarget = "content/posts"',
      "texts/a.md",
      "/posts/a",
    ],
    ["is its url", "", "content/posts/a.md", "/X/One Two", "url: /X/One Two/"],
    ["is its url with tokens", "", "content/posts/a.md", "/posts/2020/a", "url: /:section/:year/:contentbasename/"],
    ["is its url in the folder of its language", languages, "content/posts/a.de.md", "/de/x", "url: x"],
    ["is its url from the root", languages, "content/posts/a.de.md", "/x.html", "url: /x.html"],
    [
      "has the pattern of its section",
      '[permalinks]\nposts = "/:year/:month/:day/:slug/"',
      "content/posts/a.md",
      "/2020/03/04/the-title",
    ],
    ["has the pattern of its kind", '[permalinks.page]\nposts = "/p/:contentbasename/"', "content/posts/a.md", "/p/a"],
    ["has the pattern of pages in no section", '[permalinks]\n"/" = "/r/:filename/"', "content/a.md", "/r/a"],
    [
      "has the pattern of its target",
      '[[permalinks]]\npattern = "/t/:slug/"\n[permalinks.target]\npath = "/posts/**"',
      "content/posts/a.md",
      "/t/the-title",
    ],
    [
      "has the pattern of its language",
      `${languages}[languages.de.permalinks]\nposts = "/b/:slug/"`,
      "content/posts/a.de.md",
      "/de/b/the-title",
    ],
    [
      "has the name of the file with its date",
      '[permalinks]\nposts = "/:filename/"',
      "content/posts/2020-01-02-a.md",
      "/2020-01-02-a",
    ],
    [
      "has only folders that are sections",
      '[permalinks]\nposts = "/:sections/:slug/"',
      "content/posts/sub/a.md",
      "/posts/the-title",
    ],
  ] as const) {
    it(what, async () => {
      const written = fields === undefined ? POST : `${POST}\n${fields}`;
      assert.equal((await pathsOf(config, file, written))[0], expected);
    });
  }

  it("has folders with a page of their own, and those above them", async () => {
    const config = '[permalinks]\nposts = "/:sections/x/:sections[1:]/:sections[last]/:slug/"';
    const paths = await pathsOf(config, "content/posts/a/b/c.md", POST, {
      "content/posts/a/b/_index.md": "---\ntitle: B\n---\n",
    });
    assert.equal(paths[0], "/posts/a/b/x/a/b/b/the-title");
  });

  it("is also below the path of the site", async () => {
    const paths = await pathsOf('baseURL = "https://notes.example.net/base/"', "content/posts/a.md");
    assert.deepEqual(paths, ["/posts/a", "/base/posts/a"]);
  });

  it("includes aliases, which may be relative", async () => {
    const fields = `${POST}\naliases: [/old/A/, beside, ../up/x.html]`;
    assert.deepEqual(await pathsOf("", "content/posts/sub/a.md", fields), [
      ...["/posts/sub/a", "/old/A", "/posts/sub/beside", "/posts/up/x.html"],
    ]);
  });
});

describe("a page of Hugo", () => {
  it("is in no section, or outside of the main sections", async () => {
    const page = `---\n${POST}\n---\nText.\n`;
    const { events } = await readContent({
      "hugo.toml": `${CONFIG}[params]\nmainSections = ["posts"]\n`,
      "content/about/index.md": page,
      "content/docs/a.md": page,
      "content/posts/b.md": page,
      "content/posts/c.md": page,
      "content/posts/d.md": page,
    });
    const kinds = events.flatMap((event) => {
      if (event.kind === "page") return [`page ${event.page.path}`];
      return event.kind === "post" ? [`post ${event.post.key}`] : [];
    });
    assert.deepEqual(kinds, [
      ...[
        "page /about",
        "page /docs/a",
        "post content/posts/b.md",
        "post content/posts/c.md",
        "post content/posts/d.md",
      ],
    ]);
  });

  it("is a post if the site has hardly any sections", async () => {
    const page = `---\n${POST}\n---\nText.\n`;
    const { posts } = await readContent({ "hugo.toml": CONFIG, "content/a.md": page, "content/b.md": page });
    assert.equal(posts.length, 2);
  });
});

describe("hugoPath", () => {
  const rules = { removesAccents: false, keepsCase: false };
  for (const [text, expected] of [
    ["Ünï & Ç++ v1.2 C#@x", "ünï-ç++-v1.2-c#@x"],
    ["a -  b", "a-b"],
    ["中文 标题！", "中文-标题"],
    ["50% off %41", "50-off-%41"],
    ["  a__b~", "a__b~"],
  ] as const) {
    it(`makes “${expected}”`, () => assert.equal(hugoPath(text, rules), expected));
  }
});

describe("expandedPermalink", () => {
  const values = {
    ...{ title: "A Title", slug: null, fileName: "file", section: "a", sections: ["a", "b", "c"] },
    ...{ day: { year: 2020, month: 3, day: 4 }, clock: [15, 6, 7] as const },
  };
  const rules = { removesAccents: false, keepsCase: false };
  for (const [pattern, expected] of [
    [":slug/:slugorfilename/:slugorcontentbasename/:contentbasename", "a-title/file/file/file"],
    [":monthname/:weekday/:weekdayname/:yearday", "March/3/Wednesday/64"],
    [":sections[0]/:sections[:2]/:sections[1:2]/:sections[5:]", "a/a/b/b/"],
    [":2006_01_02/:15_04_05/:3PM/:Jan/:06", "2020_03_04/15_06_07/3PM/Mar/20"],
    ["\\:x/:section", ":x/a"],
    [":nothing", null],
  ] as const) {
    it(`fills ${pattern}`, () => assert.equal(expandedPermalink(pattern, values, rules), expected));
  }
});
