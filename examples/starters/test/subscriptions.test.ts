// Subscriptions of Apollo Client by WebSocket, and of urql by event stream.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gql } from "@apollo/client";
import { WebSocket } from "ws";
import { createLiveClient as createApollo } from "../apollo/subscriptions";
import { createLiveClient as createUrql } from "../urql/subscriptions";
import { assertDelivers, type Data, url } from "./support";

// Node 22 and browsers have their own.
globalThis.WebSocket ??= WebSocket as Data;

const CHANGES = gql`
  subscription Changes($after: String) {
    changes(after: $after, nodeTypes: [MENU]) { nodeId kind node { id } }
  }
`;

test("Apollo Client delivers changes, and still sends queries by HTTP", async () => {
  const { client, close } = createApollo(url);
  await assertDelivers((after, received) => {
    const changes = client.subscribe<Data>({ query: CHANGES, variables: { after } });
    const subscription = changes.subscribe({
      next: ({ data }) => received.add(data.changes.nodeId),
      error: (error) => assert.fail(error),
    });
    return () => subscription.unsubscribe();
  });
  const { data } = await client.query<Data>({ query: gql`{ site { title } }` });
  assert.ok(data.site.title);
  close();
});

test("urql delivers changes", async () => {
  const client = createUrql(url);
  await assertDelivers((after, received) => {
    const { unsubscribe } = client.subscription<Data>(CHANGES, { after }).subscribe(({ data, error }) => {
      assert.equal(error, undefined);
      received.add(data.changes.nodeId);
    });
    return unsubscribe;
  });
});
