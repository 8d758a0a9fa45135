// Access control of every mutation of the schema, for every role.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { createSchema } from "../../src/app/schema.js";
import type { Role, Viewer } from "../../src/identity/viewer.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";
import { MUTATIONS, rejectedInput } from "../support/mutation-cases.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const NO_POST = encodeGlobalId("Post", UNKNOWN);
const NO_CATEGORY = encodeGlobalId("Category", UNKNOWN);
const NO_TAG = encodeGlobalId("Tag", UNKNOWN);

const RANKS: readonly Role[] = ["AUTHOR", "EDITOR", "ADMIN"];
const viewers: readonly [Role, Viewer][] = [
  ["AUTHOR", authorViewer(UNKNOWN)],
  ["EDITOR", EDITOR],
  ["ADMIN", ADMIN],
];

it("MUTATIONS lists every mutation of the schema", () => {
  const names = Object.keys(createSchema().getMutationType()?.getFields() ?? {});
  const message = "Add the mutation to MUTATIONS in test/support/mutation-cases.ts, with its lowest role and an input.";
  assert.deepEqual(Object.keys(MUTATIONS).sort(), names.sort(), message);
});

for (const [name, { role: least }] of Object.entries(MUTATIONS)) {
  it(`${name} requires the role ${least} or a higher one, and stores nothing for others`, async () => {
    const input = rejectedInput(name);
    assert.equal(await app.denied(null, name, input), "UNAUTHENTICATED");
    for (const [role, viewer] of viewers) {
      if (RANKS.indexOf(role) < RANKS.indexOf(least)) {
        assert.deepEqual(await app.refused(viewer, name, input), ["FORBIDDEN undefined"], role);
      } else {
        const refusals = await app.refused(viewer, name, input);
        assert.ok(refusals.length > 0, `${name} accepts ${JSON.stringify(input)} from ${role}`);
      }
    }
  });
}

const BY_ID = Object.keys(MUTATIONS)
  .map((name) => [name, rejectedInput(name)] as const)
  .filter(([, input]) => "id" in input || "postId" in input);

it("a mutation that is refused by role does not hide what another mutation of the request wrote", async () => {
  const viewer = authorViewer(await make.author());
  const { data, errors } = await app.executeAs<Record<string, { errors: object[] }>>(
    viewer,
    `mutation { a: createPost(input: { title: "Beside", body: { source: "x" } }) { post { title } errors { code } }
       b: createTag(input: { name: "Beside" }) { tag { name } errors { code message path } }
       c: createApiToken(input: { name: "Beside", role: ADMIN }) { apiToken { name } secret errors { code } } }`,
  );
  const message = "The role AUTHOR does not allow this.";
  assert.deepEqual(errors, []);
  assert.deepEqual(data, {
    a: { post: { title: "Beside" }, errors: [] },
    b: { tag: null, errors: [{ code: "FORBIDDEN", message, path: null }] },
    c: { apiToken: null, secret: null, errors: [{ code: "FORBIDDEN" }] },
  });
});

it("an error of one mutation empties its own field only", async () => {
  const viewer = authorViewer(await make.author());
  const { data, errors } = await app.executeAs<Record<string, unknown>>(
    viewer,
    `mutation { a: createPost(input: { title: "Kept", body: { source: "x" } }) { post { title excerpt(maxLength: 0) } errors { code } }
       b: createPost(input: { title: "Kept too", body: { source: "x" } }) { post { title } errors { code } } }`,
  );
  assert.deepEqual(
    errors.map(({ path }) => path?.join(".")),
    ["a.post.excerpt"],
  );
  assert.deepEqual(data, { a: { post: null, errors: [] }, b: { post: { title: "Kept too" }, errors: [] } });
});

describe("an id of another type or of none", () => {
  for (const [name, input] of BY_ID) {
    it(`${name} rejects an id of another type or a malformed id as INVALID`, async () => {
      const field = "postId" in input ? "postId" : "id";
      const wrong = name.endsWith("Category") ? NO_TAG : NO_CATEGORY;
      for (const id of [wrong, "", "1", "null", `${wrong}=`, wrong.toLowerCase(), "' OR 1=1--", "a".repeat(100_000)]) {
        assert.deepEqual(await app.refused(ADMIN, name, { ...input, [field]: id }), [`INVALID input.${field}`], id);
      }
    });
  }
});

describe("an author's token on a post of another author", () => {
  const POST_MUTATIONS = BY_ID.filter(([name]) => /Post$|Revision$|Preview/.test(name));
  let mine: Viewer;
  let draft: string;
  let visible: string;

  before(async () => {
    mine = authorViewer(await make.author("Mine"));
    const theirs = await make.author("Theirs");
    draft = (await make.post({ authorId: theirs, state: "DRAFT", publishedAt: null })).id;
    visible = (await make.post({ authorId: theirs })).id;
  });

  for (const [name, input] of POST_MUTATIONS) {
    it(`${name} returns NOT_FOUND to another author if the post is hidden or absent, and FORBIDDEN if it is visible`, async () => {
      const field = "postId" in input ? "postId" : "id";
      const outcome = (id: string) => app.mutate(mine, name, { ...input, [field]: id }, selection(name));
      const hidden = await outcome(encodeGlobalId("Post", draft));
      assert.deepEqual(hidden, await outcome(NO_POST));
      assert.deepEqual(await app.refused(mine, name, { ...input, [field]: encodeGlobalId("Post", draft) }), [
        `NOT_FOUND input.${field}`,
      ]);
      assert.deepEqual(await app.refused(mine, name, { ...input, [field]: encodeGlobalId("Post", visible) }), [
        `FORBIDDEN input.${field}`,
      ]);
    });
  }

  const selection = (name: string): string => (/^delete|Preview/.test(name) ? "" : "{ id }");

  it("an author's token cannot create a post for another author, nor assign a post to another author", async () => {
    const other = encodeGlobalId("Author", await make.author());
    const body = { source: "x" };
    assert.deepEqual(await app.refused(mine, "createPost", { title: "T", body, authorIds: [other] }), [
      "FORBIDDEN input.authorIds",
    ]);
    const { id } = await app.accepted<{ id: string }>(mine, "createPost", { title: "Mine", body });
    assert.deepEqual(await app.refused(mine, "updatePost", { id, expectedVersion: 1, authorIds: [other] }), [
      "FORBIDDEN input.authorIds",
    ]);
  });

  it("a token of role AUTHOR without an author cannot write posts", async () => {
    const nobody = authorViewer(null);
    assert.deepEqual(await app.refused(nobody, "createPost", { title: "T", body: { source: "x" } }), [
      "INVALID input.authorIds",
    ]);
    const input = { id: encodeGlobalId("Post", visible), expectedVersion: 1 };
    assert.deepEqual(await app.refused(nobody, "trashPost", input), ["FORBIDDEN input.id"]);
  });
});
