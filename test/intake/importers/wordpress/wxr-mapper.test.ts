// The mapping of one item of an export: visibility, dates, titles, slugs and paths, and the notices about changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cdata, codes, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

const STATUSES: [string, string][] = [
  ["draft", "DRAFT"],
  ["pending", "DRAFT"],
  ["private", "DRAFT"],
  ["future", "DRAFT"],
  ["inherit", "DRAFT"],
  ["trash", "TRASHED"],
  ["Publish", "DRAFT"],
  ["wc-completed", "DRAFT"],
  ["", "DRAFT"],
];
for (const [status, state] of STATUSES) {
  test(`a post with the status ${JSON.stringify(status)} is hidden`, async () => {
    const { post, notices } = await readItem({ "wp:status": cdata(status) });
    assert.deepEqual([post.state, post.publishedAt], [state, null]);
    assert.deepEqual(codes(notices), ["HIDDEN"]);
  });
}

test("a post without a status is hidden", async () => {
  assert.equal((await readItem({ "wp:status": null })).post.state, "DRAFT");
});

test("a post with any password is hidden", async () => {
  for (const password of ["secret", "0", " "]) {
    const { post, notices } = await readItem({ "wp:post_password": cdata(password) });
    assert.deepEqual([post.state, codes(notices)], ["DRAFT", ["HIDDEN"]]);
  }
});

test("a blank password is none in a file in which blanks were put around every value", async () => {
  const indented = (text: string): string => `\n  ${cdata(` ${text} `)}\n`;
  const read = (password: string) =>
    readItem({ "wp:status": indented("publish"), "wp:post_password": indented(password) });
  assert.equal((await read("")).post.state, "PUBLISHED");
  assert.equal((await read("secret")).post.state, "DRAFT");
});

test("a hidden post that was public keeps its date: one with a password, and one that went to the trash from there", async () => {
  const date = "2020-05-01T02:00:00.000Z";
  const dateOf = async (fields: Record<string, string>, before = "") => {
    const meta = before === "" ? "" : metaXml("_wp_trash_meta_status", before);
    const { post } = await readItem(fields, meta);
    return [post.state, post.publishedAt?.toISOString() ?? null];
  };
  assert.deepEqual(await dateOf({ "wp:post_password": "secret" }), ["DRAFT", date]);
  assert.deepEqual(await dateOf({ "wp:status": "trash" }, "publish"), ["TRASHED", date]);
  assert.deepEqual(await dateOf({ "wp:status": "trash" }, "draft"), ["TRASHED", null]);
  assert.deepEqual(await dateOf({ "wp:status": "private" }), ["DRAFT", null]);
});

test("the notice about a scheduled post has its date, and its creation date is earlier", async () => {
  const { post, notices } = await readItem({ "wp:status": "future", "wp:post_date_gmt": "2031-01-01 00:00:00" });
  assert.match(notices[0]?.reason ?? "", /2031-01-01T00:00:00.000Z/);
  assert.equal(post.createdAt?.toISOString(), "2021-01-02T03:04:05.000Z");
});

test("automatic drafts are skipped", async () => {
  const { posts, notices } = await readExport(exportXml(itemXml({ "wp:status": "auto-draft" })));
  assert.deepEqual([posts.length, codes(notices)], [0, ["SKIPPED"]]);
});

const ZERO = cdata("0000-00-00 00:00:00");
const DATES: [string, Record<string, string | null>, string][] = [
  ["the local date if the GMT date is zero", { "wp:post_date_gmt": ZERO }, "2020-05-01T10:00:00.000Z"],
  ["the local date if the GMT date is missing", { "wp:post_date_gmt": null }, "2020-05-01T10:00:00.000Z"],
  [
    "the local date if the GMT day does not exist",
    { "wp:post_date_gmt": "2020-02-31 02:00:00" },
    "2020-05-01T10:00:00.000Z",
  ],
  ["pubDate if both dates are zero", { "wp:post_date_gmt": ZERO, "wp:post_date": ZERO }, "2020-05-01T02:00:00.000Z"],
  [
    "the modification date if no other date can be read",
    { "wp:post_date_gmt": "soon", "wp:post_date": null, pubDate: "Mon, 30 Nov -0001 00:00:00 +0000" },
    "2021-01-02T03:04:05.000Z",
  ],
];
for (const [name, fields, expected] of DATES) {
  test(`the date of a post is ${name}, and the report says so`, async () => {
    const { post, notices } = await readItem(fields);
    assert.equal(post.publishedAt?.toISOString(), expected);
    assert.deepEqual(codes(notices), ["CHANGED"]);
  });
}

