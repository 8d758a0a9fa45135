// A whole export: its events in order, and the rejection of an incomplete export before any content.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { UnreadableSourceError } from "../../../../src/intake/importers/import-event.js";
import { readWordPress } from "../../../../src/intake/importers/wordpress/wordpress-reader.js";
import { categoryXml, cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

const HEAD =
  `<wp:author><wp:author_login>${cdata("lin")}</wp:author_login><wp:author_display_name>${cdata("林")}</wp:author_display_name></wp:author>` +
  categoryXml("ops", "", "运维") +
  `<wp:tag><wp:tag_slug>${cdata("go")}</wp:tag_slug><wp:tag_name>${cdata("Go")}</wp:tag_name></wp:tag>`;

test("the reader reads all fields of a post", async () => {
  const terms =
    `<category domain="category" nicename="ops">${cdata("运维")}</category>` +
    `<category domain="post_tag" nicename="go">${cdata("Go")}</category>`;
  const { posts } = await readExport(exportXml(HEAD + itemXml({ "excerpt:encoded": cdata("Short.") }, terms)));
  assert.deepEqual(posts, [
    {
      key: "https://blog.example.org/?p=7",
      slug: "hello",
      title: "Hello 世界",
      source: "<p>Content</p>",
      format: "HTML",
      excerpt: "Short.",
      state: "PUBLISHED",
      publishedAt: new Date("2020-05-01T02:00:00Z"),
      createdAt: new Date("2020-05-01T02:00:00Z"),
      updatedAt: new Date("2021-01-02T03:04:05Z"),
      locale: null,
      author: { slug: "lin", name: "林", bio: null },
      coAuthors: [],
      categories: [[{ slug: "ops", name: "运维" }]],
      tags: [{ slug: "go", name: "Go" }],
      series: null,
      cover: null,
      seo: { title: null, description: null, canonicalUrl: null, noIndex: false },
      formerPaths: ["/2020/05/hello", "/hello", "/?p=7"],
    },
  ]);
});

test("the reader yields the site, its authors and terms before the first post", async () => {
  const { events } = await readExport(exportXml(itemXml() + HEAD));
  const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== "progress");
  assert.deepEqual(kinds, ["site", "author", "category", "tag", "termPaths", "post"]);
  assert.deepEqual(
    events.find(({ kind }) => kind === "site"),
    {
      kind: "site",
      site: {
        title: "工程博客",
        description: "Notes & more",
        url: "https://blog.example.org",
        locale: "zh-CN",
        timeZone: "Etc/GMT-8",
      },
    },
  );
});

test("the reader takes the time zone from the dates of the posts, if all of them have one offset", async () => {
  const dated = (id: string, local: string, gmt: string) =>
    itemXml({ "wp:post_id": id, guid: id, "wp:post_date": cdata(local), "wp:post_date_gmt": cdata(gmt) });
  const zoneOf = async (...items: string[]) => {
    const { events } = await readExport(exportXml(items.join("")));
    return events.flatMap((event) => (event.kind === "site" ? [event.site.timeZone] : []));
  };
  const eastern = dated("1", "2020-01-01 00:30:00", "2019-12-31 16:30:00");
  const draft = dated("2", "2020-01-01 00:30:00", "0000-00-00 00:00:00");
  assert.deepEqual(await zoneOf(eastern, draft, dated("3", "2021-01-01 08:00:00", "2021-01-01 00:00:00")), [
    "Etc/GMT-8",
  ]);
  assert.deepEqual(await zoneOf(dated("1", "2020-01-01 00:00:00", "2020-01-01 05:00:00")), ["Etc/GMT+5"]);
  assert.deepEqual(await zoneOf(dated("1", "2020-01-01 00:00:00", "2020-01-01 00:00:00")), ["UTC"]);
  assert.deepEqual(await zoneOf(eastern, dated("2", "2020-07-01 01:00:00", "2020-06-30 23:00:00")), [null]);
  assert.deepEqual(await zoneOf(dated("1", "2020-01-01 05:30:00", "2020-01-01 00:00:00")), [null]);
  assert.deepEqual(await zoneOf(draft), [null]);
});

test("the reader reports the progress of both passes", async () => {
  const text = exportXml(itemXml());
  const { events } = await readExport(text);
  const bytes = Buffer.byteLength(text);
  const progress = events.filter((event) => event.kind === "progress");
  assert.deepEqual(
    progress.map(({ done, total }) => [done, total]),
    [
      [bytes, bytes * 2],
      [bytes * 2, bytes * 2],
    ],
  );
});

test("items of other types are counted and not imported", async () => {
  const types = ["revision", "product", "product"];
  const items = types.map((type, index) => itemXml({ "wp:post_type": type, guid: `other-${index}` })).join("");
  const format = `<category domain="post_format" nicename="post-format-aside">${cdata("Aside")}</category>`;
  const { posts, counts } = await readExport(exportXml(items + itemXml({ "wp:is_sticky": "1" }, format)));
  assert.equal(posts.length, 1);
  assert.deepEqual([posts[0]?.tags, posts[0]?.isPinned], [[], true]);
  assert.deepEqual(counts, {
    revisions: 1,
    "items of the type product": 2,
    "post formats": 1,
  });
});

