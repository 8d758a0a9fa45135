// Look-ups share batches under load, start at once without load, and fail together.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BatchedLookUps } from "../../src/lib/batched-look-ups.js";

interface Loading {
  keys: readonly number[];
  finish(): void;
  fail(error: Error): void;
}

function lookUps(maxRunning: number, maxKeys: number) {
  const loading: Loading[] = [];
  const load = (keys: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      loading.push({ keys, finish: () => resolve(keys.map((key) => key * 10)), fail: reject });
    });
  return { loading, batched: new BatchedLookUps<number, number>({ load, maxRunning, maxKeys }) };
}

/** Lets promises that are settled take effect. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("batched look-ups", () => {
  it("start at once, and share the next batches while as many as allowed are running", async () => {
    const { loading, batched } = lookUps(2, 3);
    const found = [1, 2, 3, 4, 5, 6].map((key) => batched.find(key));
    assert.deepEqual(
      loading.map(({ keys }) => keys),
      [[1], [2]],
    );
    loading[1]?.finish();
    await settled();
    assert.deepEqual(loading[2]?.keys, [3, 4, 5]);
    for (const index of [0, 2]) loading[index]?.finish();
    await settled();
    assert.deepEqual(loading[3]?.keys, [6]);
    loading[3]?.finish();
    assert.deepEqual(await Promise.all(found), [10, 20, 30, 40, 50, 60]);
  });

  it("fail together with their batch, and the next batch is started", async () => {
    const { loading, batched } = lookUps(1, 10);
    const found = [1, 2, 3].map((key) => batched.find(key));
    loading[0]?.fail(new Error("down"));
    await assert.rejects(found[0] as Promise<number>, /down/);
    await settled();
    assert.deepEqual(loading[1]?.keys, [2, 3]);
    loading[1]?.finish();
    assert.deepEqual(await Promise.all(found.slice(1)), [20, 30]);
  });
});
