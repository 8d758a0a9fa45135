// Content events: every transaction that changes published content records an event, and events name exactly the lists in which
// something is visible before and after.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pathTag } from "../../src/content/cache-tags/cache-tags.js";
import { indexOutdated, markAllOutdated, moveDueRows } from "../../src/content/search/index/reindex.js";
import { decodeGlobalId, encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { batches, importedPost, importInto, importPosts, term } from "../intake/importers/import-fixture.js";
import { AssetUploads } from "../support/asset-uploads.js";
import { readPropertyRuns } from "../support/environment.js";
import { ADMIN, EDITOR, type Executor, selectionOf, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { CONTENT_MUTATIONS, chanceFrom, MUTATIONS, pick, readSite } from "../support/mutation-cases.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor();
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author());
  const uploads = new AssetUploads(app);
  for (const bytes of ["%PDF-1.7 one", "%PDF-1.7 two"]) await uploads.add(EDITOR, Buffer.from(bytes));
});
after(() => app.close());

interface Versioned {
  id: string;
  version: number;
}

const uuid = (id: string): string => decodeGlobalId(id)?.uuid ?? "";
const create = (fields: Record<string, unknown> = {}): Promise<Versioned> =>
  app.accepted(
    EDITOR,
    "createPost",
    { title: "Event", body: { source: "x" }, authorIds: [authorId], ...fields },
    "{ id version }",
  );
const step = (name: string, { id, version }: Versioned, more: Record<string, unknown> = {}): Promise<Versioned> =>
  app.accepted(EDITOR, name, { id, expectedVersion: version, ...more }, name === "deletePost" ? "" : "{ id version }");
const twoOf = async (name: string): Promise<[string, string]> => {
  const one = () =>
    app.accepted<{ id: string }>(ADMIN, `create${name}`, {
      name: `${name} of two`,
      slug: `${name}-${Math.random()}`.toLowerCase(),
    });
  return [(await one()).id, (await one()).id];
};

/** Bring about rows and states in which the others are accepted. */
const ENABLING = CONTENT_MUTATIONS.filter((name) => !/^(?:delete|merge)/.test(name));
const MAX_ATTEMPTS = 3_000;

/** Sends random mutations of the content until each of them has been accepted, and returns those that never were. */
async function sendEveryMutation(onAccepted: (name: string) => Promise<void>): Promise<string[]> {
  const { seed = Math.floor(Math.random() * 2 ** 31) } = readPropertyRuns();
  const chance = chanceFrom(seed);
  const pending = new Set(CONTENT_MUTATIONS);
  for (let attempt = 0; pending.size > 0 && attempt < MAX_ATTEMPTS; attempt += 1) {
    const name = pick(chance, attempt % 2 === 0 ? ENABLING : [...pending]);
    const makeInput = pick(chance, MUTATIONS[name]?.inputs ?? []);
    const input = makeInput(await readSite(app.dataSource, chance));
    const { errors } = await app.mutate(ADMIN, name, input, selectionOf(name));
    if (errors.length > 0) continue;
    await onAccepted(name);
    pending.delete(name);
  }
  return [...pending];
}

