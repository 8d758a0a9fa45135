// Loaders batch with DataLoader, and the loads that begin in one tick end together, also when an earlier tick has already
// requested some of their keys. Otherwise one level of a query would split and take one statement for each part.
import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { clearLoaders, defineLoader, type LoaderOf } from "../../../src/platform/graphql/loader.js";

type Values = readonly (string | Error)[];

interface ManualBatch {
  keys: readonly string[];
  /** Ends the statement: with a value for each key, with the values given, or with a failure. */
  end(result?: Values | Error): void;
}

/** A loader whose statements end when the test says so. */
function createManualLoader(ctx: object = {}) {
  const batches: ManualBatch[] = [];
  const loaderOf = defineLoader<object, string, string>("valueByKey", (_ctx, keys) => {
    return new Promise<Values>((resolve, reject) => {
      const end = (result: Values | Error = keys.map((key) => `${key}!`)) =>
        result instanceof Error ? reject(result) : resolve(result);
      batches.push({ keys, end });
    });
  });
  const requested = () => batches.map(({ keys }) => keys);
  return { batches, requested, loaderOf, loader: loaderOf(ctx) };
}

it("requests each key once, however often and in however many ticks it is loaded", async () => {
  const { batches, requested, loader } = createManualLoader();
  const first = Promise.all(["a", "b", "a"].map((key) => loader.load(key)));
  await nextTurn();
  const second = Promise.all(["b", "c"].map((key) => loader.load(key)));
  await nextTurn();
  for (const { end } of batches) end();
  assert.deepEqual(await first, ["a!", "b!", "a!"]);
  assert.deepEqual(await second, ["b!", "c!"]);
  assert.equal(await loader.load("c"), "c!");
  assert.deepEqual(requested(), [["a", "b"], ["c"]]);
});

it("identifies keys that are objects by the function given to defineLoader", async () => {
  const requested: number[][] = [];
  const loaderOf = defineLoader<object, { n: number }, number>(
    "doubled",
    async (_ctx, keys) => {
      requested.push(keys.map(({ n }) => n));
      return keys.map(({ n }) => 2 * n);
    },
    ({ n }) => String(n),
  );
  assert.deepEqual(await loaderOf({}).loadMany([{ n: 1 }, { n: 2 }, { n: 1 }]), [2, 4, 2]);
  assert.deepEqual(requested, [[1, 2]]);
});

it("keeps the batches of different contexts separate", async () => {
  const { batches, requested, loaderOf, loader } = createManualLoader();
  const loads = [loader.load("a"), loaderOf({}).load("a")];
  await nextTurn();
  for (const { end } of batches) end();
  assert.deepEqual(await Promise.all(loads), ["a!", "a!"]);
  assert.deepEqual(requested(), [["a"], ["a"]]);
});

it("puts keys loaded in promise jobs of one tick into one batch", async () => {
  const { batches, requested, loader } = createManualLoader();
  const early = loader.load("a");
  const late = Promise.resolve().then(() => Promise.resolve().then(() => loader.load("b")));
  await nextTurn();
  batches[0]?.end();
  assert.deepEqual(await Promise.all([early, late]), ["a!", "b!"]);
  assert.deepEqual(requested(), [["a", "b"]]);
});

it("puts keys loaded during a dispatch into the next batch", async () => {
  const requested: string[][] = [];
  const loaderOf: LoaderOf<object, string, string> = defineLoader("parents", async (ctx, keys) => {
    requested.push([...keys]);
    const above = keys.filter((key) => key.length > 1).map((key) => key.slice(1));
    const parents: string[] = await loaderOf(ctx).loadMany(above);
    return keys.map((key) => `${key}:${parents.join("+")}`);
  });
  assert.deepEqual(await loaderOf({}).loadMany(["abc", "d"]), ["abc:bc:c:", "d:bc:c:"]);
  assert.deepEqual(requested, [["abc", "d"], ["bc"], ["c"]]);
});

for (const order of [
  [0, 1],
  [1, 0],
]) {
  it(`ends the loads of one tick together when their statements end in the order ${order}`, async () => {
    const { batches, loader } = createManualLoader();
    const early = loader.load("a");
    await nextTurn();
    const arrivals: string[] = [];
    const together = ["a", "b"].map((key) => loader.load(key).then((value) => arrivals.push(value)));
    await nextTurn();
    batches[order[0] ?? 0]?.end();
    await nextTurn();
    assert.deepEqual(arrivals, []);
    batches[order[1] ?? 0]?.end();
    await nextTurn();
    assert.deepEqual(arrivals, ["a!", "b!"]);
    await Promise.all([early, ...together]);
  });
}

