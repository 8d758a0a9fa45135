// The query resolvePath: current and former paths in all encodings, and nothing hidden.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let make: Factories;

before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
});
after(() => app.close());

type Target = { __typename: string; path?: string; slug?: string; to?: string; statusCode?: number } | null;

async function resolve(path: string): Promise<Target> {
  const query = `query($path: String!) { resolvePath(path: $path) {
    __typename ... on Post { path } ... on Category { path } ... on Tag { slug } ... on Author { slug } ... on Series { slug }
    ... on Redirect { to statusCode } } }`;
  return (await app.query<{ resolvePath: Target }>(query, { path })).resolvePath;
}

async function slugOf(slug: string): Promise<string | null> {
  const query = "query($slug: String!) { post(slug: $slug) { slug } }";
  return (await app.query<{ post: { slug: string } | null }>(query, { slug })).post?.slug ?? null;
}

async function alias(path: string, kind: string, id: string, createdAt = "now()"): Promise<void> {
  const values = [path, kind, id, createdAt === "now()" ? new Date().toISOString() : createdAt];
  await app.dataSource.query(
    "insert into path_alias (path, kind, target_id, created_at) values ($1, $2, $3, $4)",
    values,
  );
}

describe("a current path", () => {
  it("a current path resolves to its post, category, tag, author or series", async () => {
    const tag = await make.tag("Kinds tag");
    const author = await make.author("Kinds author");
    const series = await make.series("Kinds series");
    const category = await make.category("inner", await make.category("kinds"));
    await make.post({
      slug: "kinds",
      tagIds: [tag],
      authorId: author,
      categoryIds: [category],
      series: { id: series, position: 1 },
    });
    assert.deepEqual(await resolve("/posts/kinds"), { __typename: "Post", path: "/posts/kinds" });
    assert.deepEqual(await resolve("/categories/kinds/inner"), {
      __typename: "Category",
      path: "/categories/kinds/inner",
    });
    assert.deepEqual(await resolve("/tags/kinds-tag"), { __typename: "Tag", slug: "kinds-tag" });
    assert.deepEqual(await resolve("/authors/kinds-author"), { __typename: "Author", slug: "kinds-author" });
    assert.deepEqual(await resolve("/series/kinds-series"), { __typename: "Series", slug: "kinds-series" });
  });

  it("a current path is found in any encoding", async () => {
    await make.post({ slug: "café-指南" });
    const encoded = encodeURIComponent("café-指南");
    const found = { __typename: "Post", path: "/posts/café-指南" };
    for (const path of [
      "/posts/café-指南",
      "posts/café-指南",
      "/posts/café-指南/",
      "//posts//café-指南//",
      `/posts/${encoded}`,
      `/posts/${encoded.toLowerCase()}/?utm_source=x#anchor`,
      "/posts/cafe\u0301-指南",
      "/POSTS/CAFÉ-指南",
      "/posts/café-指南?",
      "/posts/café-指南#/posts/other",
    ]) {
      assert.deepEqual(await resolve(path), found, path);
    }
    for (const slug of ["café-指南", encoded, encoded.toLowerCase(), "CAFE\u0301-指南", "/café-指南/"]) {
      assert.equal(await slugOf(slug), "café-指南", slug);
    }
  });

  it("a current path is found even if its percent-encoded form is very long", async () => {
    const name = "长".repeat(110);
    await make.post({ slug: "汉".repeat(255) });
    const inner = await make.category(name, await make.category(`${name}一`, await make.category(`${name}二`)));
    assert.equal((await resolve(`/posts/${encodeURIComponent("汉".repeat(255))}`))?.__typename, "Post");
    const slugPath = `${name}二/${name}一/${name}`;
    const path = `/categories/${slugPath}`;
    assert.deepEqual(await resolve(encodeURI(path)), { __typename: "Category", path }, inner);
    const query = "query($path: String!) { category(slugPath: $path) { slugPath } }";
    assert.deepEqual(await app.query(query, { path: encodeURI(slugPath) }), { category: { slugPath } });
  });

  it("the root, unknown paths and malformed paths resolve to null", async () => {
    for (const path of [
      "",
      "/",
      "//",
      "/posts",
      "/posts/",
      "/nowhere",
      "/posts/..",
      "/posts/%00",
      "/posts/a%2Fb",
      "/posts/%",
      "?",
      "#",
    ]) {
      assert.equal(await resolve(path), null, path);
    }
  });
});

