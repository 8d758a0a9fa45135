// Fields that plugins and the editor store beside the body: SEO, the primary category, the teaser, and dates without their UTC form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { categoryXml, cdata, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

async function seoOf(fields: Record<string, string>) {
  const meta = Object.entries(fields).map(([key, value]) => metaXml(key, value));
  return (await readItem({}, meta.join(""))).post.seo;
}

test("the SEO fields of All in One SEO are imported, in both spellings", async () => {
  const expected = { title: "T & U", description: "D", canonicalUrl: "https://c.example/x", noIndex: true };
  const old = { _aioseop_title: "T &amp; U", _aioseop_description: "D", _aioseop_noindex: "on" };
  assert.deepEqual(await seoOf({ ...old, _aioseop_custom_link: "https://c.example/x" }), expected);
  const seo = await seoOf({ _aioseo_title: "#post_title #separator_sa #site_title", _aioseo_description: "About C#" });
  assert.deepEqual([seo.title, seo.description, seo.noIndex], [null, "About C#", false]);
});

test("the SEO fields of SEOPress are imported", async () => {
  const seo = await seoOf({
    _seopress_titles_title: "%%post_title%% %%sep%%",
    _seopress_titles_desc: "D",
    _seopress_robots_index: "yes",
    _seopress_robots_canonical: "https://c.example/x",
  });
  assert.deepEqual(seo, { title: null, description: "D", canonicalUrl: "https://c.example/x", noIndex: true });
});

test("the primary category of a plugin is the first one, if the post has it", async () => {
  const head = [
    ["4", "travel", ""],
    ["5", "food", ""],
    ["6", "soup", "food"],
  ].map(([id, slug, parent]) =>
    categoryXml(slug ?? "", parent ?? "", slug ?? "").replace(
      "<wp:category>",
      `<wp:category><wp:term_id>${id}</wp:term_id>`,
    ),
  );
  const terms =
    '<category domain="category" nicename="travel">travel</category><category domain="category" nicename="soup">soup</category>';
  for (const [key, id, expected] of [
    ["_yoast_wpseo_primary_category", "6", ["food/soup", "travel"]],
    ["rank_math_primary_category", "6", ["food/soup", "travel"]],
    ["_seopress_robots_primary_cat", "6", ["food/soup", "travel"]],
    ["_yoast_wpseo_primary_category", "5", ["travel", "food/soup"]],
    ["_yoast_wpseo_primary_category", "", ["travel", "food/soup"]],
  ] as const) {
    const { posts } = await readExport(exportXml(head.join("") + itemXml({}, terms + metaXml(key, id))));
    assert.deepEqual(
      posts[0]?.categories.map((path) => path.map(({ slug }) => slug).join("/")),
      expected,
    );
  }
});

test("the text before the mark “more” is the excerpt, unless one was written", async () => {
  const classic = {
    "content:encoded": cdata("The <em>teaser</em> [caption]x[/caption].\n\n<!--more Read on-->\n\nThe rest."),
  };
  assert.match((await readItem(classic)).post.excerpt ?? "", /^The teaser/);
  assert.doesNotMatch((await readItem(classic)).post.excerpt ?? "", /rest/);
  const blocks =
    "<!-- wp:paragraph --><p>Teaser.</p><!-- /wp:paragraph --><!-- wp:more --><!--more--><!-- /wp:more --><p>Rest.</p>";
  assert.equal((await readItem({ "content:encoded": cdata(blocks) })).post.excerpt, "Teaser.");
  assert.equal((await readItem({ ...classic, "excerpt:encoded": cdata("Written.") })).post.excerpt, "Written.");
  assert.equal((await readItem({ "content:encoded": cdata("<!--more-->All of it.") })).post.excerpt, null);
});

test("a local date without a UTC date is read by the offset of other posts of its month, or of most posts", async () => {
  const dated = (id: number, local: string, gmt: string) =>
    itemXml({ guid: `g${id}`, "wp:post_id": String(id), "wp:post_date": local, "wp:post_date_gmt": gmt });
  const zero = "0000-00-00 00:00:00";
  const { posts, notices } = await readExport(
    exportXml(
      dated(1, "2019-01-10 12:00:00", "2019-01-10 11:00:00") +
        dated(2, "2019-02-10 12:00:00", "2019-02-10 11:00:00") +
        dated(3, "2019-07-10 12:00:00", "2019-07-10 10:00:00") +
        dated(4, "2015-07-01 12:00:00", zero) +
        dated(5, "2019-01-20 12:00:00", zero) +
        dated(6, "2019-10-20 00:30:00", zero),
    ),
  );
  const dates = posts.slice(3).map(({ publishedAt }) => publishedAt?.toISOString());
  assert.deepEqual(dates, ["2015-07-01T10:00:00.000Z", "2019-01-20T11:00:00.000Z", "2019-10-19T23:30:00.000Z"]);
  assert.match(notices[0]?.reason ?? "", /offset of other posts, \+2 hours/);
});

