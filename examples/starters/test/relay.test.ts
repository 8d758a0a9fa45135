// Relay's compiler and runtime: a connection that is paged, an object that is refetched by its id, and persisted documents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createOperationDescriptor, fetchQuery, getRequest, getSingularSelector } from "relay-runtime";
import trustedPageQuery from "../relay/src/__generated__/persisted/postsPageQuery.graphql";
import cardFragment from "../relay/src/__generated__/posts_card.graphql";
import listFragment from "../relay/src/__generated__/posts_list.graphql";
import cardQuery from "../relay/src/__generated__/postsCardQuery.graphql";
import listQuery from "../relay/src/__generated__/postsListQuery.graphql";
import pageQuery from "../relay/src/__generated__/postsPageQuery.graphql";
import postQuery from "../relay/src/__generated__/postsPostQuery.graphql";
import { createEnvironment } from "../relay/src/environment";
import { type Data, draft, recordFetch, trustedUrl, url } from "./support";

const sent = recordFetch();

type Environment = ReturnType<typeof createEnvironment>;

/** What a fragment reads from the store, as useFragment and usePaginationFragment do. */
function read(environment: Environment, fragment: Data, data: Data): Data {
  const selector = getSingularSelector(fragment, data);
  assert.ok(selector);
  return environment.lookup(selector).data;
}

test("a connection is paged, and its pages are joined in the store", async () => {
  const environment = createEnvironment(url);
  environment.retain(createOperationDescriptor(getRequest(pageQuery), {}));
  const data: Data = await fetchQuery(environment, pageQuery as Data, {}).toPromise();
  assert.equal(data.site.title, "回环地址");
  const { posts } = read(environment, listFragment, data);
  assert.equal(posts.edges.length, 5);
  assert.equal(posts.pageInfo.hasNextPage, true);
  await fetchQuery(environment, listQuery as Data, { count: 4, cursor: posts.pageInfo.endCursor }).toPromise();
  const { edges } = read(environment, listFragment, data).posts;
  assert.equal(new Set(edges.map(({ node }: Data) => node.id)).size, 9);
});

test("an object is refetched by its id", async () => {
  const environment = createEnvironment(url);
  const data: Data = await fetchQuery(environment, pageQuery as Data, {}).toPromise();
  const [edge] = read(environment, listFragment, data).posts.edges;
  const card = read(environment, cardFragment, edge.node);
  const again: Data = await fetchQuery(environment, cardQuery as Data, { id: edge.node.id }).toPromise();
  assert.deepEqual(read(environment, cardFragment, again.node), card);
  assert.match(card.path, /^\/posts\//);
});

test("a trusted document is executed by the id that the compiler gave it", async () => {
  sent.length = 0;
  const environment = createEnvironment(trustedUrl);
  const data: Data = await fetchQuery(environment, trustedPageQuery as Data, {}).toPromise();
  assert.equal(data.site.title, "回环地址");
  assert.deepEqual(
    sent.map(({ body }) => body.query),
    [undefined],
  );
});

test("a preview token shows a draft", async () => {
  const variables = { slug: draft.slug };
  const shown: Data = await fetchQuery(createEnvironment(url, draft.token), postQuery as Data, variables).toPromise();
  const hidden: Data = await fetchQuery(createEnvironment(url), postQuery as Data, variables).toPromise();
  assert.equal(shown.post.status, "DRAFT");
  assert.equal(hidden.post, null);
});
