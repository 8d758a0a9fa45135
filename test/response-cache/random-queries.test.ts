// Random queries of the whole schema through the response cache, with random writes between them: after each write a cached
// response must be, byte for byte, what executing the query gives. The queries give every argument that the schema has, so a
// filter, an order or a field without its cache tags shows here as a stale response.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { isInputObjectType } from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { readArgumentValues } from "../graph/argument-values.js";
import type { Operation } from "../graph/operation-printer.js";
import { arbitraryOperation } from "../graph/random-query.js";
import { buildTestSite, categoryPaths, postSlug } from "../graph/test-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { WIDE_LIMITS } from "../support/limits.js";
import { chanceFrom, POST_FIELDS } from "../support/mutation-cases.js";
import { type SendMutation, updateFieldAtRandom, writeAtRandom } from "./random-write.js";

/** Large queries reach every field, but depend on so much that most writes evict their responses. */
const LARGE = { numRuns: 20, limits: { depth: 5, breadth: 3, objects: 100 } };
/** Of many small queries the shortest with each argument: their responses depend on little else and stay in the cache. */
const SMALL = { numRuns: 1_200, limits: { depth: 1, breadth: 1, objects: 40 } };
const SMALL_PER_ARGUMENT = 6;
/** Beside one change of each field of a post, and two of its body, from which most else is derived. */
const WRITES = usualRuns(6);
/** Queries under way at once: fewer than the service admits. */
const CONCURRENCY = 8;
/** Its statistics are read again after a second at most, with no event, so that a response may lag by that long. */
const HAS_NO_EVENT = /\bdidYouMean\b/;
/** What a write may rename something to: slugs that queries name. */
const SLUGS = [postSlug(0, 1), postSlug(1, 2), "common", "topic-0", "editor", "course-1", "none", ...categoryPaths(0)];

const schema = createSchema();
let app: TestApp;
let token: string;
let executed = 0;

before(async () => {
  app = await startTestApp({
    ...WIDE_LIMITS,
    CACHE_BYTES: "134217728",
    EXPOSE_CACHE_STATUS: "1",
    EXPOSE_SQL_COUNT: "0",
  });
  await buildTestSite(app.dataSource, { scale: 1 });
  token = await app.tokenFor("ADMIN");
});
after(() => app.close());

interface Response {
  text: string;
  isHit: boolean;
}

async function send({ document, variables }: Operation): Promise<Response> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: document, variables }),
  });
  return { text: await response.text(), isHit: response.headers.get("cache-status") === "colophon; hit" };
}

/** A variable that the document does not declare makes it a request of its own, whose response is in no cache. */
async function sendUncached({ document, variables }: Operation): Promise<string> {
  executed += 1;
  const { text, isHit } = await send({ document, variables: { ...variables, executed } });
  assert.ok(!isHit, "The request that is compared with was a cache hit.");
  return text;
}

function shortestOfEachArgument(operations: readonly Operation[]): Operation[] {
  const texts = new Map(
    operations.map((operation) => [operation, operation.document + JSON.stringify(operation.variables)]),
  );
  const byArgument = new Map<string, Operation[]>();
  for (const [operation, text] of [...texts].sort(([, one], [, other]) => one.length - other.length)) {
    for (const name of new Set([...text.matchAll(NAME)].map(([, argument, value = ""]) => argument ?? value))) {
      const shortest = byArgument.get(name) ?? [];
      if (shortest.length < SMALL_PER_ARGUMENT) byArgument.set(name, [...shortest, operation]);
    }
  }
  return [...new Set([...byArgument.values()].flat())];
}

/** An argument or input field, and neither an alias nor a variable of the printer; or a value of an enum, such as of an order. */
const NAME = /\b(?![av]\d+\b)(\w+)"?:|(?<=[:[]\s*"?)([A-Z][A-Z_]+)\b/g;

interface Check {
  wasHit: boolean;
  /** Null if the response is fresh. */
  stale: string | null;
}

/** A scheduled post may appear between the two requests and make them differ once; a stale response stays different. */
async function check(operation: Operation): Promise<Check> {
  const first = await send(operation);
  if (!first.isHit) return { wasHit: false, stale: null };
  let [cached, fresh] = [first.text, await sendUncached(operation)];
  for (let attempt = 0; attempt < 5 && cached !== fresh; attempt += 1) {
    [cached, fresh] = [(await send(operation)).text, await sendUncached(operation)];
  }
  return { wasHit: true, stale: cached === fresh ? null : describeStale(operation, cached, fresh) };
}

function describeStale({ document, variables }: Operation, cached: string, fresh: string): string {
  const at = [...cached].findIndex((character, index) => character !== fresh[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
  return `${document}\n${JSON.stringify(variables)}\ncached: …${around(cached)}…\nexecuted: …${around(fresh)}…`;
}

async function inBatches<T>(
  operations: readonly Operation[],
  work: (operation: Operation) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  const remaining = operations.entries();
  const worker = async () => {
    for (const [index, operation] of remaining) results[index] = await work(operation);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}

const sendMutation: SendMutation = async (name, input) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  await app.send(document, { input }, { token });
};

it("a cached response of a random query equals its execution after every random write", async (t) => {
  const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = WRITES } = readPropertyRuns();
  const argumentValues = await readArgumentValues(app);
  const sample = ({ numRuns, limits }: typeof LARGE): Operation[] =>
    fc
      .sample(arbitraryOperation(schema, argumentValues, limits), { seed, numRuns })
      .filter(({ document }) => !HAS_NO_EVENT.test(document));
  const operations = [...sample(LARGE), ...shortestOfEachArgument(sample(SMALL))];
  const chance = chanceFrom(seed);
  const writes = [
    ...POST_FIELDS.map(
      (field) => () => updateFieldAtRandom(app.dataSource, chance, sendMutation, { field, slugs: SLUGS }),
    ),
    ...Array.from({ length: numRuns }, () => () => writeAtRandom(app.dataSource, chance, sendMutation, SLUGS)),
  ];
  let hits = 0;
  await inBatches(operations, send);
  for (const write of writes) {
    const sent = await write();
    const checks = await inBatches(operations, check);
    const stale = checks.flatMap((each) => each.stale ?? []);
    assert.deepEqual(
      stale,
      [],
      `Stale after ${sent} (COLOPHON_SEED=${seed}). Does the field or filter add its cache tags?`,
    );
    hits += checks.filter(({ wasHit }) => wasHit).length;
  }
  t.diagnostic(`COLOPHON_SEED=${seed}: ${hits} of ${writes.length * operations.length} responses were compared`);
  assert.ok(
    hits >= (writes.length * operations.length) / 10,
    `Only ${hits} responses stayed in the cache across a write.`,
  );
});

it("the random writes set every field of a post", () => {
  const input = schema.getType("UpdatePostInput");
  assert.ok(isInputObjectType(input));
  assert.deepEqual(
    Object.keys(input.getFields())
      .filter((name) => !["id", "expectedVersion"].includes(name))
      .sort(),
    [...POST_FIELDS].sort(),
    "Add the field to POST_FIELD_VALUES in test/support/mutation-cases.ts.",
  );
});
