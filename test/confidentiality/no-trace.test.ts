// A post that was public and is hidden again leaves no trace: in whatever way it is hidden, anonymous readers get the same responses as
// before it was published, byte for byte, including counts, scores, cursors and orders.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { createSchema } from "../../src/app/schema.js";
import { enrichOutdatedBodies } from "../../src/content/posts/body/html/enrich-bodies.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { readArgumentValues } from "../graph/argument-values.js";
import { arbitraryOperation } from "../graph/random-query.js";
import { buildTestSite, categoryPaths, uuidOfName } from "../graph/test-site.js";
import type { TestApp } from "../support/app.js";
import { namedRequests } from "./named-requests.js";
import { graphqlRequest, type SentRequest, type SpiedApp, startSpiedApp } from "./spied-app.js";

const SEED = 20_261_126;
const OPERATIONS = 60;

let app: SpiedApp;
let token: string;
let requests: SentRequest[];

before(async () => {
  app = await startSpiedApp();
  await buildTestSite(app.dataSource, { scale: 1 });
  await enrichOutdatedBodies(app.platform.transact);
  token = await app.adminToken();
  const query = async (source: string, variables?: Record<string, unknown>) =>
    JSON.parse((await app.request(graphqlRequest(source, variables))).body).data;
  const argumentValues = await readArgumentValues({ query } as unknown as TestApp);
  const operations = fc.sample(arbitraryOperation(createSchema(), argumentValues), { numRuns: OPERATIONS, seed: SEED });
  requests = [
    ...namedRequests().map(({ sent }) => sent),
    ...operations.map(({ document, variables }) => graphqlRequest(document, variables)),
    graphqlRequest(`{ posts(first: 100) { totalCount edges { cursor node { id slug related(first: 20) { score post { slug } }
      adjacent { previous { slug } next { slug } } } } } archive { year months { month postCount } }
      tags(first: 100, orderBy: { field: POST_COUNT, direction: DESC }) { totalCount nodes { slug postCount } }
      authors(first: 100) { totalCount nodes { slug postCount } } allSeries { totalCount nodes { entries { position } } } }`),
    // The change feed remembers what was public, as it must.
  ].filter(({ body, path }) => !/\bchanges\b/.test(`${body} ${path}`));
});
after(() => app.close());

/** The responses to all requests of an anonymous reader. */
async function transcript(): Promise<{ request: string; response: string }[]> {
  const responses = [];
  for (const sent of requests) {
    const { status, body } = await app.request(sent);
    responses.push({ request: sent.body ?? sent.path ?? "", response: `${status} ${body}` });
  }
  return responses;
}

interface Written {
  id: string;
  version: number;
}

const OF_COMMENTS: Readonly<Record<string, string>> = {
  addComment: "comment { id }",
  moderateComments: "comments { id }",
};

async function write(name: string, input: Record<string, unknown>): Promise<Written> {
  const object = /^delete/.test(name) ? "deletedId" : /Tag$/.test(name) ? "tag { id }" : (OF_COMMENTS[name] ?? "");
  const selected =
    object || (/Author$/.test(name) ? "author { id }" : /Series$/.test(name) ? "series { id }" : "post { id version }");
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const sent = graphqlRequest(
    `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${selected} errors { message } } }`,
    {
      input,
    },
  );
  const { body } = await app.request({ ...sent, headers: { ...sent.headers, authorization: `Bearer ${token}` } });
  assert.ok(JSON.parse(body).data?.done, body);
  const { errors, ...made } = JSON.parse(body).data.done;
  assert.deepEqual(errors, [], body);
  return (Object.values(made)[0] ?? {}) as Written;
}

/** Publishes a post among the others in every list, with new and shared terms, links in both directions, and words of other posts. */
async function show(number: number): Promise<Written> {
  const made = async (kind: string, input: Record<string, unknown>) => (await write(`create${kind}`, input)).id;
  const tag = await made("Tag", { name: `Fleeting ${number}` });
  const author = await made("Author", { name: `Fleeting ${number}` });
  const shared = (kind: "Tag" | "Category", name: string) => encodeGlobalId(kind, uuidOfName(name));
  let post = await write("createPost", {
    title: `Sentence ${number} of part block 网络`,
    slug: `fleeting-${number}`,
    body: { source: `# Hidden topic\n\nSome sentence text draft secret code 网络 [it](/posts/post-0-${number % 6}).` },
    authorIds: [author],
    tagIds: [tag, shared("Tag", "tag common"), shared("Tag", "tag topic-0")],
    categoryIds: categoryPaths(0).map((path) => shared("Category", `category ${path}`)),
  });
  await write("createSeries", { title: `Fleeting ${number}`, postIds: [post.id] });
  const step = async (name: string, more: Record<string, unknown> = {}) => {
    post = await write(name, { id: post.id, expectedVersion: post.version, ...more });
  };
  await step("publishPost", { at: new Date(Date.UTC(2023, 10, 21 + 8 * number)).toISOString() });
  await step("updatePost", { slug: `fleeting-again-${number}`, tagIds: [tag, shared("Tag", "tag frequent")] });
  await write("updateTag", {
    id: tag,
    expectedVersion: 1,
    name: `Fleeting tag ${number}`,
    slug: `fleeting-tag-${number}`,
  });
  await comment(post.id);
  return post;
}

/** Comments that are visible on the post, and one on another post that is hidden again. */
async function comment(postId: string): Promise<void> {
  const given = { authorName: "Fleeting", text: "Fleeting", status: "VISIBLE", writtenAt: "2023-11-20T08:00:02Z" };
  const root = await write("addComment", { ...given, postId });
  await write("addComment", { ...given, postId, parentId: root.id });
  const other = await write("addComment", { ...given, postId: encodeGlobalId("Post", uuidOfName("post post-0-0")) });
  await write("moderateComments", { ids: [other.id], status: "HIDDEN" });
}

const WAYS: Record<string, (post: Written) => Promise<void>> = {
  unpublished: async ({ id, version }) => void (await write("unpublishPost", { id, expectedVersion: version })),
  rescheduled: async ({ id, version }) => {
    await write("unpublishPost", { id, expectedVersion: version });
    await write("publishPost", { id, expectedVersion: version + 1, at: "2097-01-01T00:00:00Z" });
  },
  trashed: async ({ id, version }) => void (await write("trashPost", { id, expectedVersion: version })),
  deleted: async ({ id, version }) => {
    await write("trashPost", { id, expectedVersion: version });
    await write("deletePost", { id, expectedVersion: version + 1 });
  },
};

it("a post that is hidden again leaves every response as it was before the post was public", async () => {
  const before = await transcript();
  const shown: Written[] = [];
  for (const number of Object.keys(WAYS).keys()) shown.push(await show(number));
  const during = await transcript();
  assert.ok(during.filter(({ response }, index) => response !== before[index]?.response).length > 20);
  for (const [index, hide] of Object.values(WAYS).entries()) await hide(shown[index] as Written);
  const traces = (await transcript()).filter(({ response }, index) => response !== before[index]?.response);
  assert.deepEqual(traces.slice(0, 3), []);
});