test("a published post without a readable date is hidden", async () => {
  const none = { "wp:post_date_gmt": ZERO, "wp:post_date": ZERO, pubDate: null, "wp:post_modified_gmt": ZERO };
  const { post, notices } = await readItem(none);
  assert.deepEqual([post.state, post.publishedAt, post.createdAt], ["DRAFT", null, null]);
  assert.deepEqual(codes(notices), ["CHANGED", "HIDDEN"]);
});

test("slugs and permalinks are decoded", async () => {
  const { post } = await readItem({
    "wp:post_name": cdata("%e7%bd%91%e7%bb%9c-tcp"),
    link: "https://blog.example.org/2020/05/%E7%BD%91%E7%BB%9C-tcp/",
  });
  assert.equal(post.slug, "网络-tcp");
  assert.deepEqual(post.formerPaths, ["/2020/05/网络-tcp", "/网络-tcp", "/?p=7"]);
});

test("a post of a blog in a folder of its host has both paths", async () => {
  const item = itemXml({ link: "http://www.example.org/blog/2020/05/hello/" }, metaXml("_wp_old_date", "2019-12-31"));
  const text = exportXml(item).replaceAll(">https://blog.example.org<", ">https://example.org/blog<");
  const { posts } = await readExport(text);
  assert.deepEqual(posts[0]?.formerPaths, [
    "/blog/2020/05/hello",
    "/2020/05/hello",
    "/blog/2019/12/hello",
    "/2019/12/hello",
    "/hello",
    "/?p=7",
  ]);
});

test("a post without a permalink has only its short link", async () => {
  const { post } = await readItem({ link: "https://blog.example.org/?p=7", "wp:post_name": "" });
  assert.deepEqual([post.slug, post.formerPaths], [null, ["/?p=7"]]);
});

test("the permalinks of former slugs and dates are derived", async () => {
  const meta =
    metaXml("_wp_old_slug", "%e6%97%a7") + metaXml("_wp_old_slug", "first") + metaXml("_wp_old_date", "2019-12-31");
  const { post } = await readItem({}, meta);
  assert.deepEqual(post.formerPaths, [
    "/2020/05/hello",
    "/2019/12/hello",
    "/hello",
    "/旧",
    "/posts/旧",
    "/2020/05/旧",
    "/2019/12/旧",
    "/first",
    "/posts/first",
    "/2020/05/first",
    "/2019/12/first",
    "/?p=7",
  ]);
});

test("an invalid slug is dropped, and the report says so", async () => {
  const { post, notices } = await readItem({ "wp:post_name": cdata("a/b c") });
  assert.deepEqual([post.slug, codes(notices)], [null, ["CHANGED"]]);
});

test("the last segment of a path is used as slug", async () => {
  const { post, notices } = await readItem({ "wp:post_name": cdata("blog/2023/4/5/my-post/") });
  assert.deepEqual([post.slug, notices], ["my-post", []]);
});

test("a trashed post has its original slug", async () => {
  const { post } = await readItem({ "wp:status": "trash", "wp:post_name": "hello__trashed" });
  assert.equal(post.slug, "hello");
});

test("titles are plain text", async () => {
  const { post } = await readItem({ title: cdata("R&amp;D: <em>Vec&lt;T&gt;</em> &#8211; Map<K>\u00a0\n x") });
  assert.equal(post.title, "R&D: Vec<T> – Map<K> x");
});

