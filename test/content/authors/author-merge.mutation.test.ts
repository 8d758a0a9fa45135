// Authors that are merged and deleted: what happens to their posts, paths and API tokens, and who may do it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { insertApiToken } from "../../../src/identity/api-tokens/api-token.service.js";
import type { Viewer } from "../../../src/identity/viewer.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const globalId = (uuid: string): string => encodeGlobalId("Author", uuid);

async function authors(...names: string[]): Promise<string[]> {
  const uuids: string[] = [];
  for (const name of names) uuids.push(await make.author(name));
  return uuids;
}

interface Outcome {
  author: { id: string; slug: string; version: number } | null;
  mergedId: string | null;
  errors: { code: string }[];
}

async function merge(source: string, target: string): Promise<Outcome> {
  const { data } = await app.executeAs<{ mergeAuthors: Outcome }>(
    ADMIN,
    `mutation($input: MergeAuthorsInput!) {
       mergeAuthors(input: $input) { author { id slug version } mergedId errors { code } } }`,
    { input: { sourceId: globalId(source), targetId: globalId(target) } },
  );
  assert.ok(data);
  return data.mergeAuthors;
}

const authorsOf = async (viewer: Viewer | null, slug: string): Promise<unknown> =>
  (
    await app.read<{ post: unknown }>(
      viewer,
      "query($slug: String!) { post(slug: $slug) { author { slug } authors { slug } } }",
      { slug },
    )
  ).post;
const list = (...slugs: string[]) => ({ author: { slug: slugs[0] }, authors: slugs.map((slug) => ({ slug })) });

