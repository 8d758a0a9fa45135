// Mutations of series and authors: parts keep the given order, and no post belongs to two series.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { ADMIN, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
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

interface MutationResult {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  entries: { post: { slug: string } }[];
}
const SERIES = "{ id slug title description entries { post { slug } } }";
const NOBODY = "00000000-0000-4000-8000-000000000000";

async function parts(...slugs: string[]): Promise<string[]> {
  const posts = await make.posts(slugs.map((slug) => ({ slug })));
  return posts.map(({ id }) => encodeGlobalId("Post", id));
}

const update = async <Result = MutationResult>(
  name: string,
  input: { id: string; [field: string]: unknown },
  selection = SERIES,
) => app.accepted<Result>(ADMIN, name, await withVersion(app, input), selection);

const order = (series: MutationResult): string[] => series.entries.map(({ post }) => post.slug);
const lastEvent = async (): Promise<string | undefined> => (await app.events()).at(-1)?.type;

async function redirectOf(path: string): Promise<string | null> {
  const query = "query($path: String!) { resolvePath(path: $path) { ... on Redirect { to } } }";
  return (await app.read<{ resolvePath: { to: string } | null }>(null, query, { path })).resolvePath?.to ?? null;
}

describe("series", () => {
  it("series have their parts in the given order, which can be changed", async () => {
    const ids = await parts("part-a", "part-b", "part-c");
    const input = { title: "In order", description: "D", postIds: [...ids, ids[0]] };
    const series = await app.accepted<MutationResult>(EDITOR, "createSeries", input, SERIES);
    assert.deepEqual(order(series), ["part-a", "part-b", "part-c"]);
    assert.equal(await lastEvent(), "series.created");
    const reversed = { id: series.id, postIds: [...ids].reverse() };
    assert.deepEqual(order(await update("updateSeries", reversed)), ["part-c", "part-b", "part-a"]);
    const kept = await update("updateSeries", { id: series.id, description: null });
    assert.deepEqual([order(kept).length, kept.description, kept.title], [3, null, "In order"]);
    const cleared = await update("updateSeries", { id: series.id, postIds: null });
    assert.deepEqual(order(cleared), []);
    assert.equal(await lastEvent(), "series.updated");
  });

  it("series redirect former slugs, and leave nothing behind when deleted", async () => {
    const input = { title: "Old series", postIds: await parts("lonely") };
    const { id } = await app.accepted<MutationResult>(EDITOR, "createSeries", input, SERIES);
    await update("updateSeries", { id, slug: "new-series" });
    assert.equal(await redirectOf("/series/old-series"), "/series/new-series");
    assert.equal(await app.accepted(EDITOR, "deleteSeries", { id }), id);
    assert.equal(await redirectOf("/series/old-series"), null);
    assert.equal(await lastEvent(), "series.deleted");
    const post = await app.read(null, '{ post(slug: "lonely") { seriesEntry { position } } }');
    assert.deepEqual(post, { post: { seriesEntry: null } });
    assert.deepEqual(await app.refused(EDITOR, "deleteSeries", { id }), ["NOT_FOUND input.id"]);
  });

  it("series reject parts of other series, unknown parts and too many parts, all in one response", async () => {
    const [mine = ""] = await parts("claimed");
    await app.accepted(EDITOR, "createSeries", { title: "Claims", postIds: [mine] });
    const input = {
      title: "",
      slug: "claims",
      description: "x".repeat(5_001),
      postIds: [mine, encodeGlobalId("Post", NOBODY), encodeGlobalId("Tag", NOBODY)],
    };
    assert.deepEqual(await app.refused(EDITOR, "createSeries", input), [
      "INVALID input.description",
      "INVALID input.postIds.0",
      "INVALID input.postIds.2",
      "INVALID input.title",
      "NOT_FOUND input.postIds.1",
      "SLUG_TAKEN input.slug",
    ]);
    const many = Array.from({ length: 501 }, () => encodeGlobalId("Post", crypto.randomUUID()));
    const { errors } = await app.mutate(EDITOR, "createSeries", { title: "Many", postIds: many });
    assert.match(errors.map(({ message }) => message).join(" "), /\b500\b.*\b501\b/);
  });

  it("series lose a part when its post is deleted", async () => {
    const post = {
      title: "Short-lived",
      body: { source: "x" },
      authorIds: [encodeGlobalId("Author", await make.author())],
    };
    const { id } = await app.accepted<MutationResult>(EDITOR, "createPost", post);
    const series = await app.accepted<MutationResult>(
      EDITOR,
      "createSeries",
      { title: "Shrinks", postIds: [id] },
      "{ id }",
    );
    await app.accepted(EDITOR, "trashPost", { id, expectedVersion: 1 });
    await app.accepted(EDITOR, "deletePost", { id, expectedVersion: 2 });
    const left = await update("updateSeries", { id: series.id, title: "Shrunk" });
    assert.deepEqual([left.title, left.entries], ["Shrunk", []]);
  });
});

describe("authors", () => {
  const AUTHOR = "{ id slug name bio avatar { url alt width height } }";
  interface Author {
    id: string;
    slug: string;
    name: string;
  }

  it("authors are created and changed in whole or in part, with redirects and events", async () => {
    const avatar = { url: "/a.png", alt: "A", width: 1, height: 100_000 };
    const made = await app.accepted<Author>(ADMIN, "createAuthor", { name: "张 三", bio: "B", avatar }, AUTHOR);
    assert.deepEqual(made, { id: made.id, slug: "张-三", name: "张 三", bio: "B", avatar });
    assert.equal(await lastEvent(), "author.created");
    const renamed = await update<Author>("updateAuthor", { id: made.id, name: "李四", slug: null }, AUTHOR);
    assert.deepEqual(renamed, { id: made.id, slug: "李四", name: "李四", bio: "B", avatar });
    const cleared = await update<Author>("updateAuthor", { id: made.id, bio: null, avatar: null }, AUTHOR);
    assert.deepEqual(cleared, { id: made.id, slug: "李四", name: "李四", bio: null, avatar: null });
    assert.equal(await lastEvent(), "author.updated");
    const post = { title: "By 李四", body: { source: "x" }, authorIds: [made.id] };
    const { id } = await app.accepted<Author>(ADMIN, "createPost", post);
    assert.equal(await redirectOf("/authors/张-三"), null);
    await app.accepted(ADMIN, "publishPost", { id, expectedVersion: 1 });
    assert.equal(await redirectOf("/authors/张-三"), "/authors/李四");
  });

  it("authors are rejected with all errors in one response", async () => {
    await app.accepted(ADMIN, "createAuthor", { name: "Taken" });
    const avatar = { url: "x", alt: "\0", width: -1 };
    const input = { name: " ", slug: "taken", bio: "x".repeat(5_001), avatar };
    assert.deepEqual(await app.refused(ADMIN, "createAuthor", input), [
      "INVALID input.avatar.alt",
      "INVALID input.avatar.url",
      "INVALID input.avatar.width",
      "INVALID input.bio",
      "INVALID input.name",
      "SLUG_TAKEN input.slug",
    ]);
    const unknown = { id: encodeGlobalId("Author", NOBODY), expectedVersion: 1, name: "N" };
    assert.deepEqual(await app.refused(ADMIN, "updateAuthor", unknown), ["NOT_FOUND input.id"]);
  });
});
