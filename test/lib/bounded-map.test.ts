// BoundedMap: it stays within its maximum size and evicts unused entries.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BoundedMap } from "../../src/lib/bounded-map.js";

const SIZE = 100;

/** How many of the keys are found, without using them: only the last look at a map may do this. */
const countFound = (map: BoundedMap<number, string>, keys: readonly number[]): number =>
  keys.filter((key) => map.get(key) !== undefined).length;

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe("BoundedMap", () => {
  it("returns the value that was set last for a key", () => {
    const map = new BoundedMap<string, number>(SIZE);
    assert.equal(map.get("a"), undefined);
    map.set("a", 1);
    map.set("a", 2);
    assert.equal(map.get("a"), 2);
  });

  it("holds between half of its maximum size and all of it", () => {
    for (const written of [60, 100, 149, 151, 1_000, 1_024]) {
      const map = new BoundedMap<number, string>(SIZE);
      const keys = range(0, written);
      for (const key of keys) map.set(key, "value");
      const newest = keys.slice(-SIZE / 2);
      assert.equal(countFound(map, newest), newest.length, `the newest of ${written} are found`);
      assert.equal(countFound(map, keys.slice(0, -SIZE)), 0, `the oldest of ${written} are evicted`);
    }
  });

  it("keeps an entry in use, however many new keys are set", () => {
    const map = new BoundedMap<number, string>(SIZE);
    map.set(-1, "in use");
    for (const key of range(0, 10_000)) {
      map.set(key, "flood");
      if (key % 40 === 0) assert.equal(map.get(-1), "in use");
    }
    assert.equal(map.get(-1), "in use");
  });

  it("returns the newer of two values of a key when the older one is still in the old generation", () => {
    const map = new BoundedMap<number, string>(SIZE);
    for (const key of range(0, SIZE / 2)) map.set(key, "old");
    map.set(SIZE, "next generation");
    map.set(0, "new");
    assert.equal(map.get(0), "new");
  });

  it("creates a value once while the entry is in the map", () => {
    const map = new BoundedMap<string, object>(SIZE);
    let created = 0;
    const create = () => {
      created += 1;
      return {};
    };
    assert.equal(map.getOrCreate("a", create), map.getOrCreate("a", create));
    assert.equal(created, 1);
  });

  it("rejects a maximum size that is not an integer of at least 2", () => {
    for (const size of [0, 1, 2.5, -4]) assert.throws(() => new BoundedMap(size), RangeError);
  });
});
