// The default theme: its styles cover what the service writes, its words speak each language, and its dates are those of the site.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { periodFilter, periodOf } from "../../site/src/routes/archive/period.js";
import { linkTo } from "../../site/src/site-path.js";
import { dateFormat } from "../../site/src/theme/date-format.js";
import { STYLESHEETS } from "../../site/src/theme/default/styles/stylesheet.js";
import { wordsOf } from "../../site/src/theme/words.js";
import { CODE_CLASSES } from "../../src/http/stylesheet/rich-stylesheet.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { TINTS } from "../../src/platform/pictures/tints.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

describe("the styles", () => {
  it("of a page have at most 14 kB", () => {
    for (const [name, styles] of Object.entries(STYLESHEETS)) assert.ok(Buffer.byteLength(styles) <= 14_000, name);
  });

  it("cover all classes of rich HTML", () => {
    const code = Object.values(CODE_CLASSES).flatMap((names) => names.split(" ").map((name) => `.hljs-${name}`));
    const tints = Object.entries(TINTS).map(([name, colour]) => `.tint-${name}{background:${colour}}`);
    const others = ["code-block", "code-line", "marked-line", "table-scroll", "heading-anchor", "tml-left", "math-box"];
    for (const part of [...code, ...tints, ...others]) assert.ok(STYLESHEETS.texts.includes(part), part);
  });
});

describe("the words", () => {
  it("are those of the language and the script of the site, or else English", () => {
    const languages = {
      ...{
        zh: "搜索",
        "zh-CN": "搜索",
        "zh-Hans-HK": "搜索",
        "zh-TW": "搜尋",
        "zh-Hant": "搜尋",
        ja: "検索",
        "ko-KR": "검색",
      },
      ...{ en: "Search", "en-GB": "Search", fr: "Search" },
    };
    for (const [locale, search] of Object.entries(languages)) assert.equal(wordsOf(locale).search, search, locale);
  });
});

describe("dates", () => {
  it("are written in the language and the time zone of the site", () => {
    const instant = "2023-12-31T20:00:00Z";
    assert.equal(dateFormat("zh-CN", "Asia/Shanghai").day(instant), "2024年1月1日");
    assert.equal(dateFormat("en", "America/New_York").day(instant), "December 31, 2023");
    assert.equal(dateFormat("ja", "Asia/Tokyo").month(2024, 3), "2024年3月");
    assert.equal(dateFormat("zh-CN", "Asia/Shanghai").yearOf(instant), 2024);
  });

  it("of a year and of a month begin and end at midnight there, whatever the clocks did in between", () => {
    const month = periodFilter({ year: 2024, month: 3 }, "America/New_York");
    assert.deepEqual(month, {
      publishedSince: "2024-03-01T05:00:00.000Z",
      publishedBefore: "2024-04-01T04:00:00.000Z",
    });
    const year = periodFilter({ year: 2024, month: null }, "Australia/Lord_Howe");
    assert.deepEqual(year, { publishedSince: "2023-12-31T13:00:00.000Z", publishedBefore: "2024-12-31T13:00:00.000Z" });
    assert.equal(periodFilter({ year: 2024, month: 12 }, "Asia/Kolkata").publishedBefore, "2024-12-31T18:30:00.000Z");
  });

  it("are in the path as numbers", () => {
    assert.deepEqual(periodOf(["2024", "07"]), { year: 2024, month: 7 });
    for (const wrong of [["24"], ["2024", "13"], ["2024", "0"], ["2024", "07", "01"], ["year"]]) {
      assert.equal(periodOf(wrong), null, wrong.join("/"));
    }
  });
});

describe("links of editors", () => {
  it("stay as they were written, unless they execute something", () => {
    const same = ["/a%20b?c=1#d", "https://example.org/", "mailto:a@b.c", "#top", "tel:+861"];
    for (const url of same) assert.equal(linkTo(url), url);
    assert.equal(linkTo("/关于 我"), "/%E5%85%B3%E4%BA%8E%20%E6%88%91");
    for (const url of ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"]) {
      assert.equal(linkTo(url), "#", url);
    }
  });
});

describe("a site with menus and pages", () => {
  let app: TestApp;
  let token: string;

  before(async () => {
    app = await startTestApp();
    token = await app.tokenFor("ADMIN");
    const factories = new Factories(app.dataSource);
    await factories.page({ title: "关于", slug: "about", source: "## 你好\n\n文字。", formerPaths: ["/old-about"] });
    const draft = await factories.post({ title: "Draft", slug: "draft", state: "DRAFT", publishedAt: null });
    const menus = {
      main: [{ url: "/about", label: "关于本站" }],
      footer: [{ url: "https://elsewhere.example/", label: "别处" }],
    };
    for (const [slug, items] of Object.entries(menus)) {
      const save = "mutation ($input: SaveMenuInput!) { saveMenu(input: $input) { errors { message } } }";
      await app.query(save, { input: { slug, name: slug, items } }, { token });
    }
    draftId = encodeGlobalId("Post", draft.id);
  });
  after(() => app.close());
  let draftId: string;

  it("shows them in its header and footer, and marks the current page", async () => {
    const response = await fetch(`${app.url}/about`);
    const html = await response.text();
    assert.match(html, /<header class="site-head".*<a href="\/about" aria-current="page">关于本站<\/a>.*<\/header>/s);
    assert.match(html, /<footer class="site-foot".*<a href="https:\/\/elsewhere.example\/">别处<\/a>/s);
    assert.match(html, /<h1>关于<\/h1>/);
    const former = await fetch(`${app.url}/old-about`, { redirect: "manual" });
    assert.deepEqual([former.status, former.headers.get("location")], [301, "/about"]);
  });

  it("shows a draft to the holder of a preview token, with a banner, and to nobody else", async () => {
    const create =
      "mutation ($input: CreatePreviewTokenInput!) { createPreviewToken(input: $input) { token errors { message } } }";
    const { createPreviewToken } = await app.query<{ createPreviewToken: { token: string } }>(
      create,
      { input: { postId: draftId } },
      { token },
    );
    const preview = `?preview=${encodeURIComponent(createPreviewToken.token)}`;
    const html = await (await fetch(`${app.url}/posts/draft${preview}`)).text();
    assert.match(html, /<aside class="preview"/);
    assert.match(html, /<meta name="robots" content="noindex"\/>/);
    const redirected = await fetch(`${app.url}/posts/DRAFT/${preview}`, { redirect: "manual" });
    assert.equal(redirected.headers.get("location"), `/posts/draft${preview}`);
    assert.equal((await fetch(`${app.url}/posts/draft`)).status, 404);
  });
});