describe("a former path", () => {
  it("a former path redirects to the current path, and a post is found by its former slug", async () => {
    const category = await make.category("moved-here");
    await alias("/categories/was/here", "category", category);
    await make.post({ slug: "new-slug", formerPaths: ["/posts/旧-slug", "/2018/07/old", "/posts/old/deep"] });
    const redirect = { __typename: "Redirect", to: "/posts/new-slug", statusCode: 301 };
    for (const path of ["/posts/旧-slug", encodeURI("/posts/旧-slug"), "/2018/07/OLD/?p=1", "/posts/old/deep/"]) {
      assert.deepEqual(await resolve(path), redirect, path);
    }
    assert.deepEqual(await resolve("/categories/was/here/"), {
      __typename: "Redirect",
      to: "/categories/moved-here",
      statusCode: 301,
    });
    assert.equal(await slugOf("旧-slug"), "new-slug");
    assert.equal(await slugOf("old"), null);
  });

  it("a former path may have characters that slugs do not have", async () => {
    await make.post({ slug: "spaced", formerPaths: ["/2019/a b (c)|d", "/2019/100%"] });
    const redirect = { __typename: "Redirect", to: "/posts/spaced", statusCode: 301 };
    for (const path of ["/2019/A%20b%20(c)%7Cd/", "/2019/a b (c)|d", "/2019/100%25"]) {
      assert.deepEqual(await resolve(path), redirect, path);
    }
  });

  it("former paths of tags, authors and series redirect too", async () => {
    const [tag, author, series] = [await make.tag("nt"), await make.author("na"), await make.series("ns")];
    await make.post({ tagIds: [tag], authorId: author, series: { id: series, position: 1 } });
    for (const [kind, id, to] of [
      ["tag", tag, "/tags/nt"],
      ["author", author, "/authors/na"],
      ["series", series, "/series/ns"],
    ] as const) {
      await alias(`/old-${kind}`, kind, id);
      assert.deepEqual(await resolve(`/old-${kind}`), { __typename: "Redirect", to, statusCode: 301 });
    }
  });

  it("a former path leads to a current path in one step, after any sequence of renames", async () => {
    const slugs = ["r-a", "r-b", "r-c", "r-d"];
    const renames = fc.array(fc.tuple(fc.nat(1), fc.nat(3)), { minLength: 1, maxLength: 8 });
    const posts = await make.posts([{ slug: "r-x" }, { slug: "r-y" }]);
    const current = posts.map((post) => post.slug);
    await fc.assert(
      fc.asyncProperty(renames, async (steps) => {
        for (const [who, to] of steps) {
          const [slug = "", old = "", id] = [slugs[to], current[who], posts[who]?.id];
          if (current.includes(slug)) continue;
          await app.dataSource.query("update post set slug = $2 where id = $1", [id, slug]);
          await app.dataSource.query(
            `insert into path_alias (path, kind, target_id, created_at) values ($1, 'post', $2, clock_timestamp())
             on conflict (path, kind, target_id) do update set created_at = excluded.created_at`,
            [`/posts/${old}`, id],
          );
          current[who] = slug;
        }
        for (const slug of [...slugs, "r-x", "r-y"]) {
          const target = await resolve(`/posts/${slug}`);
          if (current.includes(slug)) assert.deepEqual(target, { __typename: "Post", path: `/posts/${slug}` });
          else if (target !== null)
            assert.ok(current.includes(target.to?.slice(7) ?? ""), JSON.stringify({ slug, target }));
        }
      }),
      { numRuns: 12 },
    );
  });

  it("a former path redirects to the object that had it last", async () => {
    await make.post({ slug: "left-first", formerPaths: [] });
    const [first, last] = await make.posts([{ slug: "first-leaver" }, { slug: "last-leaver" }]);
    await alias("/posts/shared", "post", first?.id ?? "", "2020-01-01T00:00:00Z");
    await alias("/posts/shared", "post", last?.id ?? "", "2020-01-02T00:00:00Z");
    assert.equal((await resolve("/posts/shared"))?.to, "/posts/last-leaver");
    assert.equal(await slugOf("shared"), "last-leaver");
  });
});