test("a missing title is made from the content, or is a placeholder in the language of the site", async () => {
  const content = cdata("<!-- wp:paragraph --><p>Three short words</p>");
  const made = await readItem({ title: "", "content:encoded": content });
  assert.deepEqual([made.post.title, codes(made.notices)], ["Three short words", ["CHANGED"]]);
  const image = await readItem({ title: null, "content:encoded": cdata("<img src='/a.png'>") });
  assert.equal(image.post.title, "无题");
});

test("a missing reusable block is reported", async () => {
  const { notices } = await readItem({ "content:encoded": cdata('<p>x</p><!-- wp:block {"ref":12} /-->') });
  assert.match(notices[0]?.reason ?? "", /reusable block/);
});

test("paths that are too long to be stored are dropped", async () => {
  const { post } = await readItem({ link: `https://blog.example.org/${"长".repeat(700)}/` });
  assert.deepEqual(post.formerPaths, ["/hello", "/?p=7"]);
});

test("items that cannot be imported are reported, and the others are read", async () => {
  const items =
    itemXml({ title: "", "content:encoded": "", guid: "a1234" }) +
    itemXml({ "content:encoded": cdata("长".repeat(700_000)), guid: "b1234" }) +
    itemXml({ "content:encoded": cdata("x".repeat(10_000_000)), guid: "c1234" }) +
    itemXml({ "content:encoded": "<p>loose</p>", guid: "d1234" }) +
    itemXml();
  const { posts, notices } = await readExport(exportXml(items));
  assert.deepEqual(
    posts.map(({ key }) => key),
    ["https://blog.example.org/?p=7"],
  );
  assert.deepEqual(codes(notices), ["FAILED", "FAILED", "FAILED", "FAILED"]);
});

test("a body of exactly 2 MiB is imported", async () => {
  const { post } = await readItem({ "content:encoded": cdata("x".repeat(2 * 1024 * 1024)) });
  assert.equal(post.source.length, 2 * 1024 * 1024);
});

test("the key is the guid, or else the link, or else the id", async () => {
  assert.equal(
    (await readItem({ guid: "https://blog.example.org/" })).post.key,
    "https://blog.example.org/2020/05/hello/",
  );
  assert.equal((await readItem({ guid: null, link: "https://blog.example.org" })).post.key, "post:7");
});

test("items with the same guid have different keys, and a repeated item is skipped", async () => {
  const items = itemXml() + itemXml({ "wp:post_id": "8" }) + itemXml();
  const { posts, notices } = await readExport(exportXml(items));
  assert.deepEqual(
    posts.map(({ key }) => key),
    ["https://blog.example.org/?p=7", "https://blog.example.org/?p=7#8"],
  );
  assert.deepEqual(codes(notices), ["CHANGED", "SKIPPED"]);
});

test("the SEO fields of plugins are imported, except templates", async () => {
  const yoast =
    metaXml("_yoast_wpseo_title", "%%title%% - %%sitename%%") +
    metaXml("_yoast_wpseo_metadesc", "A &amp; B") +
    metaXml("_yoast_wpseo_canonical", "https://elsewhere.example.org/a") +
    metaXml("_yoast_wpseo_meta-robots-noindex", "1");
  assert.deepEqual((await readItem({}, yoast)).post.seo, {
    title: null,
    description: "A & B",
    canonicalUrl: "https://elsewhere.example.org/a",
    noIndex: true,
  });
  const rankMath =
    metaXml("rank_math_title", "100% sure") +
    metaXml("rank_math_description", "%excerpt%") +
    metaXml("rank_math_canonical_url", "javascript:alert(1)") +
    metaXml("rank_math_robots", 'a:1:{i:0;s:5:"index";}');
  assert.deepEqual((await readItem({}, rankMath)).post.seo, {
    title: "100% sure",
    description: null,
    canonicalUrl: null,
    noIndex: false,
  });
});
