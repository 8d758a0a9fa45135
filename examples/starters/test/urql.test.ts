// urql with its default settings (which send short queries by GET), with the normalizing cache, and with persisted documents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, cacheExchange, fetchExchange, gql } from "@urql/core";
import { trustedLatestPosts } from "../gql-tada/src/latest-posts";
import { createAutomaticClient } from "../urql/automatic";
import { createClient } from "../urql/client";
import { createNormalizedClient, resolvers } from "../urql/graphcache";
import { createTrustedClient } from "../urql/trusted";
import { LatestPostsDocument } from "./__generated__/graphql";
import { pagedLists } from "./paged-lists";
import { adminToken, type Data, draft, recordFetch, recordWarnings, trustedUrl, url } from "./support";

const sent = recordFetch();
const warnings = recordWarnings();

const PAGE = gql`
  query Page($after: String) {
    site { title }
    viewer { name }
    posts(first: 4, after: $after) {
      edges { node { id title body { readingTimeMinutes } seo { title } author { id name } adjacent { next { id } } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

test("a query is executed with the default settings, by GET", async () => {
  const { data, error } = await createClient(url).query(gql`{ site { title } }`, {});
  assert.equal(error, undefined);
  assert.equal(data.site.title, "回环地址");
  assert.equal(sent.at(-1)?.method, "GET");
});

test("a mutation is executed with the default settings", async () => {
  const headers = { authorization: `Bearer ${adminToken}` };
  const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetchOptions: { headers } });
  const create = gql`mutation Create($name: String!) { createTag(input: { name: $name }) { tag { id } errors { message } } }`;
  const { data, error } = await client.mutation(create, { name: `urql ${crypto.randomUUID()}` });
  assert.equal(error, undefined);
  assert.deepEqual(data.createTag.errors, []);
  assert.equal(sent.at(-1)?.method, "POST");
});

test("an error of a query is told with its code", async () => {
  const { error } = await createClient(url).query(gql`{ posts(first: 1000) { totalCount } }`, {});
  assert.equal(error?.graphQLErrors[0]?.extensions.code, "BAD_USER_INPUT");
  assert.equal(error?.networkError, undefined);
});

test("the normalizing cache pages a list, and has a key for every type", async () => {
  const client = createNormalizedClient(url);
  const first = await client.query(PAGE, {});
  const second = await client.query(PAGE, { after: first.data.posts.pageInfo.endCursor });
  assert.equal(first.data.posts.edges.length, 4);
  assert.equal(second.data.posts.edges.length, 8);
  const count = sent.length;
  await client.query(PAGE, {});
  assert.equal(sent.length, count, "The cache holds the first page.");
  assert.deepEqual(warnings, []);
});

test("the settings of the normalizing cache page every list", () => {
  const unpaged = pagedLists().filter(([type, field]) => (resolvers as Data)[type]?.[field] === undefined);
  assert.deepEqual(unpaged, [], "Add these to urql/graphcache.ts.");
});

test("the normalizing cache matches fragments on interfaces", async () => {
  const client = createNormalizedClient(url);
  const { data } = await client.query(
    gql`
      query Paths {
        suggest(prefix: "VXLAN") { text node { id ...Page } }
        resolvePath(path: "/categories/linux") { ... on Node { id } ...Page }
      }
      fragment Page on Routable { path }
    `,
    {},
  );
  assert.equal(data.resolvePath.path, "/categories/linux");
  for (const { node } of data.suggest) assert.match(node.path, /^\//);
  assert.deepEqual(warnings, []);
});

test("an automatic persisted query is sent once, and then named by GET", async () => {
  for (const _round of [1, 2]) {
    const { data, error } = await createAutomaticClient(url).query(PAGE, {});
    assert.equal(error, undefined);
    assert.equal(data.posts.edges.length, 4);
  }
  assert.equal(sent.at(-1)?.method, "GET");
  assert.equal(sent.at(-1)?.url.searchParams.has("query"), false);
});

test("documents of gql.tada and GraphQL Code Generator are executed by their ids", async () => {
  for (const document of [trustedLatestPosts, LatestPostsDocument]) {
    sent.length = 0;
    const { data, error } = await createTrustedClient(trustedUrl).query<Data>(document as Data, { first: 2 });
    assert.equal(error, undefined);
    assert.equal(data.posts.nodes.length, 2);
    assert.deepEqual(
      sent.map(({ method, url }) => [method, url.searchParams.has("query")]),
      [["GET", false]],
    );
  }
});

test("a preview token shows a draft", async () => {
  const query = gql`query Draft($slug: String!) { post(slug: $slug) { id status } }`;
  const shown = await createClient(url, draft.token).query(query, { slug: draft.slug });
  const hidden = await createClient(url).query(query, { slug: draft.slug });
  assert.equal(shown.data.post.status, "DRAFT");
  assert.equal(hidden.data.post, null);
});
