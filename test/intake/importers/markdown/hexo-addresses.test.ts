// The former paths of posts and pages of Hexo are those that Hexo served.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FieldValue } from "../../../../src/intake/importers/markdown/front-matter/field-value.js";
import { FrontMatterFields } from "../../../../src/intake/importers/markdown/front-matter/front-matter-fields.js";
import {
  pageAddresses,
  postAddresses,
} from "../../../../src/intake/importers/markdown/hexo/addresses/hexo-addresses.js";
import { hexoSettings } from "../../../../src/intake/importers/markdown/hexo/hexo-settings.js";
import type { OldAddresses } from "../../../../src/intake/importers/markdown/rules/site-rules.js";

type Fields = Record<string, FieldValue>;
interface Site {
  config?: Fields;
  siteUrl?: string | null;
  timeZone?: string | null;
}

const fieldsOf = (fields: Fields): FrontMatterFields => new FrontMatterFields(new Map(Object.entries(fields)));
const settingsOf = ({ config = {}, siteUrl = "https://old.example", timeZone = "Asia/Shanghai" }: Site) =>
  hexoSettings(fieldsOf(config), { siteUrl, timeZone });

function addresses(file: string, fields: Fields, site: Site = {}): OldAddresses {
  return postAddresses(file, fieldsOf(fields), settingsOf(site));
}

const path = (file: string, fields: Fields, site: Site = {}): string | null => addresses(file, fields, site).path;
const withPermalink = (permalink: string, config: Fields = {}): Site => ({ config: { permalink, ...config } });

describe("the address of a post in Hexo", () => {
  const date = "2020-03-04 05:06:07";

  it("has the day and the name of the file with its folders by default", () => {
    assert.equal(path("a b.md", { date }), "/2020/03/04/a b/");
    assert.equal(path("deep/index.md", { date }), "/2020/03/04/deep/index/");
    assert.equal(path("post.en.md", { date, slug: "other" }), "/2020/03/04/post.en/");
  });

  it("may have every token of Hexo", () => {
    const fields = { date, title: "Ünï & 标题 Ab", id: "77", abbrlink: "4a17b156" };
    const of = (permalink: string): string | null => path("deep/a.md", fields, withPermalink(permalink));
    assert.equal(of(":title.html"), "/deep/a.html");
    assert.equal(of(":name/:id/"), "/a/77/");
    assert.equal(of("posts/:abbrlink.html"), "/posts/4a17b156.html");
    assert.equal(of(":post_title/"), "/uni-标题-ab/");
    assert.equal(of(":i_month-:i_day/:hour:minute:second"), "/3-4/050607");
    assert.equal(of(":year_:title/"), "/2020_deep/a/");
    assert.equal(of(":timestamp/"), "/1583269567/");
    assert.equal(of(":hash/"), "/a0a1c60fc68c/");
    assert.equal(of(":layout/:missing/"), "/post/undefined/");
  });

  it("takes what a post does not have from permalink_defaults", () => {
    const site = withPermalink(":lang/:title/", { permalink_defaults: new Map([["lang", "en"]]) });
    assert.equal(path("a.md", { date }, site), "/en/a/");
    assert.equal(path("a.md", { date, lang: "de" }, site), "/de/a/");
  });

  it("has the last category, and the others lead to the post as well", () => {
    const site = withPermalink(":category/:title/", { category_map: new Map([["Näh", "sewing"]]), filename_case: "1" });
    assert.equal(path("a.md", { date }, site), "/uncategorized/a/");
    assert.equal(path("a.md", { date, categories: ["Arts", "Näh"] }, site), "/arts/sewing/a/");
    const several = addresses("a.md", { date, categories: [["Arts", "Näh"], "Home"] }, site);
    assert.deepEqual([several.path, several.others], ["/home/a/", ["/arts/sewing/a/"]]);
  });

  it("is the permalink of the front matter as it is written", () => {
    assert.equal(path("a.md", { date, permalink: "x/:year.html" }), "/x/:year.html");
    assert.equal(path("a.md", { date, permalink: "x/y" }, { config: { post_asset_folder: true } }), "/x/y/");
    assert.equal(path("C# and?.md", { date }, withPermalink(":title/")), "/C%23 and%3F/");
  });

  it("begins with the root of the site unless the address of the site ends with it", () => {
    const config = { root: "/blog/", permalink: ":title/" };
    assert.equal(path("a.md", { date }, { config }), "/blog/a/");
    assert.equal(path("a.md", { date }, { config, siteUrl: "https://old.example/blog" }), "/a/");
    assert.equal(path("a.md", { date }, { config, siteUrl: null }), "/blog/a/");
  });

  it("leads to the post without its extension as well", () => {
    assert.deepEqual(addresses("a.md", { date }, withPermalink(":title.html")).others, ["/a"]);
    assert.deepEqual(addresses("a.md", { date }, withPermalink(":title/index.html")).others, []);
  });

  it("is joined by the aliases of the post", () => {
    const { others } = addresses("a.md", { date, alias: ["old/a.html", "/b/index.html"], redirect_from: "/c" });
    assert.deepEqual(others, ["/old/a.html", "/b/index.html", "/c"]);
  });
});

