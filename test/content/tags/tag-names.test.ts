// Tags of posts by name: found without case and width, also by the name that a tag had before, or made, once, by those who may.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let author: string;

before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
  author = await make.author("Tagger");
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Tagged {
  id: string;
  version: number;
  tags: { id: string; name: string; slug: string }[];
}
const POST = "{ id version tags { id name slug } }";
const input = (more: Record<string, unknown>) => ({
  ...{ title: "Tagged", body: { source: "x" }, authorIds: [encodeGlobalId("Author", author)] },
  ...more,
});
const create = (more: Record<string, unknown>): Promise<Tagged> =>
  app.accepted(EDITOR, "createPost", input(more), POST);
const namesOf = ({ tags }: Tagged): string[] => tags.map(({ name }) => name);
const tagged = async (...names: string[]): Promise<string[]> => namesOf(await create({ tagNames: names }));
const tag = async (name: string, slug?: string): Promise<string> =>
  (await app.accepted<{ id: string }>(EDITOR, "createTag", { name, slug })).id;
const count = async (name: string): Promise<number> =>
  (await app.dataSource.query("select 1 from tag where name = $1", [name])).length;

describe("tagNames find a tag", () => {
  for (const [stored, slug, given] of [
    ["GraphQL", undefined, ["graphql", "GRAPHQL", "ＧｒａｐｈＱＬ", " GraphQL  "]],
    ["Design Systems", "ds", ["design systems", "DESIGN  SYSTEMS", "Design\u3000Systems"]],
    ["Москва", "msk", ["москва", "МОСКВА"]],
    ["Élan Vital", "ev", ["élan vital", "E\u0301LAN VITAL"]],
    ["ｶﾀｶﾅ", "kana", ["カタカナ"]],
    ["网络", undefined, ["网络"]],
    ["C#", undefined, ["c#", "Ｃ＃"]],
  ] as const) {
    it(`tagNames find the tag ${stored} in any case and width`, async () => {
      const id = await tag(stored, slug);
      for (const name of given) {
        const { tags } = await create({ tagNames: [name] });
        assert.deepEqual(
          tags.map((each) => each.id),
          [id],
          name,
        );
      }
    });
  }

  it("tagNames find a tag by its name before its slug", async () => {
    const named = await tag("Rust", "rust-language");
    await tag("Corrosion", "rust");
    assert.deepEqual(
      (await create({ tagNames: ["rust"] })).tags.map(({ id }) => id),
      [named],
    );
  });

  it("tagNames find a tag that was renamed or merged", async () => {
    const target = await tag("JavaScript");
    const [source, renamed] = [await tag("ECMAScript"), await tag("Golang")];
    await app.accepted(EDITOR, "mergeTags", { sourceId: source, targetId: target });
    await app.accepted(EDITOR, "updateTag", { id: renamed, expectedVersion: 1, name: "Go", slug: "go" });
    const { tags } = await create({ tagNames: ["ecmascript", "GOLANG"] });
    assert.deepEqual(
      tags.map(({ name }) => name),
      ["JavaScript", "Go"],
    );
  });

  it("tagNames tell C, C++ and C# apart", async () => {
    assert.deepEqual(await tagged("C", "C++", "C#"), ["C", "C++", "C#"]);
  });
});

describe("tagNames make a tag", () => {
  it("tagNames make the tags that do not exist once, in their order after tagIds, with an event each", async () => {
    const known = encodeGlobalId("Tag", await make.tag("Known"));
    const last = (await app.events()).at(-1)?.id;
    const post = await create({ tagIds: [known], tagNames: ["Zeta", "Alpha", "known", "ＺＥＴＡ"] });
    assert.deepEqual(namesOf(post), ["Known", "Zeta", "Alpha"]);
    const events = (await app.events(last)).map(({ type }) => type);
    assert.deepEqual(events, ["tag.created", "tag.created", "post.created"]);
    assert.deepEqual(await tagged("alpha", "Beta"), ["Alpha", "Beta"]);
  });

  it("tagNames make no tag if anything else in the input is wrong", async () => {
    assert.deepEqual(await app.refused(EDITOR, "createPost", input({ title: " ", tagNames: ["Never made"] })), [
      "INVALID input.title",
    ]);
    assert.equal(await count("Never made"), 0);
  });

  it("tagNames of viewers who may not make tags find tags, and are rejected at the place of a new one", async () => {
    await tag("For everyone");
    const viewer = authorViewer(author);
    const mine = { title: "Mine", body: { source: "x" } };
    const found = await app.accepted<Tagged>(viewer, "createPost", { ...mine, tagNames: ["FOR EVERYONE"] }, POST);
    assert.deepEqual(namesOf(found), ["For everyone"]);
    assert.deepEqual(await app.refused(viewer, "createPost", { ...mine, tagNames: ["For everyone", "New one"] }), [
      "FORBIDDEN input.tagNames.1",
    ]);
  });

  it("tagNames are checked: empty, too long, not storable and too many names", async () => {
    const wrong = { tagNames: ["Fine", " ", "x".repeat(201), "\0"] };
    assert.deepEqual(await app.refused(EDITOR, "createPost", input(wrong)), [
      "INVALID input.tagNames.1",
      "INVALID input.tagNames.2",
      "INVALID input.tagNames.3",
    ]);
    const many = Array.from({ length: 101 }, (_, i) => `Many ${i}`);
    assert.deepEqual(await app.refused(EDITOR, "createPost", input({ tagNames: many })), ["INVALID input.tagNames"]);
    const ids = [encodeGlobalId("Tag", await make.tag()), encodeGlobalId("Tag", await make.tag())];
    const together = { tagIds: ids, tagNames: many.slice(0, 99) };
    assert.deepEqual(await app.refused(EDITOR, "createPost", input(together)), ["INVALID input.tagNames"]);
  });

  it("concurrent posts that name the same new tags share them", async () => {
    const names = ["Race one", "Race two", "Race three"];
    const orders = [names, [...names].reverse(), ["Race two", "Race three", "Race one"]];
    const posts = await Promise.all(
      Array.from({ length: 9 }, (_, i) => create({ title: `Race ${i}`, tagNames: orders[i % 3] })),
    );
    assert.equal(new Set(posts.flatMap(({ tags }) => tags.map(({ id }) => id))).size, 3);
    for (const name of names) assert.equal(await count(name), 1);
  });
});

describe("tagNames of updatePost", () => {
  const update = ({ id, version }: Tagged, more: Record<string, unknown>): Promise<Tagged> =>
    app.accepted(EDITOR, "updatePost", { id, expectedVersion: version, ...more }, POST);

  it("tagNames and tagIds of updatePost replace all tags together, and each alone", async () => {
    const one = encodeGlobalId("Tag", await make.tag("By id"));
    let post = await create({ tagNames: ["At first"] });
    post = await update(post, { tagIds: [one], tagNames: ["By name"] });
    assert.deepEqual(namesOf(post), ["By id", "By name"]);
    post = await update(post, { tagNames: ["by NAME", "Another"] });
    assert.deepEqual(namesOf(post), ["By name", "Another"]);
    post = await update(post, { title: "Kept tags" });
    assert.deepEqual(namesOf(post), ["By name", "Another"]);
    post = await update(post, { tagIds: [one] });
    assert.deepEqual(namesOf(post), ["By id"]);
    assert.deepEqual(namesOf(await update(post, { tagNames: null })), []);
  });
});
