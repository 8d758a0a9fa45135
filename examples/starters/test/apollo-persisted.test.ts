// Persisted documents of Apollo Client 4: automatic ones by GET, and trusted ones from the manifest of Apollo's tool.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApolloClient, InMemoryCache } from "@apollo/client";
import { createAutomaticLink } from "../apollo/automatic";
import { LATEST_POSTS } from "../apollo/latest-posts";
import { createTrustedLink } from "../apollo/trusted";
import { type Data, recordFetch, trustedUrl, url } from "./support";

const sent = recordFetch();

const read = (link: ReturnType<typeof createAutomaticLink>) =>
  new ApolloClient({ cache: new InMemoryCache(), link }).query<Data>({ query: LATEST_POSTS, variables: { first: 3 } });

test("an automatic persisted query is sent once, and then named by GET", async () => {
  sent.length = 0;
  const first = await read(createAutomaticLink(url));
  const second = await read(createAutomaticLink(url));
  assert.equal(first.data.posts.edges.length, 3);
  assert.deepEqual(second.data, first.data);
  const methods = sent.map(({ method }) => method);
  assert.equal(methods.at(-1), "GET");
  assert.equal(sent.at(-1)?.url.searchParams.has("query"), false);
});

test("a trusted document is executed by its id in the manifest", async () => {
  sent.length = 0;
  const { data } = await read(createTrustedLink(trustedUrl));
  assert.equal(data.posts.edges.length, 3);
  assert.deepEqual(
    sent.map(({ body }) => body.query),
    [undefined],
  );
});
