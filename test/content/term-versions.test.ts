// Versions of categories, tags, authors and series: a write that is based on an older version is refused, each accepted write makes one
// version, and a write that changes nothing stores nothing.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { batches, importedPost, importInto, term } from "../intake/importers/import-fixture.js";
import { readPropertyRuns } from "../support/environment.js";
import { ADMIN, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Versioned {
  id: string;
  version: number;
}
type Input = Record<string, unknown>;

let made = 0;
const write = <Result = Versioned>(name: string, input: Input, selection = "{ id version }"): Promise<Result> =>
  app.accepted<Result>(ADMIN, name, input, selection);

interface Noun {
  noun: string;
  /** The mutation, and changes that each differ from the object as it was created. */
  changes: readonly [mutation: string, change: () => Promise<Input>][];
  create(name: string): Promise<Versioned>;
}

const posts = async (...slugs: string[]): Promise<string[]> =>
  (await make.posts(slugs.map((slug) => ({ slug })))).map(({ id }) => encodeGlobalId("Post", id));

const named = (noun: string) => ({
  noun,
  create: (name: string) => write(`create${noun}`, { name }),
  changes: [
    [`update${noun}`, async () => ({ name: `Renamed ${++made}` })],
    [`update${noun}`, async () => ({ slug: `moved-${++made}` })],
  ] as [string, () => Promise<Input>][],
});
const category = named("Category");

const NOUNS: readonly Noun[] = [
  {
    ...category,
    changes: [
      ...category.changes,
      ["moveCategory", async () => ({ parentId: encodeGlobalId("Category", await make.category()) })],
    ],
  },
  named("Tag"),
  named("Author"),
  {
    noun: "Series",
    create: (name) => write("createSeries", { title: name }),
    changes: [
      ["updateSeries", async () => ({ title: `Renamed ${++made}` })],
      ["updateSeries", async () => ({ postIds: await posts(`part-${++made}`) })],
    ],
  },
];

const CONFLICT =
  "errors { __typename code path message ... on VersionConflict { expectedVersion actualVersion current { id } node { id } } }";

for (const { noun, create, changes } of NOUNS) {
  const lower = noun.toLowerCase();
  const article = noun === "Author" ? "an" : "a";

  describe(`the version of ${article} ${lower}`, () => {
    for (const [index, [mutation, change]] of changes.entries()) {
      it(`${mutation} refuses a version that is not the current one, and names the current one (${index})`, async () => {
        const { id } = await create(`Stale ${lower} ${index}`);
        await write(mutation, { id, expectedVersion: 1, ...(await change()) });
        for (const expectedVersion of [1, 3, 0, -1, 2 ** 31 - 1]) {
          const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
          const before = await app.fingerprint();
          const { data } = await app.executeAs<Record<string, Input>>(
            ADMIN,
            `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${lower} { id } ${CONFLICT} } }`,
            { input: { id, expectedVersion, ...(mutation === "moveCategory" ? {} : { slug: "stale" }) } },
          );
          assert.deepEqual(await app.fingerprint(), before);
          const conflict = {
            __typename: "VersionConflict",
            code: "VERSION_CONFLICT",
            path: ["input", "expectedVersion"],
            message: `Expected version ${expectedVersion} of the ${lower}, but it is at version 2.`,
            expectedVersion,
            actualVersion: 2,
            current: null,
            node: { id },
          };
          assert.deepEqual(data?.[mutation], { [lower]: null, errors: [conflict] });
        }
      });

      it(`${mutation} makes one version, and none if it changes nothing (${index})`, async () => {
        const { id, version } = await create(`Unchanged ${lower} ${index}`);
        assert.equal(version, 1);
        const input = { id, ...(await change()) };
        assert.equal((await write(mutation, { ...input, expectedVersion: 1 })).version, 2);
        const stored = await app.fingerprint();
        for (const same of [input, { id, ...(mutation === "moveCategory" && input) }]) {
          assert.equal((await write(mutation, { ...same, expectedVersion: 2 })).version, 2);
        }
        assert.deepEqual(await app.fingerprint(), stored);
      });
    }

    it(`of two concurrent writers of one version of ${article} ${lower}, exactly one succeeds`, async () => {
      const writers = fc.array(fc.nat({ max: changes.length - 1 }), { minLength: 2, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(writers, async (indexes) => {
          const { id } = await create(`Contested ${lower} ${++made}`);
          const inputs: [string, Input][] = [];
          for (const index of indexes) {
            const [mutation, change] = changes[index] ?? ["", async () => ({})];
            inputs.push([mutation, { id, expectedVersion: 1, ...(await change()) }]);
          }
          const last = (await app.events()).at(-1)?.id;
          const outcomes = await Promise.all(
            inputs.map(([mutation, input]) => app.mutate<Versioned>(ADMIN, mutation, input, "{ id version }")),
          );
          const codes = outcomes.flatMap(({ errors }) => errors.map(({ code }) => code));
          assert.deepEqual(codes, Array(indexes.length - 1).fill("VERSION_CONFLICT"));
          assert.deepEqual(
            outcomes.flatMap(({ result }) => result?.version ?? []),
            [2],
          );
          assert.equal((await app.events(last)).length, 1);
        }),
        { numRuns: 10, ...readPropertyRuns() },
      );
    });
  });
}

describe("the order of a series", () => {
  it("of two editors who add a part each to the same order, the second is refused and no part is lost", async () => {
    const [one, two, three, four] = await posts("order-1", "order-2", "order-3", "order-4");
    const { id } = await write("createSeries", { title: "Order", postIds: [one, two] });
    const parts = "{ id version entries { post { id } } }";
    const first = await write<Versioned & { entries: { post: { id: string } }[] }>(
      "updateSeries",
      { id, expectedVersion: 1, postIds: [one, two, three] },
      parts,
    );
    const second = { id, expectedVersion: 1, postIds: [one, two, four] };
    assert.deepEqual(await app.refused(ADMIN, "updateSeries", second), ["VERSION_CONFLICT input.expectedVersion"]);
    assert.deepEqual(
      first.entries.map(({ post }) => post.id),
      [one, two, three],
    );
    assert.equal(first.version, 2);
    const reordered = { id, expectedVersion: 2, postIds: [two, one, three] };
    assert.equal((await write("updateSeries", reordered)).version, 3);
  });

  it("an import that changes the parts of a series makes a version, and a repeated one does not", async () => {
    const part = (position: number, title = "Part") =>
      importedPost(`imported-${position}`, { title, series: { ...term("imported-series"), position } });
    const importParts = (...numbers: number[]) =>
      importInto(app.dataSource, batches(...numbers.map((number) => ({ kind: "post" as const, post: part(number) }))));
    const version = async (): Promise<number> => {
      const [row] = await app.dataSource.query("select version from series where slug = 'imported-series'");
      return row.version;
    };
    await importParts(1, 2);
    const first = await version();
    await importParts(1, 2);
    assert.equal(await version(), first);
    await importParts(1, 2, 3);
    assert.equal(await version(), first + 1);
    const renamed = [{ kind: "post" as const, post: part(3, "Renamed") }];
    await importInto(app.dataSource, batches(...renamed));
    assert.equal(await version(), first + 1);
  });
});

const MERGED = (mutation: string, object: string) => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { object: ${object} { id version } mergedId errors { code } } }`;
};

describe("merges", () => {
  for (const [noun, mutation] of [
    ["Tag", "mergeTags"],
    ["Category", "mergeCategories"],
  ] as const) {
    it(`${mutation} names the object that ended, and makes a version of the target`, async () => {
      const [source, target] = [
        await write(`create${noun}`, { name: `Merged ${noun}` }),
        await write(`create${noun}`, { name: `Target ${noun}` }),
      ];
      const merge = async () => {
        const input = { sourceId: source.id, targetId: target.id };
        const { data } = await app.executeAs<Record<string, object>>(ADMIN, MERGED(mutation, noun.toLowerCase()), {
          input,
        });
        return data?.payload;
      };
      assert.deepEqual(await merge(), { object: { id: target.id, version: 2 }, mergedId: source.id, errors: [] });
      assert.deepEqual(await merge(), { object: null, mergedId: null, errors: [{ code: "NOT_FOUND" }] });
    });
  }
});