test("a scheduled post stays scheduled, unless it is protected, its date has passed or its UTC date is missing", async () => {
  const ahead = {
    "wp:status": "future",
    "wp:post_date": "2199-01-01 09:00:00",
    "wp:post_date_gmt": "2199-01-01 08:00:00",
  };
  const scheduled = (await readItem(ahead)).post;
  assert.deepEqual([scheduled.state, scheduled.publishedAt?.toISOString()], ["PUBLISHED", "2199-01-01T08:00:00.000Z"]);
  const others: Record<string, string | null>[] = [
    { "wp:post_password": "x" },
    { "wp:post_date_gmt": "2020-01-01 08:00:00" },
    { "wp:post_date_gmt": null },
  ];
  for (const fields of others) {
    const { post } = await readItem({ ...ahead, ...fields });
    assert.deepEqual([post.state, post.publishedAt], ["DRAFT", null]);
  }
  const { posts } = await readExport(exportXml(itemXml({ ...ahead, "wp:post_type": "page" })), { pages: "drafts" });
  assert.equal(posts[0]?.state, "DRAFT");
});

test("a public post with a plain link has the paths of its slug, with and without date", async () => {
  const plain = { link: "https://blog.example.org/?p=7" };
  const paths = ["/2020/05/hello", "/2020/05/01/hello", "/hello", "/?p=7"];
  assert.deepEqual((await readItem(plain)).post.formerPaths, paths);
  assert.deepEqual((await readItem({ ...plain, "wp:status": "draft" })).post.formerPaths, ["/?p=7"]);
});

test("a post has the locale of its language in Polylang, WPML or Bogo", async () => {
  const language = (slug: string, locale: string) =>
    `<wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>${slug}</wp:term_slug><wp:term_description>${cdata(`a:2:{s:6:"locale";s:${locale.length}:"${locale}";s:3:"rtl";i:0;}`)}</wp:term_description></wp:term>`;
  const localeOf = async (head: string, more: string) =>
    (await readExport(exportXml(head + itemXml({}, more)))).posts[0]?.locale;
  const in_ = (slug: string) => `<category domain="language" nicename="${slug}">x</category>`;
  assert.equal(await localeOf(language("cn", "zh_CN"), in_("cn")), "zh-CN");
  assert.equal(await localeOf(language("de", "de_DE_formal"), in_("de")), "de-DE");
  assert.equal(await localeOf("", in_("pt-br")), "pt-BR");
  assert.equal(await localeOf("", metaXml("_wpml_import_language_code", "fr")), "fr");
  assert.equal(await localeOf("", metaXml("_locale", "ja")), "ja");
  assert.equal(await localeOf("", metaXml("_locale", "<x>")), null);
});

test("the SEO fields of The SEO Framework, Slim SEO, SEO Ultimate and Jetpack are imported", async () => {
  const expected = { title: "T", description: "D", canonicalUrl: "https://c.example/x", noIndex: true };
  const genesis = { _genesis_title: "T", _genesis_description: "D", _genesis_noindex: "1" };
  assert.deepEqual(await seoOf({ ...genesis, _genesis_canonical_uri: "https://c.example/x" }), expected);
  const slim =
    'a:4:{s:5:"title";s:1:"T";s:11:"description";s:1:"D";s:9:"canonical";s:19:"https://c.example/x";s:7:"noindex";i:1;}';
  assert.deepEqual(await seoOf({ slim_seo: slim }), expected);
  assert.equal((await seoOf({ _genesis_noindex: "-1" })).noIndex, false);
  assert.equal((await seoOf({ _su_description: "D" })).description, "D");
  assert.equal((await seoOf({ advanced_seo_description: "D" })).description, "D");
});

