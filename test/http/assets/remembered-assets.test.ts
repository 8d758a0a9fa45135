// What is remembered of assets: never longer than until the next event, and nothing while events may be missing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import type { DeliveredAsset } from "../../../src/http/assets/asset-access.js";
import { RememberedAssets } from "../../../src/http/assets/remembered-assets.js";
import { InvalidationFeed } from "../../../src/platform/events/invalidation-feed.js";
import type { StoredEvent } from "../../../src/platform/events/outbox.js";

const ASSET: DeliveredAsset = {
  ...{ key: "k", contentVersion: 1, contentType: "image/png", fileName: "a.png", byteSize: 1, picture: null },
  ...{ focalPoint: null, originalKey: "o", variantFolder: "v", isPublic: true },
};

function setUp() {
  const feed = new InvalidationFeed(pino({ level: "silent" }));
  let isInSync = true;
  feed.useDispatcher({ isInSyncAt: () => isInSync });
  let next: DeliveredAsset | null = ASSET;
  let look: Promise<unknown> = Promise.resolve();
  const state = { lookUps: 0 };
  const assets = new RememberedAssets(feed, async () => {
    state.lookUps += 1;
    const found = next;
    await look;
    return found;
  });
  const event = (id: number) =>
    feed.listener.handle([{ id: String(id), type: "post.updated", payload: {} } as unknown as StoredEvent]);
  return {
    ...{ assets, event, state },
    sync: (value: boolean) => {
      isInSync = value;
    },
    find: async (asset: DeliveredAsset | null = ASSET) => {
      next = asset;
      return assets.find("k");
    },
    during: (work: Promise<unknown>) => {
      look = work;
    },
  };
}

test("an asset is looked up once, until an event", async () => {
  const { find, event, state } = setUp();
  for (let time = 0; time < 3; time++) assert.deepEqual(await find(), ASSET);
  assert.equal(state.lookUps, 1);
  await event(1);
  assert.equal((await find({ ...ASSET, isPublic: false }))?.isPublic, false);
  assert.equal(state.lookUps, 2);
});

test("what does not exist or is hidden is looked up each time", async () => {
  for (const asset of [null, { ...ASSET, isPublic: false }]) {
    const { find, state } = setUp();
    for (let time = 0; time < 3; time++) assert.deepEqual(await find(asset), asset);
    assert.equal(state.lookUps, 3);
  }
});

test("nothing is used or remembered while events may be missing", async () => {
  const { find, state, sync } = setUp();
  await find();
  sync(false);
  assert.equal((await find({ ...ASSET, isPublic: false }))?.isPublic, false);
  sync(true);
  await find();
  assert.equal(state.lookUps, 2);
});

test("what was read before an event is not remembered", async () => {
  const { find, event, state, during } = setUp();
  let end: (() => void) | undefined;
  during(
    new Promise<void>((resolve) => {
      end = resolve;
    }),
  );
  const first = find();
  await event(1);
  end?.();
  assert.deepEqual(await first, ASSET);
  await find();
  assert.equal(state.lookUps, 2);
});
