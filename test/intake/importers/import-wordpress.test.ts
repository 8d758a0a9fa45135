// A WordPress export from the file to the GraphQL API: what readers see, and what they must never see.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { ImportReport } from "../../../src/intake/importers/import-report.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { importExport } from "./import-fixture.js";
import { categoryXml, cdata, exportXml, itemXml, metaXml } from "./wordpress/wxr-fixture.js";

const SITE = "https://blog.example.org";
const HIDDEN_STATUSES = ["private", "pending", "draft", "trash", "auto-draft", "future", "inherit", "unheard-of"];
const FUTURE = "2035-01-01 00:00:00";

let posts = 0;
function post(slug: string, fields: Record<string, string | null> = {}, more = ""): string {
  posts += 1;
  return itemXml(
    {
      title: cdata(`Title of ${slug}`),
      link: `${SITE}/2020/05/${slug}/`,
      guid: `${SITE}/?p=${posts}`,
      "wp:post_id": `${posts}`,
      "wp:post_name": cdata(slug),
      ...fields,
    },
    more,
  );
}

const LINKS = [
  `${SITE}/2020/05/target/`,
  "http://blog.example.org/2020/05/target/#part",
  "https://www.blog.example.org/2020/05/target/?utm=1&amp;x=2#part",
  "/2020/05/target",
  "/older-name/",
  "https://elsewhere.example.net/2020/05/target/",
];

const CHANNEL = [
  categoryXml("tech", "", "技术"),
  categoryXml("network", "tech", "网络"),
  post("linking", { "content:encoded": cdata(LINKS.map((url) => `<p><a href="${url}">x</a></p>`).join("\n")) }),
  post(
    "target",
    {},
    metaXml("_wp_old_slug", "older-name") +
      metaXml("_thumbnail_id", "900") +
      `<category domain="category" nicename="network">${cdata("网络")}</category>` +
      `<category domain="post_tag" nicename="vxlan">${cdata("VXLAN")}</category>`,
  ),
  post("picture", {
    "wp:post_id": "900",
    "wp:post_type": cdata("attachment"),
    "wp:status": cdata("inherit"),
    "wp:attachment_url": cdata(`${SITE}/up.png`),
  }),
  ...HIDDEN_STATUSES.map((status) =>
    post(`secret-${status}`, { "wp:status": cdata(status), "wp:post_date_gmt": cdata(FUTURE) }),
  ),
  "<wp:tag><wp:tag_slug>secret</wp:tag_slug><wp:tag_name>Secret</wp:tag_name></wp:tag>",
  "<wp:tag><wp:tag_slug>vxlan</wp:tag_slug><wp:tag_name>VXLAN</wp:tag_name></wp:tag>",
  "<wp:author><wp:author_login>lin</wp:author_login></wp:author>",
  post("secret-password", { "wp:post_password": cdata("sesame") }),
  post("secret-ahead", { "wp:post_date_gmt": cdata(FUTURE), "wp:post_date": cdata(FUTURE), pubDate: null }),
].join("");

let app: TestApp;
let report: ImportReport;
before(async () => {
  app = await startTestApp();
  report = await importExport(app.dataSource, exportXml(CHANNEL));
});
after(() => app.close());

describe("an imported WordPress site", () => {
  it("shows only published posts, by every query", async () => {
    const data = await app.query<{
      posts: { totalCount: number; nodes: { slug: string }[] };
      categories: { nodes: { postCount: number }[] };
    }>("{ posts(first: 100) { totalCount nodes { slug } } }");
    assert.deepEqual(data.posts.nodes.map(({ slug }) => slug).sort(), ["linking", "target"]);
    assert.equal(data.posts.totalCount, 2);
    const names = [...HIDDEN_STATUSES, "password", "ahead"].map((status) => `secret-${status}`);
    const fields = names.flatMap((slug, i) => [
      `a${i}: post(slug: "${slug}") { title }`,
      `b${i}: resolvePath(path: "/2020/05/${slug}/") { __typename }`,
    ]);
    const found = await app.query<Record<string, unknown>>(`{ ${fields.join("\n")} }`);
    assert.deepEqual(
      Object.values(found).filter((value) => value !== null),
      [],
    );
  });

  it("is reported with the correct counts", () => {
    assert.deepEqual(report.posts, { created: 11, updated: 0, unchanged: 0, kept: 0, failed: 0 });
    assert.deepEqual(report.visibility, { published: 2, scheduled: 2, draft: 6, trashed: 1 });
    assert.equal(report.linksRewritten, 1);
  });

  it("has the categories, the tags, the author and the cover of the export", async () => {
    const { post } = await app.query<{ post: unknown }>(
      `{ post(slug: "target") { author { slug } categories { slugPath ancestors { name } } tags { slug }
         cover { url } } }`,
    );
    assert.deepEqual(post, {
      author: { slug: "lin" },
      categories: [{ slugPath: "tech/network", ancestors: [{ name: "技术" }] }],
      tags: [{ slug: "vxlan" }],
      cover: { url: `${SITE}/up.png` },
    });
  });

  it("has links to the current paths of its posts", async () => {
    const { post } = await app.query<{
      post: { body: { html: string; markdown: string; links: { url: string; target: { slug: string } | null }[] } };
    }>(`{ post(slug: "linking") { body { html markdown links { url target { slug } } } } }`);
    const urls = [
      "/posts/target",
      "/posts/target#part",
      "/posts/target?utm=1&x=2#part",
      "/posts/target",
      "/posts/target",
      "https://elsewhere.example.net/2020/05/target/",
    ];
    assert.deepEqual(
      [...post.body.html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url?.replaceAll("&amp;", "&")),
      urls,
    );
    assert.deepEqual(
      [...post.body.markdown.matchAll(/\]\(([^)]*)\)/g)].map(([, url]) => url),
      urls,
    );
    assert.deepEqual(
      post.body.links.map((link) => link.target?.slug ?? null),
      [...["target", "target", "target", "target", "target"], null],
    );
  });

  it("finds a post by its former slug", async () => {
    assert.deepEqual(await app.query('{ post(slug: "older-name") { slug } }'), { post: { slug: "target" } });
  });

  it("redirects from the archives of its categories, tags and authors, unless they have no public post", async () => {
    const archives = {
      "/category/tech/network/": "/categories/tech/network",
      "/category/network": "/categories/tech/network",
    };
    const others = { "/tag/vxlan/": "/tags/vxlan", "/author/lin": "/authors/lin", "/tag/secret": null };
    const expected: Record<string, string | null> = { ...archives, ...others };
    const fields = Object.keys(expected).map(
      (path, i) => `p${i}: resolvePath(path: "${path}") { ... on Redirect { to } }`,
    );
    const data = await app.query<Record<string, { to: string } | null>>(`{ ${fields.join(" ")} }`);
    assert.deepEqual(
      Object.values(data).map((found) => found?.to ?? null),
      Object.values(expected),
    );
  });

  it("redirects from its former paths", async () => {
    const paths = [
      "/2020/05/target/",
      "/2020/05/target?x=1",
      "/older-name",
      "/2020/05/older-name/",
      "/2020/05/nothing",
    ];
    const fields = paths.map((path, i) => `p${i}: resolvePath(path: "${path}") { ... on Redirect { to statusCode } }`);
    const redirect = { to: "/posts/target", statusCode: 301 };
    assert.deepEqual(
      await app.query(`{ ${fields.join(" ")} }`),
      Object.fromEntries(paths.map((path, i) => [`p${i}`, path.endsWith("nothing") ? null : redirect])),
    );
  });
});