test("variables in SEO texts are replaced, and a text with one that only the plugin knows is left out and told", async () => {
  const titles: [string, string, string | null][] = [
    ["_yoast_wpseo_title", "Read %%title%% %%page%% %%sep%% %%sitename%%", "Read Hello 世界 - 工程博客"],
    ["rank_math_title", "%title% in %category%", "Hello 世界 in Food"],
    ["_aioseo_title", "#post_title for C# | #site_title", "Hello 世界 for C# | 工程博客"],
    ["_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%", null],
    ["_yoast_wpseo_title", "100% sure, 50%", "100% sure, 50%"],
  ];
  const terms = '<category domain="category" nicename="food">Food</category>';
  for (const [key, value, expected] of titles) {
    assert.equal((await readItem({}, terms + metaXml(key, value))).post.seo.title, expected);
  }
  const { post, notices } = await readItem({}, metaXml("_yoast_wpseo_title", "%%title%% by %%cf_author%%"));
  assert.equal(post.seo.title, null);
  assert.match(notices[0]?.reason ?? "", /variables of a plugin/);
});

test("guest authors have their biography, and the terms of PublishPress Authors are authors", async () => {
  const guest = itemXml(
    { "wp:post_type": "guest-author", "wp:post_id": "90", guid: "guest", "content:encoded": "" },
    metaXml("cap-user_login", "bea") +
      metaXml("cap-display_name", "Bea Lund") +
      metaXml("cap-description", "Writes &amp; reads."),
  );
  const term = '<category domain="author" nicename="cap-bea">bea</category>';
  const { posts } = await readExport(exportXml(guest + itemXml({}, term)));
  assert.deepEqual(posts[0]?.author, { slug: "bea", name: "Bea Lund", bio: "Writes & reads." });

  const declared =
    "<wp:term><wp:term_taxonomy>author</wp:term_taxonomy><wp:term_slug>gert-gast</wp:term_slug><wp:term_name>Gert Gast</wp:term_name></wp:term>";
  const named = '<category domain="author" nicename="gert-gast">Gert Gast</category>';
  const published = await readExport(
    exportXml(declared + itemXml({}, named + metaXml("ppma_authors_name", "Gert Gast"))),
  );
  assert.equal(published.posts[0]?.author?.name, "Gert Gast");
  const other = await readExport(exportXml(declared + itemXml({}, named)));
  assert.equal(other.posts[0]?.author?.slug, "lin");
});

test("a local date in a month in which the clock changed is read by the nearest day", async () => {
  const dated = (id: number, local: string, gmt: string) =>
    itemXml({ guid: `g${id}`, "wp:post_id": String(id), "wp:post_date": local, "wp:post_date_gmt": gmt });
  const { posts } = await readExport(
    exportXml(
      dated(1, "2019-03-10 12:00:00", "2019-03-10 11:00:00") +
        dated(2, "2019-03-31 12:00:00", "2019-03-31 10:00:00") +
        dated(3, "2019-03-12 12:00:00", "0000-00-00 00:00:00") +
        dated(4, "2021-03-30 12:00:00", "0000-00-00 00:00:00"),
    ),
  );
  assert.deepEqual(
    posts.slice(2).map(({ publishedAt }) => publishedAt?.toISOString()),
    ["2019-03-12T11:00:00.000Z", "2021-03-30T10:00:00.000Z"],
  );
});

test("the translations of Polylang have a key in common, and their terms are not told as lost", async () => {
  const items = [
    ["7", "hello", "en", "pll_5f0a"],
    ["8", "bonjour", "fr", "pll_5f0a"],
    ["9", "note", "en", null],
  ].map(([id, name, language, group]) =>
    itemXml(
      { guid: `https://blog.example.org/?p=${id}`, "wp:post_id": id ?? "", "wp:post_name": cdata(name ?? "") },
      `<category domain="language" nicename="${language}">${cdata(language ?? "")}</category>${
        group === null
          ? ""
          : `<category domain="post_translations" nicename="${group}">${cdata(group ?? "")}</category>`
      }`,
    ),
  );
  const { posts, counts } = await readExport(exportXml(items.join("")));
  assert.deepEqual(
    posts.map(({ locale, translationKey }) => [locale, translationKey]),
    [
      ["en", "pll_5f0a"],
      ["fr", "pll_5f0a"],
      ["en", undefined],
    ],
  );
  assert.deepEqual(
    Object.keys(counts).filter((what) => what.includes("translations")),
    [],
  );
});
