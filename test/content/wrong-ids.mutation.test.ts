// A wrong id among many is named: its place in the list is the end of the error's path and, with the id, part of the message.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author());
});
after(() => app.close());

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const post = () => ({ title: "Wrong", body: { source: "x" }, authorIds: [authorId] });

/** The lists of ids in inputs of creations: the type of their ids, the other fields of the input, and a way to make an object. */
const LISTS: [mutation: string, field: string, type: NodeType, rest: () => object, make: () => Promise<string>][] = [
  ["createPost", "categoryIds", "Category", post, () => make.category()],
  ["createPost", "tagIds", "Tag", post, () => make.tag()],
  ["createPost", "authorIds", "Author", post, () => make.author()],
  ["createSeries", "postIds", "Post", () => ({ title: "Wrong" }), async () => (await make.post()).id],
];

for (const [mutation, field, type, rest, makeOne] of LISTS) {
  describe(`${mutation}: ${field}`, () => {
    it(`${field} of ${mutation} names each wrong id and its place`, async () => {
      const right = async () => encodeGlobalId(type, await makeOne());
      const [one, two, three] = [await right(), await right(), await right()];
      const wrong: [string, string, RegExp][] = [
        ["nonsense", "INVALID", /index \d+.*"nonsense"/],
        ["x".repeat(5_000), "INVALID", /index \d+.*"x{60}…"/],
        [encodeGlobalId("Series", UNKNOWN), "INVALID", /index \d+.*an id of Series/],
        [encodeGlobalId(type, UNKNOWN), "NOT_FOUND", /index \d+/],
      ];
      for (const [value, code, message] of wrong) {
        for (const [values, place] of [
          [[one, two, value, three], 2],
          [[value], 0],
          [[one, two, three, value], 3],
          // An author may not be repeated; other ids count once.
          [type === "Author" ? [one, two, three, value] : [one, one, two, value], 3],
        ] as const) {
          const { errors } = await app.mutate(EDITOR, mutation, { ...rest(), [field]: values });
          assert.deepEqual(
            errors.map((error) => [error.code, error.path]),
            [[code, ["input", field, String(place)]]],
          );
          const text = errors[0]?.message ?? "";
          assert.match(text, message);
          assert.ok(text.includes(`index ${place}`) && (value.length > 60 || text.includes(value)), text);
        }
      }
    });

    it(`${field} of ${mutation} names all wrong ids at once`, async () => {
      const values = [encodeGlobalId(type, UNKNOWN), "nonsense", encodeGlobalId(type, await makeOne()), ""];
      const { errors } = await app.mutate(EDITOR, mutation, { ...rest(), [field]: values });
      const found = errors.map(({ code, path }) => `${code} ${path?.at(-1)}`).sort();
      assert.deepEqual(found, ["INVALID 1", "INVALID 3", "NOT_FOUND 0"]);
    });
  });
}

it("a part of another series is named by its place", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) ids.push(encodeGlobalId("Post", (await make.post()).id));
  await app.accepted(EDITOR, "createSeries", { title: "Has them", postIds: ids.slice(1) });
  assert.deepEqual(await app.refused(EDITOR, "createSeries", { title: "Wants them", postIds: ids }), [
    "INVALID input.postIds.1",
    "INVALID input.postIds.2",
  ]);
});

it("a wrong id in a list of a filter is named with its place in the message", async () => {
  const tag = encodeGlobalId("Tag", await make.tag());
  for (const [wrong, expected] of [
    ["nonsense", /"filter\.tags\.anyOf" at index 2, got "nonsense"/],
    [encodeGlobalId("Post", UNKNOWN), /"filter\.tags\.anyOf" at index 2, got ".{23}" of type Post/],
  ] as const) {
    const filter = { tags: { anyOf: [tag, tag, wrong] } };
    const query = "query($filter: PostFilter) { posts(filter: $filter) { totalCount } }";
    const { errors } = await app.executeAs(null, query, { filter });
    assert.match(errors[0]?.message ?? "", expected);
  }
});

it("a single wrong id is named in the message", async () => {
  const { errors } = await app.mutate(EDITOR, "trashPost", { id: "nonsense", expectedVersion: 1 });
  assert.deepEqual([errors[0]?.path, errors[0]?.message.includes('"nonsense"')], [["input", "id"], true]);
});
