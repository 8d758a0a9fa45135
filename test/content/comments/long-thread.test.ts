// A thread of 10,000 comments: a page, wherever it is, and the number of comments read few blocks of the database.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { repliesSource, rootsSource } from "../../../src/content/comments/comment.loaders.js";
import { ANONYMOUS } from "../../../src/identity/context.js";
import { ROW_FIELDS } from "../../../src/platform/db/lists/list-page.js";
import type { ListSource } from "../../../src/platform/db/lists/list-source.js";
import { countStatement, pageStatement, type Statement } from "../../../src/platform/db/lists/list-statements.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

const ROOTS = 5_000;
const REPLIES = 5_000;
/** Of 8 kB. The rows of a page lie in at most 21 blocks, each of which the index names; a thread has some 500. */
const MAX_BLOCKS = 150;

let app: Executor;
let postId: string;
let rootId: string;

before(async () => {
  app = await startExecutor(4);
  const posts = await new Factories(app.dataSource).posts(Array.from({ length: 20 }, () => ({})));
  postId = posts[0]?.id ?? "";
  const insert = `insert into comment (post_id, parent_id, depth, author_name, html, text, written_at, status, is_shown)
    select $1, $2, case when $2::uuid is null then 1 else 2 end, 'Reader', '<p>Text ' || i || '</p>', repeat('Text ', 40),
      timestamptz '2010-01-01Z' + make_interval(mins => (i * 7919) % 10007), case when i % 10 = 0 then 'SPAM' else 'VISIBLE' end, i % 10 <> 0
    from generate_series(1, $3::integer) i`;
  await app.dataSource.query(insert, [postId, null, ROOTS]);
  const [root]: { id: string }[] = await app.dataSource.query("select id from comment where is_shown limit 1");
  rootId = root?.id ?? "";
  await app.dataSource.query(insert, [postId, rootId, REPLIES]);
  await app.dataSource.query("analyze");
});
after(() => app.close());

/** The blocks that a statement reads as an anonymous session executes it. */
async function blocksOf({ text, values }: Statement): Promise<number> {
  return app.dataSource.transaction(async (tx) => {
    await tx.query("set local search_path = published");
    const [row]: { "QUERY PLAN": { Plan: Record<string, number> }[] }[] = await tx.query(
      `explain (analyze, buffers, format json) ${text}`,
      [...values],
    );
    const plan = row?.["QUERY PLAN"][0]?.Plan ?? {};
    return (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0);
  });
}

const pagesOf = (source: ListSource, parent: string): Statement[] =>
  ["2010-01-01", "2010-01-04", "2010-01-07"].flatMap((day) =>
    [true, false].map((forward) => {
      const place = [`${day}T12:00:00.000Z`, "80000000-0000-4000-8000-000000000000"];
      const page = { size: 20, forward, after: forward ? place : null, before: forward ? null : place };
      return pageStatement(source, [parent], page, ROW_FIELDS);
    }),
  );

it("pages of roots and of replies read few blocks anywhere in the thread", async () => {
  const statements = [...pagesOf(rootsSource(ANONYMOUS), postId), ...pagesOf(repliesSource(ANONYMOUS), rootId)];
  for (const statement of statements) {
    const blocks = await blocksOf(statement);
    assert.ok(blocks <= MAX_BLOCKS, `${blocks} blocks for ${statement.values.join(" ")}\n${statement.text}`);
  }
});

it("the number of roots is not counted", async () => {
  const blocks = await blocksOf(countStatement(rootsSource(ANONYMOUS), [postId]));
  assert.ok(blocks <= 20, `${blocks} blocks`);
});

it("the numbers are exact, also after the post and with it its comments are deleted", async () => {
  const query = "query ($id: ID!) { node(id: $id) { ... on Post { commentCount comments(first: 2) { totalCount } } } }";
  const { node } = await app.read<{ node: { commentCount: number; comments: { totalCount: number } } }>(null, query, {
    id: encodeGlobalId("Post", postId),
  });
  assert.deepEqual(node, { commentCount: 9_000, comments: { totalCount: 4_500 } });
  await assertInvariants(app.dataSource);
  await app.dataSource.query("delete from post where id = $1", [postId]);
  const rows =
    "select (select count(*) from comment)::integer as comments, (select count(*) from comment_count)::integer as counts";
  assert.deepEqual(await app.dataSource.query(rows), [{ comments: 0, counts: 0 }]);
});