describe("a short link of WordPress", () => {
  it("a short link of WordPress redirects to its post, only at the root", async () => {
    await make.post({ slug: "numbered", formerPaths: ["/?p=4711"] });
    const redirect = { __typename: "Redirect", to: "/posts/numbered", statusCode: 301 };
    for (const path of ["/?p=4711", "?p=4711", "//?p=04711&preview=1#more", "/?page_id=4711"]) {
      assert.deepEqual(await resolve(path), redirect, path);
    }
    for (const path of ["/?p=471", "/?p=", "/?q=4711", "/x?p=4711", "/", "?"]) assert.equal(await resolve(path), null);
  });
});

describe("hidden posts on a path", () => {
  it("hidden posts are not found, and do not shadow another post's former path", async () => {
    await make.post({ slug: "shown", formerPaths: ["/posts/contested", "/old/contested"] });
    const [hidden] = await make.posts([
      { slug: "contested", state: "DRAFT", publishedAt: null, formerPaths: ["/old/secret", "/posts/was-secret"] },
    ]);
    await alias("/old/contested", "post", hidden?.id ?? "", "2999-01-01T00:00:00Z");
    const redirect = { __typename: "Redirect", to: "/posts/shown", statusCode: 301 };
    assert.deepEqual(await resolve("/posts/contested"), redirect);
    assert.deepEqual(await resolve("/old/contested"), redirect);
    assert.equal(await slugOf("contested"), "shown");
    for (const path of ["/old/secret", "/posts/was-secret"]) assert.equal(await resolve(path), null);
    assert.equal(await slugOf("was-secret"), null);
  });

  it("tags, authors and series that only hidden posts use are not found by path", async () => {
    const [tag, author, series] = [await make.tag("hid-t"), await make.author("hid-a"), await make.series("hid-s")];
    await make.post({ state: "TRASHED", tagIds: [tag], authorId: author, series: { id: series, position: 1 } });
    for (const [kind, id] of [
      ["tag", tag],
      ["author", author],
      ["series", series],
    ] as const) {
      await alias(`/hid-${kind}`, kind, id);
      assert.equal(await resolve(`/hid-${kind}`), null);
    }
    for (const path of ["/tags/hid-t", "/authors/hid-a", "/series/hid-s"]) assert.equal(await resolve(path), null);
  });
});

describe("links in a body", () => {
  it("links in a body resolve to posts by the same rules as paths", async () => {
    await make.post({ slug: "link-target", formerPaths: ["/posts/link-old", "/2018/link"] });
    await make.post({ slug: "link-hidden", state: "DRAFT", publishedAt: null });
    const urls = [
      ["/posts/link-target", true],
      ["/posts/link-target/?a=b#c", true],
      ["/Posts/Link-Target", true],
      ["/posts/link%2Dtarget", true],
      ["/posts/link-old", true],
      ["/2018/LINK/", true],
      ["//posts/link-target", false],
      ["/posts/link-hidden", false],
      ["/posts/nobody", false],
      ["https://example.org/posts/link-target", false],
      ["#link-target", false],
    ] as const;
    await make.post({ slug: "linking", source: urls.map(([url], i) => `[l${i}](${url})`).join("\n\n") });
    const { post } = await app.query<{ post: { body: { links: { url: string; target: { slug: string } | null }[] } } }>(
      '{ post(slug: "linking") { body { links { url target { slug } } } } }',
    );
    assert.deepEqual(
      post.body.links.map((link) => [link.url, link.target?.slug === "link-target"]),
      urls.map(([url, leads]) => [url, leads]),
    );
  });
});
