// gql.tada: the types of documents and fragments, which the compiler checks, and the responses that they describe.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFragment, type VariablesOf } from "gql.tada";
import { latestPosts, postCard } from "../gql-tada/src/latest-posts";
import { createClient } from "../graphql-request/client";
import { url } from "./support";

test("a document is executed, and its result has the type that gql.tada infers", async () => {
  const variables: VariablesOf<typeof latestPosts> = { first: 3 };
  const { posts } = await createClient(url).request(latestPosts, variables);
  const cards = readFragment(postCard, posts.nodes);
  const dates: (string | null)[] = cards.map(({ publishedAt }) => publishedAt);
  const titles: string[] = cards.map(({ title }) => title);
  assert.deepEqual([dates.length, titles.length], [3, 3]);
  // @ts-expect-error The fragment does not select the slug.
  assert.equal(cards[0]?.slug, undefined);
  // @ts-expect-error The variable is an Int.
  const wrong: VariablesOf<typeof latestPosts> = { first: "3" };
  assert.ok(wrong);
});
