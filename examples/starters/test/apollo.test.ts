// Apollo Client with its default settings, and with those of the documentation. The same file is run with versions 4 and 3.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { createCache, createClient } from "../apollo/client";
import { LATEST_POSTS } from "../apollo/latest-posts";
import { pagedLists } from "./paged-lists";
import { adminToken, type Data, draft, recordFetch, recordWarnings, url } from "./support";

const sent = recordFetch();
const warnings = recordWarnings();

const SITE_TITLE = gql`query SiteTitle { site { id title } }`;
const SITE_URL = gql`query SiteUrl { site { id url locale } posts(first: 1) { nodes { id } } }`;

function defaultClient(options: object = {}) {
  return new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, ...options }) });
}

const sites = (cache: InMemoryCache) => Object.keys(cache.extract()).filter((key) => key.startsWith("Site:"));

test("a query is executed with the default settings, by POST and by GET", async () => {
  for (const [options, method] of [
    [{}, "POST"],
    [{ useGETForQueries: true }, "GET"],
  ] as const) {
    const { data } = await defaultClient(options).query<Data>({ query: SITE_TITLE });
    assert.equal(data.site.title, "回环地址");
    assert.equal(sent.at(-1)?.method, method);
  }
});

test("a client that names itself is served", async () => {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new HttpLink({ uri: url }),
    clientAwareness: { name: "blog", version: "1.0" },
  });
  const { data } = await client.query<Data>({ query: SITE_TITLE });
  assert.equal(data.site.title, "回环地址");
  assert.equal(sent.at(-1)?.headers.get("apollographql-client-name"), "blog");
});

test("the default cache keeps one site for queries that select its id", async () => {
  const client = defaultClient();
  await client.query({ query: SITE_TITLE });
  await client.query({ query: SITE_URL });
  const [key = "", ...others] = sites(client.cache as InMemoryCache);
  assert.deepEqual(others, []);
  assert.deepEqual(Object.keys(client.cache.extract() as Data).includes(key), true);
  const both = client.readQuery<Data>({ query: gql`{ site { id title url locale } }` });
  assert.equal(both.site.locale, "zh-CN");
});

test("with the settings of the documentation the cache keeps one site for all queries", async () => {
  const client = createClient(url);
  await client.query({ query: gql`{ site { title } }` });
  await client.query({ query: SITE_URL });
  assert.equal(sites(client.cache as InMemoryCache).length, 1);
  assert.equal(client.readQuery<Data>({ query: gql`{ site { title url } }` }).site.title, "回环地址");
});

test("a list is paged by fetchMore", async () => {
  const client = createClient(url);
  const { data } = await client.query<Data>({ query: LATEST_POSTS, variables: { first: 4 } });
  const list = client.watchQuery<Data>({ query: LATEST_POSTS, variables: { first: 4 } });
  await list.fetchMore({ variables: { after: data.posts.pageInfo.endCursor } });
  const cached = client.readQuery<Data>({ query: LATEST_POSTS, variables: { first: 4 } });
  assert.equal(cached.posts.edges.length, 8);
  assert.equal(new Set(cached.posts.edges.map(({ node }: Data) => node.id)).size, 8);
});

test("the settings of the documentation page every list", () => {
  const { policies } = createCache() as Data;
  const lists = pagedLists();
  assert.ok(lists.length >= 9);
  const unpaged = lists.filter(([type, field]) => policies.getFieldPolicy(type, field)?.merge === undefined);
  assert.deepEqual(unpaged, [], "Add these to apollo/client.ts.");
});

test("fragments on interfaces and unions apply to every type that they have", async () => {
  const client = createClient(url);
  const { data } = await client.query<Data>({
    query: gql`
      query Everything {
        posts(first: 1) { nodes { id tags { id path } } }
        suggest(prefix: "VXLAN") { text node { id ...Page } }
        resolvePath(path: "/categories/linux") { ... on Node { id } ...Page }
      }
      fragment Page on Routable { path url }
    `,
  });
  assert.equal(data.resolvePath.path, "/categories/linux");
  assert.ok(data.suggest.length > 0);
  for (const { node } of data.suggest) assert.match(node.path, /^\//);
  const read = await client.query<Data>({
    query: gql`query Again($id: ID!) { node(id: $id) { id ... on Category { name } ... on Routable { path } } }`,
    variables: { id: data.resolvePath.id },
  });
  assert.deepEqual([read.data.node.name, read.data.node.path], ["Linux", "/categories/linux"]);
});

test("what several queries select of a body is combined without a warning", async () => {
  const client = createClient(url);
  const html = gql`{ post(slug: "linux-bridge-vxlan-overlay") { id body { html } seo { title } } }`;
  const text = gql`{ post(slug: "linux-bridge-vxlan-overlay") { id body { wordCount } seo { description } } }`;
  await client.query({ query: html });
  await client.query({ query: text });
  const { data } = await client.query<Data>({ query: html, fetchPolicy: "cache-only" });
  assert.match(data.post.body.html, /VXLAN/);
});

test("a mutation updates the cached object by its id", async () => {
  const link = new HttpLink({ uri: url, headers: { authorization: `Bearer ${adminToken}` } });
  const client = new ApolloClient({ cache: createCache(), link });
  const name = `Apollo ${crypto.randomUUID()}`;
  const { data } = await client.mutate<Data>({
    mutation: gql`mutation Create($name: String!) { createTag(input: { name: $name }) { tag { id name } errors { message } } }`,
    variables: { name },
  });
  assert.deepEqual(data.createTag.errors, []);
  const { id } = data.createTag.tag;
  assert.equal(client.readFragment<Data>({ id: `Tag:${id}`, fragment: gql`fragment T on Tag { name }` }).name, name);
});

test("one refused mutation does not hide what another wrote", async () => {
  const link = new HttpLink({ uri: url, headers: { authorization: `Bearer ${adminToken}` } });
  const client = new ApolloClient({ cache: createCache(), link });
  const { data } = await client.mutate<Data>({
    mutation: gql`
      mutation Both($name: String!) {
        good: createTag(input: { name: $name }) { tag { id } errors { code } }
        bad: createTag(input: { name: "" }) { tag { id } errors { code } }
      }
    `,
    variables: { name: `Apollo ${crypto.randomUUID()}` },
  });
  assert.ok(data.good.tag.id);
  assert.deepEqual(data.bad, {
    __typename: "CreateTagPayload",
    tag: null,
    errors: [{ __typename: data.bad.errors[0].__typename, code: "INVALID" }],
  });
});

test("an error of a query is told with its code", async () => {
  const query = gql`{ posts(first: 1000) { totalCount } }`;
  const error = await defaultClient()
    .query({ query })
    .then(
      () => assert.fail("Expected an error."),
      (failure: Data) => failure,
    );
  // Version 3 reports a response with another status than 200 as an error of the network, with the response in it.
  const [first] = error.errors ?? error.networkError.result.errors;
  assert.equal(first.extensions.code, "BAD_USER_INPUT");
});

test("a preview token shows a draft", async () => {
  const query = gql`query Draft($slug: String!) { post(slug: $slug) { id status } }`;
  const shown = await createClient(url, draft.token).query<Data>({ query, variables: { slug: draft.slug } });
  const hidden = await createClient(url).query<Data>({ query, variables: { slug: draft.slug } });
  assert.equal(shown.data.post.status, "DRAFT");
  assert.equal(hidden.data.post, null);
});

test("no cache has warned", () => {
  assert.deepEqual(warnings, []);
});
