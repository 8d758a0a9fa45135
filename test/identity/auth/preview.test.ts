// Preview tokens: they make one post visible to the public queries, and nothing else.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { PostRecord } from "../../../src/content/posts/writing/post-record.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { ask, bearer } from "./http-request.js";

const CREATE = `mutation($input: CreatePreviewTokenInput!) { createPreviewToken(input: $input) {
  token expiresAt errors { code path } } }`;
/** All queries that could reveal another hidden post. */
const WALK = `query($ids: [ID!]!, $hidden: String!, $path: String!, $canary: String!) {
  nodes(ids: $ids) { id }
  post(slug: $hidden) { id }
  resolvePath(path: $path) { __typename }
  posts(first: 100) { totalCount nodes { slug adjacent { previous { slug } next { slug } } related { post { slug } } } }
  archive { year postCount }
  tags(first: 100) { totalCount nodes { name postCount posts { nodes { slug } } } }
  categories(first: 100) { totalCount nodes { name postCount posts { nodes { slug } } } }
  authors(first: 100) { totalCount nodes { name postCount posts { nodes { slug } } } }
  allSeries(first: 100) { totalCount nodes { title entries { total post { slug } } } }
  tag(slug: $canary) { name }
}`;

interface Made {
  createPreviewToken: { token: string | null; expiresAt: string | null; errors: { code: string; path: string[] }[] };
}

const logged: string[] = [];
let app: TestApp;
let editor: string;
let mine: string;
let shown: PostRecord;
let others: PostRecord[];
let variables: Record<string, unknown>;

before(async () => {
  app = await startTestApp({}, createLog("trace", { write: (line) => void logged.push(line) }));
  editor = await app.tokenFor("EDITOR");
  const factories = new Factories(app.dataSource);
  mine = await factories.author();
  const [tag, category, series] = [await factories.tag(), await factories.category(), await factories.series()];
  const hidden = { state: "DRAFT", publishedAt: null, tagIds: [tag], categoryIds: [category] } as const;
  await factories.posts([{ categoryIds: [category] }, {}]);
  const made = await factories.posts([
    { ...hidden, title: "Shown", authorId: mine, series: { id: series, position: 2 }, source: "Shown text." },
    { ...hidden, title: "Canary one", authorId: mine, series: { id: series, position: 1 } },
    { ...hidden, title: "Canary two", state: "TRASHED", series: { id: series, position: 3 } },
    { ...hidden, title: "Canary three", state: "PUBLISHED", publishedAt: "2999-01-01T00:00:00.000Z" },
  ]);
  [shown, ...others] = made as [PostRecord, ...PostRecord[]];
  variables = {
    ids: others.map(({ id }) => encodeGlobalId("Post", id)),
    hidden: others[0]?.slug,
    path: `/posts/${others[0]?.slug}`,
    canary: "tag-2",
  };
});
after(() => app.close());

const make = async (post: PostRecord, expiresAt?: string, token = editor) =>
  (await app.query<Made>(CREATE, { input: { postId: encodeGlobalId("Post", post.id), expiresAt } }, { token }))
    .createPreviewToken;

const previewOf = async (post: PostRecord): Promise<string> => (await make(post)).token ?? "";
const slugQuery = (slug: string) => `{ post(slug: "${slug}") { title status body { text } } }`;

const dataFor = async (query: string, preview: string | null, values = {}): Promise<unknown> => {
  const headers: Record<string, string> = preview === null ? {} : { "x-preview-token": preview };
  const { errors, data } = await app.send(query, values, { headers });
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
};

