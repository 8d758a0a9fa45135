// What batches rest on: loads that begin together end together, also where some of them were begun before by others.
// Were it otherwise, one level of a query would come apart and take a statement for each part.
import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { defineLoader } from "../../../src/platform/graphql/loader.js";

/** A loader whose statements end when the test says so. */
function createManualLoader() {
  const batches: { keys: readonly string[]; end: (error?: Error) => void }[] = [];
  const loader = defineLoader<object, string, string>(
    "valueByKey",
    (_ctx, keys) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error === undefined ? resolve(keys.map((key) => `${key}!`)) : reject(error));
        batches.push({ keys, end });
      }),
  );
  return { batches, loader: loader({}) };
}

it("asks once for a key, however often and in however many ticks it is loaded", async () => {
  const { batches, loader } = createManualLoader();
  const first = Promise.all(["a", "b", "a"].map((key) => loader.load(key)));
  await turn();
  const second = Promise.all(["b", "c"].map((key) => loader.load(key)));
  await turn();
  for (const { end } of batches) end();
  assert.deepEqual(await first, ["a!", "b!", "a!"]);
  assert.deepEqual(await second, ["b!", "c!"]);
  const third = loader.load("c");
  assert.equal(await third, "c!");
  assert.deepEqual(
    batches.map(({ keys }) => keys),
    [["a", "b"], ["c"]],
  );
});

for (const order of [
  [0, 1],
  [1, 0],
]) {
  it(`ends the loads of one tick together, statements ending in the order ${order}`, async () => {
    const { batches, loader } = createManualLoader();
    const early = loader.load("a");
    await turn();
    const arrivals: string[] = [];
    const together = ["a", "b"].map((key) => loader.load(key).then((value) => arrivals.push(value)));
    await turn();
    batches[order[0] ?? 0]?.end();
    await turn();
    assert.deepEqual(arrivals, []);
    batches[order[1] ?? 0]?.end();
    await turn();
    assert.deepEqual(arrivals, ["a!", "b!"]);
    await Promise.all([early, ...together]);
  });
}

it("fails the loads of a failed statement and no others", async () => {
  const { batches, loader } = createManualLoader();
  const early = loader.load("a");
  await turn();
  const later = loader.load("b");
  const shared = loader.load("a");
  await turn();
  batches[0]?.end(new Error("lost"));
  batches[1]?.end();
  await assert.rejects(async () => early, /lost/);
  await assert.rejects(async () => shared, /lost/);
  assert.equal(await later, "b!");
});
