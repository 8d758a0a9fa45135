// GraphQL Code Generator: the client preset, whose schema is read from the running service, and the types of typescript-operations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "graphql-request";
import { execute, executeTrusted } from "../codegen/src/execute";
import { createTrustedClient } from "../codegen/src/graphql-request";
import { latestPosts } from "../codegen/src/latest-posts";
import { LatestPostsDocument } from "./__generated__/graphql";
import type { LatestPostsQuery, LatestPostsQueryVariables } from "./__generated__/operations";
import { draft, recordFetch, trustedUrl, url } from "./support";

const sent = recordFetch();

test("a document is executed, and its result has the generated type", async () => {
  const { posts } = await execute(latestPosts, { first: 2 }, { url });
  const titles: string[] = posts.nodes.map(({ title }) => title);
  const dates: (string | null)[] = posts.nodes.map(({ publishedAt }) => publishedAt ?? null);
  assert.deepEqual([titles.length, dates.length], [2, 2]);
  // @ts-expect-error The query does not select the slug.
  assert.equal(posts.nodes[0]?.slug, undefined);
});

test("a trusted document is executed by its id, by GET", async () => {
  const { posts } = await executeTrusted(latestPosts, { first: 2 }, { url: trustedUrl });
  assert.equal(posts.nodes.length, 2);
  assert.equal(sent.at(-1)?.method, "GET");
});

test("a trusted document is executed by its id, by graphql-request", async () => {
  const { posts } = await createTrustedClient(trustedUrl)(latestPosts, { first: 2 });
  assert.equal(posts.nodes.length, 2);
  assert.match(sent.at(-1)?.body.documentId ?? "", /^sha256:/);
});

test("a preview token shows a draft, and nothing else that is hidden", async () => {
  const { posts } = await execute(latestPosts, { first: 100 }, { url, previewToken: draft.token });
  assert.deepEqual(posts, (await execute(latestPosts, { first: 100 }, { url })).posts);
});

test("the types of typescript-operations are those of the response", async () => {
  const variables: LatestPostsQueryVariables = { first: 1 };
  const { posts } = await request<LatestPostsQuery>(url, LatestPostsDocument, variables);
  const name: string | undefined = posts.nodes[0]?.author.name;
  assert.equal(typeof name, "string");
});