describe("the day in the address of a post in Hexo", () => {
  const day = (date: string, timeZone: string | null = "Asia/Shanghai"): string[] => {
    const { path: own, others } = addresses("a.md", { date }, { config: { permalink: ":month:day" }, timeZone });
    return [own ?? "", ...others].map((address) => address.slice(1));
  };

  it("is the day as written if the date has no time zone", () => {
    assert.deepEqual(day("2020-03-04 23:30:00"), ["0304"]);
    assert.deepEqual(day("2020/3/4 1:02"), ["0304"]);
  });

  it("is the day in UTC for a timestamp of YAML, or that of the site if the timestamp is in quotes", () => {
    assert.deepEqual(day("2020-03-04T02:00:00+08:00"), ["0303", "0304"]);
    assert.deepEqual(day("2020-03-04T22:00:00Z"), ["0304", "0305"]);
  });

  it("is the day of the site for other dates with a zone", () => {
    assert.deepEqual(day("2020-03-04 22:00:00 +0000"), ["0305"]);
    assert.deepEqual(day("2020-03-04 22:00:00 +0000", null), ["0304"]);
  });

  it("is unknown if Hexo takes the time of the file, which is told", () => {
    const { path: own, failure } = addresses("2020-01-05-a.md", {});
    assert.equal(own, null);
    assert.match(failure ?? "", /the post has no date/);
    assert.match(addresses("a.md", { date: "no date" }).failure ?? "", /the post has no date/);
    assert.match(
      addresses("a.md", { date: "2020-01-05" }, { ...withPermalink(":hash/"), timeZone: null }).failure ?? "",
      /no timezone/,
    );
    assert.match(addresses("a.md", { date: "2020-01-05" }, withPermalink(":id/")).failure ?? "", /“:id”/);
  });
});

describe("the pattern of file names in Hexo", () => {
  const named = (new_post_name: string, permalink: string): Site => ({ config: { new_post_name, permalink } });

  it("gives the title, the date and fields", () => {
    const dated = named(":year-:month-:day-:title.md", ":year/:i_day/:title/");
    assert.equal(path("2018-01-04-a-b.md", {}, dated), "/2018/4/a-b/");
    assert.equal(path("2018-01-04-a.md", { date: "2020-02-03" }, dated), "/2020/3/a/");
    assert.equal(path("20180114 A title.md", {}, named(":year:month:day :title.md", ":i_month/:title")), "/1/A title");
    assert.equal(path("en/a.md", {}, named(":lang/:title.md", ":lang/:title/")), "/en/a/");
  });

  it("makes a title of the whole path of a file that does not match", () => {
    const dated = named(":year-:month-:day-:title.md", ":title/");
    assert.equal(path("deep/2018-01-04 Über.md", {}, dated), "/deep-2018-01-04-Uber/");
  });
});

describe("the address of a page in Hexo", () => {
  const page = (file: string, fields: Fields = {}): string | null =>
    pageAddresses(file, fieldsOf(fields), settingsOf({})).path;

  it("is the path of the file, or the permalink of the front matter", () => {
    assert.equal(page("about/index.md"), "/about/index.html");
    assert.equal(page("v1.2/notes.md"), "/v1.2/notes.html");
    assert.equal(page("a.md", { permalink: "b" }), "/b.html");
    assert.equal(page("a.md", { permalink: "b/" }), "/b/");
    assert.equal(page("a.md", { permalink: "/b/c.htm" }), "/b/c.htm");
  });
});
