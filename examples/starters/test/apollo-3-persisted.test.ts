// Automatic persisted queries of Apollo Client 3, by GET.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ApolloClient, HttpLink, InMemoryCache } from "apollo-client-3/core";
import { createPersistedQueryLink } from "apollo-client-3/link/persisted-queries";
import { LATEST_POSTS } from "../apollo/latest-posts";
import { recordFetch, url } from "./support";

const sent = recordFetch();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function createClient() {
  const link = createPersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(new HttpLink({ uri: url }));
  return new ApolloClient({ cache: new InMemoryCache(), link });
}

test("an automatic persisted query is sent once, and then named by GET", async () => {
  for (const round of [1, 2]) {
    const { data } = await createClient().query({ query: LATEST_POSTS, variables: { first: round } });
    assert.equal(data.posts.edges.length, round);
  }
  assert.equal(sent.at(-1)?.method, "GET");
  assert.equal(sent.at(-1)?.url.searchParams.has("query"), false);
});
