// What a full store keeps, and what it lets go.
import assert from "node:assert/strict";
import { it } from "node:test";
import { type CachedResponse, ResponseStore } from "../../../src/platform/response-cache/response-store.js";

const response = (bytes: number): CachedResponse => ({
  body: Buffer.alloc(bytes),
  contentType: "application/json",
  etag: '"x"',
  headers: [],
  keys: ["post:1"],
  validUntil: Number.POSITIVE_INFINITY,
});

/** Holds ten of these. */
function fullStore(): ResponseStore {
  const store = new ResponseStore(110_000);
  for (let i = 0; i < 10; i += 1) assert.ok(store.put(`kept ${i}`, response(10_000)));
  return store;
}

it("a full store gives up nothing for questions that are asked once", () => {
  const store = fullStore();
  for (let i = 0; i < 1_000; i += 1) assert.equal(store.put(`once ${i}`, response(10_000)), false);
  for (let i = 0; i < 10; i += 1) assert.ok(store.find(`kept ${i}`));
});

it("a full store gives up what was not asked for lately for what is asked a second time", () => {
  const store = fullStore();
  for (let i = 1; i < 10; i += 1) store.find(`kept ${i}`);
  store.put("twice", response(10_000));
  assert.equal(store.put("twice", response(10_000)), true);
  assert.ok(store.find("twice"));
  assert.equal(store.find("kept 0"), undefined);
  assert.ok(store.bytes <= 110_000);
});

it("an answer that is kept is renewed where the store is full", () => {
  const store = fullStore();
  assert.equal(store.put("kept 3", response(10_500)), true);
  assert.equal(store.find("kept 3")?.body.length, 10_500);
});

it("what a change concerns makes room for what is asked once", () => {
  const store = fullStore();
  assert.equal(store.forget(["post:1"]), 10);
  assert.equal(store.bytes, 0);
  assert.equal(store.put("once", response(10_000)), true);
});