describe("a transaction that changes what is published", () => {
  before(async () => {
    await app.dataSource.query(`
      create table witness (txid bigint, place text);
      create function witness() returns trigger language plpgsql as $$ begin
        -- The tokeniser version of a row and which settings of the site were set are not published, and a row that waits to be re-indexed
        -- has not changed yet.
        if tg_op = 'UPDATE' and to_jsonb(old) - 'tokeniser_version' - 'set_fields' = to_jsonb(new) - 'tokeniser_version' - 'set_fields' then
          return null;
        end if;
        insert into witness values (txid_current(), tg_table_name);
        return null;
      end $$`);
    const tables: { name: string }[] = await app.dataSource.query(
      // Stored counts change with the lists, which have events, and when background jobs add them up.
      `select table_name as name from information_schema.views
       where table_schema = 'published' and table_name not like 'post\\_count%' union select 'outbox_event'`,
    );
    for (const { name } of tables)
      await app.dataSource.query(
        `create trigger witness after insert or update or delete on "${name}" for each row execute function witness()`,
      );
  });

  async function assertEvents(writer: string): Promise<void> {
    const places: { place: string }[] = await app.dataSource.query(
      `select distinct place from witness w where not exists (
         select from witness e where e.txid = w.txid and e.place = 'outbox_event')`,
    );
    await app.dataSource.query("truncate witness");
    const tables = places.map(({ place }) => place).join(", ");
    assert.equal(tables, "", `${writer} wrote to ${tables} without an event. Its last step must be recordContent.`);
  }

  it("every mutation that changes published content records an event", async () => {
    const pending = await sendEveryMutation(assertEvents);
    assert.deepEqual(
      pending,
      [],
      "Each mutation in MUTATIONS needs an input that is accepted for some site; these were never accepted.",
    );
  });

  it("an import records events, and a dry run records none", async () => {
    const site = { title: "Events", description: null, url: null, locale: null, timeZone: null };
    await app.dataSource.query("update site set set_fields = '{}'");
    const first = [
      importedPost("one", { tags: [term("t")], categories: [[term("a"), term("b")]], source: "See [two](/old-two)." }),
      importedPost("two", { series: { ...term("s"), position: 1 }, formerPaths: ["/old-two"] }),
    ];
    const events = [
      { kind: "site" as const, site },
      { kind: "category" as const, path: [term("a")], description: "Filled in." },
      ...first.map((post) => ({ kind: "post" as const, post })),
      { kind: "series" as const, series: term("s"), description: "Filled in." },
    ];
    const last = (await app.events()).at(-1)?.id;
    await importInto(app.dataSource, batches(...events), { isDryRun: true });
    assert.deepEqual(await app.events(last), []);
    await importInto(app.dataSource, batches(...events));
    await importPosts(app.dataSource, [importedPost("one", { title: "Changed" }), importedPost("two")]);
    await assertEvents("The import");
    const recorded = new Set((await app.events(last)).map(({ type }) => type));
    for (const type of ["site.updated", "category.created", "tag.created", "author.created", "series.updated"])
      assert.ok(recorded.has(type), type);
    assert.ok(recorded.has("posts.imported") && recorded.has("posts.relinked") && recorded.has("search.indexed"));
  });

  it("re-indexing for the search records an event", async () => {
    const { transact } = app.platform;
    await markAllOutdated(transact);
    await app.dataSource.query("update search_public set title_folded = 'something else'");
    await app.dataSource.query("truncate witness");
    await indexOutdated(transact);
    const dueIn = new Date(Date.now() + 300).toISOString();
    // Random mutations may have deleted the other author.
    const authorIds = [encodeGlobalId("Author", await make.author())];
    await step("publishPost", await create({ title: "Soon due", authorIds }), { at: dueIn });
    await app.dataSource.query("select pg_sleep(0.4)");
    await moveDueRows(transact);
    await assertEvents("Re-indexing");
  });
});