describe("a preview token", () => {
  it("a preview token shows its post by slug, id and path, whether sent in the header or in the URL", async () => {
    const preview = await previewOf(shown);
    const expected = { post: { title: "Shown", status: "DRAFT", body: { text: "Shown text." } } };
    assert.deepEqual(await dataFor(slugQuery(shown.slug), null), { post: null });
    assert.deepEqual(await dataFor(slugQuery(shown.slug), preview), expected);
    const inUrl = await ask(app.url, { query: slugQuery(shown.slug), search: `?preview=${preview}` });
    assert.deepEqual(JSON.parse(inUrl.text).data, expected);
    const node = `{ node(id: "${encodeGlobalId("Post", shown.id)}") { ... on Post { title path } } }`;
    const { node: found } = (await dataFor(node, preview)) as { node: { title: string; path: string } };
    assert.equal(found.title, "Shown");
    const byPath = await dataFor(`{ resolvePath(path: "${found.path}") { ... on Post { title } } }`, preview);
    assert.deepEqual(byPath, { resolvePath: { title: "Shown" } });
  });

  it("a preview token for the working copy shows the post with it, and no other token does", async () => {
    const input = { postId: encodeGlobalId("Post", shown.id), baseVersion: 1, title: "Copied", excerpt: null };
    const edits = {
      body: { source: "Copied *text*.", format: "MARKDOWN" },
      tagIds: [],
      seo: { canonicalUrl: "javascript:x" },
    };
    const cover = { url: "javascript:alert(1)", alt: "" };
    const save = "mutation ($input: SaveWorkingCopyInput!) { saveWorkingCopy(input: $input) { errors { message } } }";
    await app.query(save, { input: { ...input, ...edits, cover } }, { token: editor });
    const showsWorkingCopy = true;
    const { createPreviewToken: made } = await app.query<Made>(
      CREATE,
      { input: { postId: input.postId, showsWorkingCopy } },
      { token: editor },
    );
    const fields =
      "title slug status excerpt body { text html source wordCount } tags { name } cover { url } seo { title canonicalUrl }";
    const query = `{ post(slug: "${shown.slug}") { ${fields} } }`;
    const { post } = (await dataFor(query, made.token)) as { post: { seo: { canonicalUrl: string } } };
    assert.deepEqual(post, {
      ...{ title: "Copied", slug: shown.slug, status: "DRAFT", excerpt: "Copied text." },
      body: { text: "Copied text.", html: "<p>Copied <em>text</em>.</p>", source: edits.body.source, wordCount: 2 },
      ...{ tags: [], cover: null, seo: { title: "Copied", canonicalUrl: post.seo.canonicalUrl } },
    });
    assert.match(post.seo.canonicalUrl, new RegExp(`^https?://.*/posts/${shown.slug}$`));
    const node = `{ node(id: "${input.postId}") { ... on Post { title body { text } } } }`;
    assert.deepEqual(await dataFor(node, made.token), { node: { title: "Copied", body: { text: "Copied text." } } });
    const plain = { post: { title: "Shown", status: "DRAFT", body: { text: "Shown text." } } };
    assert.deepEqual(await dataFor(slugQuery(shown.slug), await previewOf(shown)), plain);
    assert.deepEqual(await dataFor(slugQuery(shown.slug), null), { post: null });
    const { errors } = await app.send(
      `{ post(slug: "${shown.slug}") { workingCopy { title } } }`,
      {},
      {
        headers: { "x-preview-token": made.token ?? "" },
      },
    );
    assert.equal(errors?.[0]?.extensions?.code, "FORBIDDEN");
    await app.dataSource.query("delete from working_copy");
    assert.deepEqual(await dataFor(slugQuery(shown.slug), made.token), plain);
  });

  it("a preview token is not in the log, and is not sent to other sites as a referrer", async () => {
    const preview = await previewOf(shown);
    const search = new URLSearchParams({ query: slugQuery(shown.slug), preview });
    const response = await fetch(`${app.url}/graphql?${search}`);
    assert.deepEqual([response.status, response.headers.get("referrer-policy")], [200, "no-referrer"]);
    await dataFor(slugQuery(shown.slug), preview);
    assert.ok(logged.length > 2);
    assert.ok(!logged.join("").includes(preview));
  });

  it("a preview token in a link shows the post", async () => {
    const search = new URLSearchParams({ query: slugQuery(shown.slug), preview: await previewOf(shown) });
    const response = await fetch(`${app.url}/graphql?${search}`);
    const { data } = (await response.json()) as { data: { post: { title: string } } };
    assert.deepEqual([response.status, data.post.title], [200, "Shown"]);
  });

  it("a response to a preview token must not be cached", async () => {
    const headers = { "x-preview-token": await previewOf(shown) };
    const response = await ask(app.url, { query: slugQuery(shown.slug), headers });
    assert.equal(response.headers["cache-control"], "private, no-store");
    assert.match(String(response.headers.vary), /X-Preview-Token/);
  });

  it("a preview token shows nothing else: lists, counts, neighbours, terms and other drafts are as for anonymous readers", async () => {
    const seen = await dataFor(WALK, await previewOf(shown), variables);
    assert.deepEqual(seen, await dataFor(WALK, null, variables));
    assert.doesNotMatch(JSON.stringify(seen), /canary|shown/i);
  });

  it("a preview token does not lead from its post to other hidden posts", async () => {
    const query = `{ post(slug: "${shown.slug}") {
      site: adjacent { previous { slug } next { slug } }
      category: adjacent(scope: CATEGORY) { previous { slug } next { slug } }
      series: adjacent(scope: SERIES) { previous { slug } next { slug } }
      related(first: 20) { post { slug } }
      seriesEntry { previous { slug } next { slug } series { entries { post { slug } } } }
      tags { name posts { totalCount nodes { slug } } } categories { posts { nodes { slug } } }
      author { posts { totalCount nodes { slug } } } } }`;
    assert.doesNotMatch(JSON.stringify(await dataFor(query, await previewOf(shown))), /canary/i);
  });

  it("a preview token shows no revisions, allows no filter by status and no writes", async () => {
    const headers = { "x-preview-token": await previewOf(shown) };
    const codeOf = async (query: string) => (await app.send(query, {}, { headers })).errors?.[0]?.extensions.code;
    assert.equal(await codeOf(`{ post(slug: "${shown.slug}") { revisions { totalCount } } }`), "FORBIDDEN");
    assert.equal(await codeOf("{ posts(filter: { statuses: [DRAFT] }) { totalCount } }"), "FORBIDDEN");
    const id = encodeGlobalId("Post", shown.id);
    const write = `mutation { trashPost(input: { id: "${id}", expectedVersion: 1 }) { errors { code } } }`;
    assert.equal(await codeOf(write), "UNAUTHENTICATED");
  });

  it("a preview token adds its post to what a credential may see", async () => {
    const author = await app.tokenFor("AUTHOR", mine);
    const preview = await previewOf(others[1] as PostRecord);
    const query = `{ a: post(slug: "${others[0]?.slug}") { title } b: post(slug: "${others[1]?.slug}") { title } }`;
    const { text } = await ask(app.url, { query, headers: { ...bearer(author), "x-preview-token": preview } });
    assert.deepEqual(JSON.parse(text).data, { a: { title: "Canary one" }, b: { title: "Canary two" } });
  });

  it("a preview token gets 401 if it is altered, sent twice or expired, or if its post is deleted", async () => {
    const statusOf = async (token: string, search = "") =>
      (await ask(app.url, { query: "{ __typename }", search, headers: { "x-preview-token": token } })).status;
    const token = await previewOf(shown);
    for (const place of [0, 20, 25, 40, 74]) {
      const other = token[place] === "A" ? "B" : "A";
      assert.equal(await statusOf(`${token.slice(0, place)}${other}${token.slice(place + 1)}`), 401);
    }
    assert.equal(await statusOf(token, `?preview=${token}`), 401);
    assert.equal(await statusOf(`${token}=`), 401);
    const expired = await app.platform.signPreview(
      { postId: shown.id, showsWorkingCopy: false },
      "2020-01-01T00:00:00.000Z",
    );
    assert.equal(await statusOf(expired), 401);
    const gone = await new Factories(app.dataSource).post({ title: "Gone", authorId: mine });
    const last = await previewOf(gone);
    assert.equal(await statusOf(last), 200);
    await app.dataSource.query("delete from post where id = $1", [gone.id]);
    assert.equal(await statusOf(last), 401);
  });
});

