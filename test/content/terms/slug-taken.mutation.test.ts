// A slug that is taken: the error names the object that has it and a slug that is free, and without a slug the service chooses a free one.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let author: string;
let otherAuthor: string;

before(async () => {
  app = await startExecutor(4);
  const make = new Factories(app.dataSource);
  [author, otherAuthor] = [await make.author("First"), await make.author("Second")];
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Made {
  id: string;
  slug: string;
  version: number;
}
interface Conflict {
  code: string;
  message: string;
  freeSlug: string;
  path: string[];
  holder: { __typename: string; id: string } | null;
}

const KINDS: Record<string, (name: string) => Record<string, unknown>> = {
  Post: (title) => ({ title, body: { source: "x" }, authorIds: [encodeGlobalId("Author", author)] }),
  Category: (name) => ({ name }),
  Tag: (name) => ({ name }),
  Author: (name) => ({ name }),
  Series: (title) => ({ title }),
};
const nameOf = (kind: string): string => kind.toLowerCase();
const MADE = "{ id slug version }";

const create = (kind: string, name: string, more: Record<string, unknown> = {}): Promise<Made> =>
  app.accepted(ADMIN, `create${kind}`, { ...KINDS[kind]?.(name), ...more }, MADE);
const rename = ({ id, version }: Made, kind: string, slug: string | null): Promise<Made> =>
  app.accepted(ADMIN, `update${kind}`, { id, slug, expectedVersion: version }, MADE);

async function conflictOf(kind: string, input: Record<string, unknown>, viewer = ADMIN): Promise<Conflict> {
  const document = `mutation($input: Create${kind}Input!) { create${kind}(input: $input) { ${nameOf(kind)} { id } errors {
    code message path ... on SlugTaken { freeSlug holder { __typename id } } } } }`;
  const { data } = await app.executeAs<Record<string, Record<string, unknown>>>(viewer, document, { input });
  const payload = data?.[`create${kind}`];
  assert.equal(payload?.[nameOf(kind)], null);
  const [error, ...others] = (payload?.errors ?? []) as Conflict[];
  assert.deepEqual(others, []);
  return error as Conflict;
}

for (const kind of Object.keys(KINDS)) {
  describe(`a slug that another ${nameOf(kind)} has`, () => {
    it(`a slug that another ${nameOf(kind)} has is rejected with the holder and a free slug, which is accepted`, async () => {
      const holder = await create(kind, "Held", { slug: "held" });
      await create(kind, "Held", { slug: "held-2" });
      const input = { ...KINDS[kind]?.("Wants"), slug: "HELD" };
      const conflict = await conflictOf(kind, input);
      assert.deepEqual(
        [conflict.code, conflict.path, conflict.holder, conflict.freeSlug],
        ["SLUG_TAKEN", ["input", "slug"], { __typename: kind, id: holder.id }, "held-3"],
      );
      assert.match(conflict.message, /"held".*"held-3"/);
      assert.equal((await create(kind, "Wants", { slug: conflict.freeSlug })).slug, "held-3");
    });

    it(`a name that another ${nameOf(kind)} has gives a free slug if none is given`, async () => {
      const slugs = [];
      for (let i = 0; i < 3; i += 1) slugs.push((await create(kind, "Many of a name")).slug);
      assert.deepEqual(slugs, ["many-of-a-name", "many-of-a-name-2", "many-of-a-name-3"]);
    });

    it(`a slug that another ${nameOf(kind)} had before is neither derived nor proposed, and is accepted if it is given`, async () => {
      const moved = await rename(await create(kind, "Went away"), kind, "elsewhere");
      assert.equal((await create(kind, "Went away")).slug, "went-away-2");
      assert.equal((await conflictOf(kind, { ...KINDS[kind]?.("W"), slug: "went-away-2" })).freeSlug, "went-away-2-2");
      assert.equal((await rename(moved, kind, "went-away")).slug, "went-away");
    });

    it(`the free slug beside a long one of a ${nameOf(kind)} is not longer than a slug may be`, async () => {
      const slug = "\u{20BB7}".repeat(255);
      await create(kind, "Long", { slug });
      const { freeSlug } = await conflictOf(kind, { ...KINDS[kind]?.("Long"), slug });
      assert.equal(freeSlug, `${"\u{20BB7}".repeat(253)}-2`);
      assert.equal((await create(kind, "Long", { slug: freeSlug })).slug, freeSlug);
    });
  });
}

describe("the holder of a slug", () => {
  it("the holder of a slug is not named to a viewer who may not see it", async () => {
    const theirs = encodeGlobalId("Author", otherAuthor);
    const draft = await create("Post", "Their draft", { slug: "hidden-holder", authorIds: [theirs] });
    const input = { title: "Mine", body: { source: "x" }, slug: "hidden-holder" };
    const conflict = await conflictOf("Post", input, authorViewer(author));
    assert.deepEqual([conflict.holder, conflict.freeSlug], [null, "hidden-holder-2"]);
    assert.doesNotMatch(conflict.message, /Their draft/);
    assert.deepEqual((await conflictOf("Post", input, authorViewer(otherAuthor))).holder, {
      __typename: "Post",
      id: draft.id,
    });
  });

  it("the holder of a category's slug is a child of the same parent", async () => {
    const parent = await create("Category", "Parent of holders");
    await create("Category", "Child", { slug: "child-slug" });
    const inside = await create("Category", "Child", { slug: "child-slug", parentId: parent.id });
    const conflict = await conflictOf("Category", { name: "C", slug: "child-slug", parentId: parent.id });
    assert.deepEqual([conflict.holder?.id, conflict.freeSlug], [inside.id, "child-slug-2"]);
  });
});