describe("mergeAuthors", () => {
  it("mergeAuthors gives the posts of the source to the target, and each author of a post stays at the first place of the two", async () => {
    const [source = "", target = "", other = ""] = await authors("Source", "Target", "Other");
    await make.posts([
      { slug: "main", authorId: source, coAuthorIds: [other] },
      { slug: "second", authorId: other, coAuthorIds: [source] },
      { slug: "both", authorId: source, coAuthorIds: [other, target] },
      { slug: "both-too", authorId: target, coAuthorIds: [other, source] },
      { slug: "hidden", state: "DRAFT", publishedAt: null, authorId: source },
    ]);
    const outcome = await merge(source, target);
    const remaining = { id: globalId(target), slug: "target", version: 2 };
    assert.deepEqual(outcome, { author: remaining, mergedId: globalId(source), errors: [] });
    assert.deepEqual(await authorsOf(null, "main"), list("target", "other"));
    assert.deepEqual(await authorsOf(null, "second"), list("other", "target"));
    assert.deepEqual(await authorsOf(null, "both"), list("target", "other"));
    assert.deepEqual(await authorsOf(null, "both-too"), list("target", "other"));
    assert.deepEqual(await authorsOf(EDITOR, "hidden"), list("target"));
    const counts = `{ source: node(id: "${globalId(source)}") { id } author(slug: "target") { postCount posts { totalCount } } }`;
    const counted = { source: null, author: { postCount: 4, posts: { totalCount: 4 } } };
    assert.deepEqual(await app.read(null, counts), counted);
    const last = (await app.events()).at(-1);
    assert.deepEqual([last?.type, last?.payload], ["author.merged", { sourceId: source, targetId: target }]);
    assert.deepEqual(await merge(source, target), { author: null, mergedId: null, errors: [{ code: "NOT_FOUND" }] });
  });

  it("the slugs of a merged author, former ones too, lead to the target", async () => {
    const [source = "", target = ""] = await authors("Path source", "Path target");
    await make.post({ authorId: source });
    const { version } = await app.accepted<{ version: number }>(
      ADMIN,
      "updateAuthor",
      { id: globalId(source), expectedVersion: 1, slug: "path-source-2" },
      "{ version }",
    );
    assert.equal(version, 2);
    await merge(source, target);
    for (const slug of ["path-source", "path-source-2"]) {
      const query =
        "query($slug: String!, $path: String!) { author(slug: $slug) { slug } resolvePath(path: $path) { ... on Redirect { to } } }";
      const found = { author: { slug: "path-target" }, resolvePath: { to: "/authors/path-target" } };
      assert.deepEqual(await app.read(null, query, { slug, path: `/authors/${slug}` }), found);
    }
  });

  it("the former slugs of an author without a public post stay hidden from anonymous clients", async () => {
    const [source = "", target = ""] = await authors("Secret source", "Secret target");
    await make.post({ authorId: source, state: "DRAFT", publishedAt: null });
    await merge(source, target);
    const query = `{ author(slug: "secret-source") { id } target: author(slug: "secret-target") { id }
      resolvePath(path: "/authors/secret-source") { __typename } }`;
    assert.deepEqual(await app.read(null, query), { author: null, target: null, resolvePath: null });
    assert.notEqual((await app.read<{ author: unknown }>(EDITOR, query)).author, null);
  });

  it("the tokens of a merged author are revoked, so that nobody gets rights on the posts of the target", async () => {
    const [source = "", target = ""] = await authors("Token source", "Token target");
    const token = { name: "Source's", role: "AUTHOR" as const, authorId: source, expiresAt: null };
    const { id } = await app.dataSource.transaction((tx) => insertApiToken(tx, token));
    await merge(source, target);
    const rows = await app.dataSource.query(
      'select author_id as "authorId", revoked_at is not null as revoked from api_token where id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ authorId: target, revoked: true }]);
  });

  it("an author cannot be merged into itself, into one of another type or into none", async () => {
    const [one = ""] = await authors("Alone");
    const id = globalId(one);
    const refused = (sourceId: string, targetId: string) => app.refused(ADMIN, "mergeAuthors", { sourceId, targetId });
    assert.deepEqual(await refused(id, id), ["INVALID input.targetId"]);
    assert.deepEqual(await refused(id, encodeGlobalId("Tag", one)), ["INVALID input.targetId"]);
    const nobody = globalId("00000000-0000-4000-8000-000000000000");
    assert.deepEqual(await refused(id, nobody), ["NOT_FOUND input.targetId"]);
    assert.deepEqual(await refused(nobody, id), ["NOT_FOUND input.sourceId"]);
  });
});

describe("deleteAuthor", () => {
  it("deleteAuthor deletes an author without posts, with its former paths and tokens", async () => {
    const [author = ""] = await authors("Leaving");
    const id = globalId(author);
    await app.accepted(ADMIN, "updateAuthor", { id, expectedVersion: 1, slug: "left" });
    const token = { name: "Leaving", role: "AUTHOR" as const, authorId: author, expiresAt: null };
    await app.dataSource.transaction((tx) => insertApiToken(tx, token));
    assert.equal(await app.accepted(ADMIN, "deleteAuthor", { id }, ""), id);
    const last = (await app.events()).at(-1);
    assert.deepEqual([last?.type, last?.payload], ["author.deleted", { authorId: author }]);
    const tokens = await app.dataSource.query("select 1 from api_token where author_id = $1", [author]);
    assert.deepEqual(tokens, []);
    const query = `{ author(slug: "left") { id } former: author(slug: "leaving") { id } resolvePath(path: "/authors/leaving") { __typename } }`;
    assert.deepEqual(await app.read(EDITOR, query), { author: null, former: null, resolvePath: null });
    assert.deepEqual(await app.refused(ADMIN, "deleteAuthor", { id }), ["NOT_FOUND input.id"]);
  });

  for (const [status, state] of Object.entries({
    "a public post": {},
    "a scheduled post": { publishedAt: "2999-01-01T00:00:00.000Z" },
    "a draft": { state: "DRAFT", publishedAt: null },
    "a post in the trash": { state: "TRASHED" },
  } as const)) {
    it(`deleteAuthor is refused while the author has ${status}, also as a co-author`, async () => {
      const [main = "", second = ""] = await authors(`Main of ${status}`, `Second of ${status}`);
      await make.post({ ...state, slug: status.replaceAll(" ", "-"), authorId: main, coAuthorIds: [second] });
      for (const author of [main, second])
        assert.deepEqual(await app.refused(ADMIN, "deleteAuthor", { id: globalId(author) }), [
          "AUTHOR_NOT_EMPTY input.id",
        ]);
    });
  }

  it("viewers who may not write authors learn nothing of an author's posts", async () => {
    const [empty = "", full = ""] = await authors("Empty", "Full");
    await make.post({ slug: "of-full", authorId: full, state: "DRAFT", publishedAt: null });
    for (const viewer of [EDITOR, authorViewer(full)]) {
      for (const author of [empty, full, "00000000-0000-4000-8000-000000000000"]) {
        const { result, errors } = await app.mutate(viewer, "deleteAuthor", { id: globalId(author) }, "");
        const told = errors.map(({ code, message }) => `${code} ${message}`);
        assert.deepEqual([result, told], [null, [`FORBIDDEN The role ${viewer.role} does not allow this.`]]);
      }
    }
  });
});