describe("createPreviewToken", () => {
  const outcome = async (...args: Parameters<typeof make>) => {
    const { token, errors } = await make(...args);
    return token === null ? errors.map(({ code, path }) => `${code} ${path.join(".")}`) : "made";
  };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  it("createPreviewToken makes tokens that are valid for 24 hours by default and 30 days at most", async () => {
    const { expiresAt } = await make(shown);
    const hours = (Date.parse(expiresAt ?? "") - Date.now()) / 3_600_000;
    assert.ok(hours > 23 && hours < 25, `${hours} hours`);
    assert.equal(await outcome(shown, inDays(29)), "made");
    assert.deepEqual(await outcome(shown, inDays(31)), ["INVALID input.expiresAt"]);
    assert.deepEqual(await outcome(shown, inDays(-1)), ["INVALID input.expiresAt"]);
  });

  it("createPreviewToken is for those who may write the post", async () => {
    const author = await app.tokenFor("AUTHOR", mine);
    const factories = new Factories(app.dataSource);
    assert.equal(await outcome(shown, undefined, author), "made");
    assert.deepEqual(await outcome(others[1] as PostRecord, undefined, author), ["NOT_FOUND input.postId"]);
    assert.deepEqual(await outcome({ ...shown, id: crypto.randomUUID() }), ["NOT_FOUND input.postId"]);
    const theirs = await factories.post({ title: "Theirs", authorId: await factories.author("Somebody") });
    assert.deepEqual(await outcome(theirs, undefined, author), ["FORBIDDEN input.postId"]);
    const { errors } = await app.send(CREATE, { input: { postId: encodeGlobalId("Post", shown.id) } });
    assert.equal(errors?.[0]?.extensions.code, "UNAUTHENTICATED");
  });

  it("createPreviewToken signs with a secret that all processes and later starts share", async () => {
    const rows = await app.dataSource.query(
      "select name, length(value) as bytes from instance_secret where name = 'preview'",
    );
    assert.deepEqual(rows, [{ name: "preview", bytes: 32 }]);
  });

  it("createPreviewToken signs with PREVIEW_SECRET if it is set, and then no other signature is accepted", async () => {
    const stranger = await previewOf(shown);
    const other = await startTestApp({ PREVIEW_SECRET: "a secret that the operator keeps, 32 bytes" });
    try {
      const post = await new Factories(other.dataSource).post({ id: shown.id, state: "DRAFT", publishedAt: null });
      const input = { postId: encodeGlobalId("Post", post.id) };
      const made = await other.query<Made>(CREATE, { input }, { token: await other.tokenFor("EDITOR") });
      const statusOf = async (token: string | null) =>
        (await ask(other.url, { query: "{ __typename }", headers: { "x-preview-token": token ?? "" } })).status;
      assert.equal(await statusOf(made.createPreviewToken.token), 200);
      assert.equal(await statusOf(stranger), 401);
      assert.deepEqual(await other.dataSource.query("select 1 from instance_secret where name = 'preview'"), []);
    } finally {
      await other.close();
    }
  });
});
