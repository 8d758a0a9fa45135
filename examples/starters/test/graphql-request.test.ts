// graphql-request with its default settings and by GET.
import assert from "node:assert/strict";
import { test } from "node:test";
import request, { ClientError, gql } from "graphql-request";
import { createClient, createGetClient } from "../graphql-request/client";
import { type Data, draft, recordFetch, url } from "./support";

const sent = recordFetch();

const SITE = gql`query Site($first: Int) { site { title } posts(first: $first) { nodes { id } } }`;

test("a query is executed with the default settings, by POST and by GET", async () => {
  const data = await request<Data>(url, SITE, { first: 2 });
  assert.equal(data.site.title, "回环地址");
  assert.equal(sent.at(-1)?.method, "POST");
  assert.deepEqual(await createGetClient(url).request(SITE, { first: 2 }), data);
  assert.equal(sent.at(-1)?.method, "GET");
  assert.equal((await createGetClient(url).request<Data>(gql`{ site { title } }`)).site.title, "回环地址");
});

test("an error of a query is told with its code", async () => {
  for (const client of [createClient(url), createGetClient(url)]) {
    const error = await client.request(gql`{ posts(first: 1000) { totalCount } }`).then(
      () => assert.fail("Expected an error."),
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof ClientError);
    assert.equal(error.response.errors?.[0]?.extensions.code, "BAD_USER_INPUT");
  }
});

test("a client that reads by GET sends mutations by POST", async () => {
  const mutation = gql`mutation { createTag(input: { name: "x" }) { tag { id } } }`;
  await assert.rejects(createGetClient(url).request(mutation), (error: Data) => error.response.status === 401);
  assert.equal(sent.at(-1)?.method, "POST");
});

test("a preview token shows a draft", async () => {
  const query = gql`query Draft($slug: String!) { post(slug: $slug) { status } }`;
  const shown = await createClient(url, draft.token).request<Data>(query, { slug: draft.slug });
  assert.equal(shown.post.status, "DRAFT");
  assert.deepEqual(await createClient(url).request(query, { slug: draft.slug }), { post: null });
});
