// The links of a body: which of them stay on the site, and to which posts they lead.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let token: string;
let authorId: string;

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author());
  token = await app.tokenFor("EDITOR");
  await app.dataSource.query("update site set url = 'https://blog.example.org:8443'");
  await make.post({ slug: "other", formerPaths: ["/posts/other-before", "/other"] });
});
after(() => app.close());

interface Link {
  url: string;
  isInternal: boolean;
  target: { slug: string } | null;
}

const LINKS = "body { links { url isInternal target { slug } } }";

async function publish(slug: string, urls: readonly string[]): Promise<{ id: string; version: number }> {
  const source = urls.map((url) => `[x](${url})`).join(" ");
  const create = "mutation ($i: CreatePostInput!) { createPost(input: $i) { post { id version } errors { message } } }";
  const input = { title: slug, slug, body: { source }, authorIds: [authorId] };
  const { createPost } = await app.query<{ createPost: { post: { id: string; version: number } } }>(
    create,
    { i: input },
    { token },
  );
  const { id, version } = createPost.post;
  const publishing =
    "mutation ($i: PublishPostInput!) { publishPost(input: $i) { post { id version } errors { message } } }";
  const { publishPost } = await app.query<{ publishPost: { post: { id: string; version: number } } }>(
    publishing,
    { i: { id, expectedVersion: version } },
    { token },
  );
  return publishPost.post;
}

async function linksOf(slug: string): Promise<Record<string, string | false>> {
  const query = `query ($slug: String!) { post(slug: $slug) { ${LINKS} } }`;
  const { post } = await app.query<{ post: { body: { links: Link[] } } }>(query, { slug });
  return Object.fromEntries(
    post.body.links.map(({ url, isInternal, target }) => [url, isInternal && (target?.slug ?? "no post")]),
  );
}

it("a fragment and a query lead to the post itself, other links by their URL resolved against the path of the post", async () => {
  const expected: Record<string, string | false> = {
    "#x": "links",
    "?q=1": "links",
    "?p=12#x": "links",
    other: "other",
    "./other#part": "other",
    "other/": "other",
    "../posts/other-before": "other",
    "../other": "other",
    "./": "no post",
    "../tags/none": "no post",
    "/posts/other?x=1": "other",
    "//blog.example.org:8443/posts/other": "other",
    "HTTPS://Blog.Example.ORG:8443/posts/other": "other",
    "http://www.blog.example.org:8443/posts/other": "other",
    "https://blog.example.org/posts/other": false,
    "//elsewhere.example/posts/other": false,
    "mailto:a@b.c": false,
    "https://elsewhere.example/": false,
  };
  await publish("links", Object.keys(expected));
  assert.deepEqual(await linksOf("links"), expected);
});

it("the post of a fragment follows the post when its slug changes", async () => {
  const { id, version } = await publish("before", ["#x", "other"]);
  const update = "mutation ($i: UpdatePostInput!) { updatePost(input: $i) { errors { message } } }";
  await app.query(update, { i: { id, expectedVersion: version, slug: "after" } }, { token });
  assert.deepEqual(await linksOf("after"), { "#x": "after", other: "other" });
});
