// A subscription of Relay by WebSocket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { requestSubscription } from "relay-runtime";
import { WebSocket } from "ws";
import changesSubscription from "../relay/src/__generated__/changesSubscription.graphql";
import { createLiveEnvironment } from "../relay/src/live-environment";
import { assertDelivers, type Data, url } from "./support";

// Node 22 and browsers have their own.
globalThis.WebSocket ??= WebSocket as Data;

test("Relay delivers changes", async () => {
  const { environment, close } = createLiveEnvironment(url);
  await assertDelivers((after, received) => {
    const { dispose } = requestSubscription<Data>(environment, {
      subscription: changesSubscription,
      variables: { after },
      onNext: (data) => received.add(data?.changes.nodeId),
      onError: (error) => assert.fail(error),
    });
    return dispose;
  });
  close();
});