test("pages become events without a notice of their own, or drafts", async () => {
  const text = exportXml(itemXml({ "wp:post_type": "page" }));
  const skipped = await readExport(text, { pages: "skip" });
  const pages = skipped.events.filter(({ kind }) => kind === "page");
  assert.deepEqual([skipped.posts.length, pages.length, skipped.notices], [0, 1, []]);
  const drafted = await readExport(text, { pages: "drafts" });
  assert.equal(drafted.posts[0]?.state, "DRAFT");
  assert.deepEqual(
    drafted.notices.map(({ code }) => code),
    ["HIDDEN"],
  );
});

test("a featured image is found before and after its post", async () => {
  const attachment = (id: string): string =>
    itemXml(
      {
        "wp:post_type": "attachment",
        "wp:post_id": id,
        guid: `a${id}`,
        "wp:attachment_url": `https://blog.example.org/${id}.png`,
      },
      metaXml("_wp_attachment_image_alt", "A &amp; B") +
        metaXml("_wp_attachment_metadata", 'a:2:{s:5:"width";i:1200;s:6:"height";i:800;}'),
    );
  const items =
    attachment("50") +
    itemXml({ guid: "one" }, metaXml("_thumbnail_id", "50")) +
    itemXml({ guid: "two" }, metaXml("_thumbnail_id", "51")) +
    itemXml({ guid: "three" }, metaXml("_thumbnail_id", "99")) +
    attachment("51");
  const { posts, notices } = await readExport(exportXml(items));
  assert.deepEqual(posts[0]?.cover, { url: "https://blog.example.org/50.png", alt: "A & B", width: 1200, height: 800 });
  assert.equal(posts[1]?.cover?.url, "https://blog.example.org/51.png");
  assert.equal(posts[2]?.cover, null);
  assert.match(notices[0]?.reason ?? "", /attachment 99, is not in the export/);
});

for (const version of ["1.0", "1.1", "1.2"]) {
  test(`WXR ${version} is supported`, async () => {
    assert.equal((await readExport(exportXml(itemXml(), version))).posts.length, 1);
  });
}

const BOMB =
  '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>';
const whole = exportXml(itemXml());
const REJECTED: [string, string | Uint8Array, RegExp][] = [
  ["an empty file", "", /empty/],
  ["plain text", "Dear reader,", /is not XML/],
  ["an image", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254]), /is not XML/],
  ["a ZIP archive", Buffer.from("PK\u0003\u0004rest"), /archive/],
  ["an HTML page", "<html><head><title>x</title></head><body></body></html>", /HTML page/],
  ["an HTML page with a doctype", "<!DOCTYPE html><html><body><br></body></html>", /DOCTYPE/],
  ["another XML document", "<feed><entry/></feed>", /<feed>/],
  ["an RSS feed", "<rss><channel><title>x</title><item><title>y</title></item></channel></rss>", /wxr_version/],
  ["an RSS feed without items", "<rss><channel><title>x</title></channel></rss>", /wxr_version/],
  ["an unknown version", exportXml(itemXml(), "2.0"), /version "2.0"/],
  ["an external DTD", whole.replace("<rss", '<!DOCTYPE rss SYSTEM "https://example.org/x.dtd"><rss'), /DOCTYPE/],
  ["an entity bomb", BOMB, /DOCTYPE/],
  ["crossed tags", whole.replace("</title>", "</titel>"), /not well-formed XML before the first item/],
  [
    "a file broken in its second item",
    exportXml(`${itemXml()}<item><title>A < B</title></item>`),
    /in or after item 2/,
  ],
  ["an endless tag", `${whole.slice(0, -7)}<x ${"a".repeat(14_000_000)}`, /tag, comment or text of more than/],
  ["elements nested too deeply", exportXml("<a>".repeat(200) + "</a>".repeat(200)), /nested more than 100/],
  [
    "a file cut inside an item",
    whole.slice(0, whole.indexOf("<wp:status>") + 20),
    /ends without <\/rss>, in or after item 1/,
  ],
  ["a file cut before the last tag", whole.slice(0, whole.indexOf("</rss>")), /incomplete/],
  ["an unknown encoding", whole.replace("UTF-8", "KLINGON-1"), /"KLINGON-1"/],
];
for (const [name, content, message] of REJECTED) {
  test(`the reader rejects ${name} before it yields any content`, async () => {
    await assert.rejects(
      readExport(content),
      (error) => error instanceof UnreadableSourceError && message.test(error.message),
    );
  });
}

test("the reader rejects a missing file and a folder", async () => {
  for (const path of ["/nowhere/export.xml", tmpdir()]) {
    await assert.rejects(readWordPress(path, { pages: "skip" }).next(), UnreadableSourceError);
  }
});

test("a file with an error in its last item yields no posts", async () => {
  const text = exportXml(itemXml().repeat(500)).replace(/<\/item>\s*<\/channel>/, "</channel>");
  await assert.rejects(readExport(text), UnreadableSourceError);
});
