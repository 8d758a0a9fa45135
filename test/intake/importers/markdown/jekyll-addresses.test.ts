// The addresses that Jekyll gave to posts, documents of collections and pages: styles, tokens, dates in the time zone of the site.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dateTokens, slugify, urlFrom } from "../../../../src/intake/importers/markdown/jekyll/jekyll-url.js";
import { readContent } from "./temporary-folder.js";

/** The former paths of the first post or page, without options of the caller. */
async function pathsOf(config: string, file: string, fields = ""): Promise<readonly string[]> {
  const { events } = await readContent(
    { "_config.yml": config, [file]: `---\n${fields}\n---\nx\n` },
    { timeZone: null },
  );
  for (const event of events) {
    if (event.kind === "post") return event.post.formerPaths;
    if (event.kind === "page") return [event.page.path, ...event.page.formerPaths];
  }
  throw new Error("expected a post or a page");
}

const firstPath = async (config: string, file: string, fields = ""): Promise<string | undefined> =>
  (await pathsOf(config, file, fields))[0];

const POST = "_posts/2020-01-05-My-First_post.md";

describe("the address of a post in Jekyll", () => {
  it("follows each named style", async () => {
    const styles = { date: "", pretty: "permalink: pretty", ordinal: "permalink: ordinal", none: "permalink: none" };
    assert.equal(await firstPath(styles.date, POST, "categories: [A b, C]"), "/a b/c/2020/01/05/My-First_post.html");
    assert.equal(await firstPath(styles.pretty, POST), "/2020/01/05/My-First_post");
    assert.equal(await firstPath(styles.ordinal, POST), "/2020/005/My-First_post.html");
    assert.equal(await firstPath(styles.none, POST, "category: C D"), "/c d/My-First_post.html");
    assert.equal(await firstPath("permalink: weekdate", POST), "/2020/W01/Sun/My-First_post.html");
  });

  it("fills every token of a pattern", async () => {
    const pattern = (tokens: string): string => `permalink: "${tokens}"`;
    const at = "date: 2020-03-04 05:06:07 +0000\ncategories: Foo! Bär";
    assert.equal(
      await firstPath(pattern("/:short_year:i_month:i_day/:hour:minute:second/:name:output_ext"), POST, at),
      "/2034/050607/2020-01-05-my-first-post.html",
    );
    assert.equal(
      await firstPath(pattern("/:slugified_categories/:short_month/:long_month/:slug/"), POST, at),
      "/foo/bär/Mar/March/my-first-post",
    );
    assert.equal(
      await firstPath(pattern("/:w_year/:week/:w_day/:short_day/:long_day/:y_day/:title/"), POST, at),
      "/2020/10/3/Wed/Wednesday/064/My-First_post",
    );
    assert.equal(
      await firstPath(pattern("/:collection/:path:output_ext"), POST),
      "/posts/2020-01-05-My-First_post.html",
    );
  });

  it("has the day in the time zone of the site, with a time without a zone as UTC", async () => {
    const zone = "timezone: Asia/Seoul\npermalink: /:year/:month/:day/:title/\n";
    assert.equal(await firstPath(zone, POST, "date: 2020-01-05 20:00:00"), "/2020/01/06/My-First_post");
    assert.equal(await firstPath(zone, POST, "date: 2020-01-05 20:00"), "/2020/01/05/My-First_post");
    assert.equal(await firstPath(zone, POST, "date: 2020-01-05 20:00:00 -0800"), "/2020/01/06/My-First_post");
  });

  it("may have either day if the site does not name its time zone", async () => {
    const paths = await pathsOf("permalink: /:year/:month/:day/:title/", POST, "date: 2020-01-06 01:00:00 +0900");
    assert.deepEqual(paths.slice(0, 2), ["/2020/01/05/My-First_post", "/2020/01/06/My-First_post"]);
  });

  it("takes the date of the front matter before that of the name, which may have two digits for the year", async () => {
    assert.equal(await firstPath("", POST, "date: 2019-02-03"), "/2019/02/03/My-First_post.html");
    assert.equal(await firstPath("", "_posts/99-1-2-old.md"), "/1999/01/02/old.html");
  });

  it("comes from the post, then from the defaults, then from the collection", async () => {
    const collection = "collections: { posts: { permalink: /c/:title/ } }\npermalink: /s/:title/\n";
    assert.equal(await firstPath(collection, POST), "/c/My-First_post");
    const defaults = `${collection}defaults: [{ scope: { type: posts }, values: { permalink: /d/:title/ } }]\n`;
    assert.equal(await firstPath(defaults, POST), "/d/My-First_post");
    assert.equal(await firstPath(defaults, POST, "permalink: /own/:categories/:slug/\nslug: A b"), "/own/a-b");
  });

  it("includes the folders above _posts, whichever language they are", async () => {
    assert.equal(await firstPath("permalink: pretty", "es/news/_posts/2020-01-05-a.md"), "/es/news/2020/01/05/a");
    assert.equal(await firstPath("permalink: pretty", "de/_posts/sub/2020-01-05-a.md", "lang: de"), "/de/2020/01/05/a");
  });

  it("also answers without .html, with the base of the site, and where a redirect led to it", async () => {
    const paths = await pathsOf("baseurl: /blog/\npermalink: none", POST, "redirect_from: [old/, /older.html]");
    assert.deepEqual(paths.slice(0, 4), ["/My-First_post.html", "/My-First_post", "/old", "/older.html"]);
    assert.ok(paths.includes("/blog/My-First_post.html") && paths.includes("/blog/old"));
  });

  it("is told as unknown if the pattern has a date and the document has none", async () => {
    const { posts, notices } = await readContent({
      "_config.yml": "collections: { wiki: { output: true, permalink: /:year/:title/ } }\n",
      "_wiki/vim.md": "---\ntitle: Vim\n---\n",
      "_posts/2020-01-05-a.md": "---\ntitle: A\n---\n",
    });
    assert.ok(posts.some(({ title, state }) => title === "Vim" && state === "DRAFT"));
    assert.match(notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n"), /old addresses: .*has the date/);
  });
});

describe("the address of a document and of a page in Jekyll", () => {
  it("has the path in the collection and the ending of the style", async () => {
    const wiki = (more: string): string => `collections:\n  wiki: { output: true${more} }\n`;
    assert.equal(await firstPath(wiki(""), "_wiki/a/Vim tips.md", "date: 2020-01-05"), "/wiki/a/Vim tips.html");
    assert.equal(await firstPath(`${wiki("")}permalink: pretty`, "_wiki/vim.md", "date: 2020-01-05"), "/wiki/vim");
    assert.equal(await firstPath(wiki(", permalink: /w/:name"), "_wiki/Vim_x.md", "date: 2020-01-05"), "/w/vim-x");
  });

  it("is the path of the file, or its folder for an index", async () => {
    assert.equal(await firstPath("", "about/me.md"), "/about/me.html");
    assert.equal(await firstPath("permalink: /:year/:title/", "about/me.md"), "/about/me");
    assert.equal(await firstPath("", "about/index.md"), "/about");
    assert.equal(await firstPath("", "about/me.html", "permalink: /who/:basename/"), "/who/me");
  });
});

describe("slugs and tokens of Jekyll", () => {
  it("keep letters of every script, and in titles some signs and the case", () => {
    assert.equal(slugify("The _config.yml – Größe 한국!"), "the-config-yml-größe-한국");
    assert.equal(slugify("The _config.yml – Größe (a)", "pretty", true), "The-_config.yml-Größe-(a)");
  });
  it("may be followed by an underscore, and an unknown token has no address", () => {
    const tokens = (name: string) => ({ month: "01", day: "02" })[name] ?? null;
    assert.equal(urlFrom("/:month_:day", tokens), "/01_02");
    assert.equal(urlFrom("/:nothing/:day", tokens), null);
  });
  it("have the week and its year by ISO 8601", () => {
    const week = (date: string) => [dateTokens(new Date(date)).w_year, dateTokens(new Date(date)).week];
    assert.deepEqual(week("2021-01-03"), ["2020", "53"]);
    assert.deepEqual(week("2024-12-30"), ["2025", "01"]);
  });
});