describe("an event of a post", () => {
  const lists = [
    "authorIds",
    "categoryIds",
    "listingCategoryIds",
    "menuIds",
    "pathDigests",
    "seriesIds",
    "tagIds",
    "visibleFrom",
  ];
  const empty = Object.fromEntries(lists.map((name) => [name, []]));

  async function recordedBy(work: () => Promise<unknown>): Promise<Record<string, unknown>> {
    const last = (await app.events()).at(-1)?.id;
    await work();
    const [event, ...others] = await app.events(last);
    assert.deepEqual(others, []);
    return event?.payload ?? {};
  }

  before(async () => {
    // Random mutations may have renamed the other author, whose former path would be in events.
    authorId = encodeGlobalId("Author", await make.author());
  });

  const listsOf = (scopes: unknown): Record<string, unknown> => {
    const { pathDigests: _, ...others } = scopes as Record<string, unknown>;
    return others;
  };

  it("an event of a draft names no lists", async () => {
    const post = await create({ tagIds: await twoOf("Tag") });
    const payload = await recordedBy(() => step("updatePost", post, { title: "Still a draft" }));
    assert.deepEqual(payload, { postId: uuid(post.id), version: 2, wasVisible: false, before: empty, after: empty });
    const trashed = await recordedBy(() => step("trashPost", { ...post, version: 2 }));
    assert.deepEqual([trashed.before, trashed.after], [empty, empty]);
  });

  it("an event names the lists that a post enters, changes in and leaves", async () => {
    const [[t1, t2], [c1, c2]] = [await twoOf("Tag"), await twoOf("Category")];
    const below = await app.accepted<{ id: string }>(EDITOR, "createCategory", { name: "Below", parentId: c1 });
    const post = await create({ tagIds: [t1], categoryIds: [below.id] });
    const at = "2021-05-01T02:03:04.500Z";
    const published = await recordedBy(() => step("publishPost", post, { at }));
    const first = {
      visibleFrom: [at],
      authorIds: [uuid(authorId)],
      categoryIds: [uuid(below.id)],
      listingCategoryIds: [uuid(below.id), uuid(c1)].sort(),
      tagIds: [uuid(t1)],
      seriesIds: [],
      menuIds: [],
    };
    assert.deepEqual([published.before, listsOf(published.after)], [empty, first]);
    const moved = await recordedBy(() =>
      step("updatePost", { ...post, version: 2 }, { tagIds: [t2], categoryIds: [c2] }),
    );
    const second = { ...first, categoryIds: [uuid(c2)], listingCategoryIds: [uuid(c2)], tagIds: [uuid(t2)] };
    assert.deepEqual([listsOf(moved.before), listsOf(moved.after), moved.wasVisible], [first, second, true]);
    const left = await recordedBy(() => step("unpublishPost", { ...post, version: 3 }));
    assert.deepEqual([listsOf(left.before), left.after], [second, empty]);
  });

  it("an event names the paths of the post and of its terms by their digests", async () => {
    const [tag] = await twoOf("Tag");
    const post = await create({ slug: "digested-first", tagIds: [tag] });
    await step("updatePost", post, { slug: "digested" });
    const { after } = await recordedBy(() => step("publishPost", { ...post, version: 2 }));
    const [terms]: { tag: string; author: string }[] = await app.dataSource.query(
      "select (select slug from tag where id = $1) as tag, (select slug from author where id = $2) as author",
      [uuid(tag), uuid(authorId)],
    );
    const paths = ["/posts/digested", "/posts/digested-first", `/tags/${terms?.tag}`, `/authors/${terms?.author}`];
    const digests = (after as { pathDigests: string[] }).pathDigests.map((digest) => `path:${digest}`);
    assert.deepEqual(digests.sort(), paths.map(pathTag).sort());
  });

  it("an event names the future instant of a scheduled post", async () => {
    const at = "2999-01-01T00:00:00.000Z";
    const post = await create();
    const payload = await recordedBy(() => step("publishPost", post, { at }));
    assert.deepEqual((payload.after as { visibleFrom: string[] }).visibleFrom, [at]);
    assert.equal(payload.wasVisible, false);
  });

  it("an event of a moved category names the subtree and both branches", async () => {
    const [[a, b]] = [await twoOf("Category")];
    const mid = await app.accepted<{ id: string }>(EDITOR, "createCategory", { name: "Mid", parentId: a });
    const leaf = await app.accepted<{ id: string }>(EDITOR, "createCategory", { name: "Leaf", parentId: mid.id });
    const payload = await recordedBy(() =>
      app.accepted(EDITOR, "moveCategory", { id: mid.id, expectedVersion: 1, parentId: b }),
    );
    assert.deepEqual([...(payload.categoryIds as string[])].sort(), [a, b, mid.id, leaf.id].map(uuid).sort());
  });

  it("an event of a series names the parts that it loses and gains", async () => {
    const [one, two] = [await create(), await create()];
    const series = await app.accepted<{ id: string }>(EDITOR, "createSeries", { title: "Parts", postIds: [one.id] });
    const payload = await recordedBy(() =>
      app.accepted(EDITOR, "updateSeries", { id: series.id, expectedVersion: 1, postIds: [two.id] }),
    );
    assert.deepEqual([...(payload.postIds as string[])].sort(), [uuid(one.id), uuid(two.id)].sort());
  });
});
