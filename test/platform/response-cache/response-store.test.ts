// Admission and eviction of a full response store.
import assert from "node:assert/strict";
import { it } from "node:test";
import { type CachedResponse, ResponseStore } from "../../../src/platform/response-cache/response-store.js";

const response = (bytes: number): CachedResponse => ({
  body: Buffer.alloc(bytes),
  contentType: "application/json",
  etag: '"x"',
  headers: [],
  tags: ["post:1"],
  validUntil: Number.POSITIVE_INFINITY,
});

/** Holds ten responses of 10,000 bytes. */
function fullStore(): ResponseStore {
  const store = new ResponseStore(110_000);
  for (let i = 0; i < 10; i += 1) assert.ok(store.put(`stored ${i}`, response(10_000)));
  return store;
}

it("a full store evicts nothing for keys that are requested once", () => {
  const store = fullStore();
  for (let i = 0; i < 1_000; i += 1) assert.equal(store.put(`once ${i}`, response(10_000)), false);
  for (let i = 0; i < 10; i += 1) assert.ok(store.find(`stored ${i}`));
});

it("a full store evicts the least recently used response for a key that is requested a second time", () => {
  const store = fullStore();
  for (let i = 1; i < 10; i += 1) store.find(`stored ${i}`);
  store.put("twice", response(10_000));
  assert.equal(store.put("twice", response(10_000)), true);
  assert.ok(store.find("twice"));
  assert.equal(store.find("stored 0"), undefined);
  assert.ok(store.bytes <= 110_000);
});

it("a full store replaces the response of a key that it holds", () => {
  const store = fullStore();
  assert.equal(store.put("stored 3", response(10_500)), true);
  assert.equal(store.find("stored 3")?.body.length, 10_500);
});

it("deleting the responses of a tag makes room for keys that are requested once", () => {
  const store = fullStore();
  assert.equal(store.deleteTagged(["post:1"]), 10);
  assert.equal(store.bytes, 0);
  assert.equal(store.put("once", response(10_000)), true);
});