it("lets the loads of one tick share one promise", async () => {
  const { batches, loader } = createManualLoader();
  const [first, second] = [loader.load("a"), loader.load("b")];
  assert.equal(first.arrival, second.arrival);
  assert.equal(first.map((value) => value.length).arrival, second.arrival);
  await nextTurn();
  batches[0]?.end();
  await first.arrival;
  assert.deepEqual([first.read(), second.read()], ["a!", "b!"]);
});

it("fails the loads of a failed statement and no others", async () => {
  const { batches, loader } = createManualLoader();
  const early = loader.load("a");
  await nextTurn();
  const later = loader.load("b");
  const shared = loader.load("a");
  await nextTurn();
  batches[0]?.end(new Error("lost"));
  batches[1]?.end();
  await assert.rejects(async () => early, /lost/);
  await assert.rejects(async () => shared, /lost/);
  assert.equal(await later, "b!");
});

it("fails a key whose value is an error, and no other key of its batch", async () => {
  const { batches, loader } = createManualLoader();
  const loads = ["a", "b", "c"].map((key) => loader.load(key));
  await nextTurn();
  batches[0]?.end(["a!", new Error("no b"), "c!"]);
  const results = await Promise.allSettled(loads);
  assert.deepEqual(
    results.map((result) => (result.status === "rejected" ? result.reason.message : result.value)),
    ["a!", "no b", "c!"],
  );
  await assert.rejects(async () => loader.load("b"), /no b/, "the error of a key is cached like a value");
});

for (const values of [[], ["a!"], ["a!", "b!", "c!"]]) {
  it(`fails both keys of a batch that returns ${values.length} values`, async () => {
    const { batches, loader } = createManualLoader();
    const loads = ["a", "b"].map((key) => loader.load(key));
    await nextTurn();
    batches[0]?.end(values);
    for (const load of loads) await assert.rejects(async () => load, /same length/);
  });
}

it("requests a key again after its whole batch has failed", async () => {
  const { batches, requested, loader } = createManualLoader();
  const first = loader.load("a");
  await nextTurn();
  batches[0]?.end(new Error("lost"));
  await assert.rejects(async () => first, /lost/);
  const second = loader.load("a");
  await nextTurn();
  batches[1]?.end();
  assert.equal(await second, "a!");
  assert.deepEqual(requested(), [["a"], ["a"]]);
});

it("leaves no unhandled rejection behind when failed loads are not read", async (t) => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  const { batches, loader } = createManualLoader();
  loader.load("a");
  await nextTurn();
  loader.loadMany(["a", "b"]);
  await nextTurn();
  batches[0]?.end(new Error("lost"));
  batches[1]?.end([new Error("no b")]);
  await nextTurn();
  await nextTurn();
  assert.deepEqual(unhandled, []);
});

it("loadMany returns the values in the order of the keys, with one value for each duplicate", async () => {
  const { batches, requested, loader } = createManualLoader();
  const many = loader.loadMany(["b", "a", "b"]);
  await nextTurn();
  batches[0]?.end();
  assert.deepEqual(await many, ["b!", "a!", "b!"]);
  assert.deepEqual(requested(), [["b", "a"]]);
});

it("loadMany returns an empty list for no keys, without a statement", async () => {
  const { requested, loader } = createManualLoader();
  assert.deepEqual(await loader.loadMany([]), []);
  assert.deepEqual(requested(), []);
});

it("loadMany fails if any of its keys fails", async () => {
  const { batches, loader } = createManualLoader();
  const many = loader.loadMany(["a", "b"]);
  await nextTurn();
  batches[0]?.end(["a!", new Error("no b")]);
  await assert.rejects(async () => many, /no b/);
});

it("clearLoaders makes the context read again what it had loaded before a write", async () => {
  const ctx = {};
  const { batches, requested, loaderOf } = createManualLoader(ctx);
  const before = loaderOf(ctx).load("a");
  await nextTurn();
  batches[0]?.end(["old"]);
  assert.equal(await before, "old");
  clearLoaders(ctx);
  const after = loaderOf(ctx).load("a");
  await nextTurn();
  batches[1]?.end(["new"]);
  assert.equal(await after, "new");
  assert.deepEqual(requested(), [["a"], ["a"]]);
});

it("clearLoaders keeps a statement that began earlier out of the loads that follow", async () => {
  const ctx = {};
  const { batches, loaderOf } = createManualLoader(ctx);
  const before = loaderOf(ctx).load("a");
  await nextTurn();
  clearLoaders(ctx);
  const after = loaderOf(ctx).load("a");
  await nextTurn();
  batches[1]?.end(["new"]);
  batches[0]?.end(["old"]);
  assert.deepEqual(await Promise.all([before, after]), ["old", "new"]);
});
