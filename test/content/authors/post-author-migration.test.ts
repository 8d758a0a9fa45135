// The migration to several authors of a post, on a database that already holds posts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import { entities } from "../../../src/app/registry.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { migrateDatabase, revertMigration } from "../../../src/platform/db/migrate.js";
import { createEmptyDatabase } from "../../support/database.js";
import { INVARIANTS } from "../../support/invariants.js";

let database: { url: string; drop(): Promise<void> };

before(async () => {
  database = await createEmptyDatabase();
});
after(() => database.drop());

async function connected<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
  const limits = { poolSize: 1, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
  const source = createDataSource({ url: database.url, ...limits }, { entities, migrations });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

async function revertToOneAuthor(): Promise<void> {
  for (const _ of migrations) if ((await revertMigration(database.url))?.startsWith("AddPostAuthors")) return;
  assert.fail("No migration adds the authors of posts.");
}

const ABOUT_AUTHORS = ["post_author repeats the post's visibility", "a post's row names its authors"];
const COUNTS = "stored counts equal the lists up to the horizon";

test("the author of each post becomes its only author, and counts stay exact in both directions", async () => {
  await migrateDatabase(database.url);
  await revertToOneAuthor();
  await connected((source) =>
    source.query(`
      with a as (insert into author (slug, name) values ('one', 'One'), ('two', 'Two') returning id, slug)
      insert into post (slug, title, state, published_at, visible_from, locale, excerpt, excerpt_source, author_id)
      select a.slug || i, 'T', s.state, s.at, case when s.state = 'PUBLISHED' then s.at else 'infinity' end, 'en', '', 'GENERATED', a.id
      from a, generate_series(1, 4) i,
        lateral (select case i when 1 then 'DRAFT' when 2 then 'TRASHED' else 'PUBLISHED' end as state,
          case i when 4 then now() + interval '1 year' else now() - interval '1 day' end as at) s`),
  );
  await migrateDatabase(database.url);
  const violations = (names: readonly string[]) =>
    connected(async (source) => {
      const found: unknown[] = [];
      for (const name of names) found.push(...(await source.query(INVARIANTS[name] ?? "")));
      return found;
    });
  assert.deepEqual(await violations([...ABOUT_AUTHORS, COUNTS]), []);
  const authors = await connected((source) =>
    source.query(`select p.slug, a.slug as author, m.position, p.co_author_ids as others
      from post_author m join post p on p.id = m.post_id join author a on a.id = m.author_id order by p.slug`),
  );
  const expected = ["one", "two"].flatMap((author) =>
    [1, 2, 3, 4].map((number) => ({ slug: author + number, author, position: 0, others: [] })),
  );
  assert.deepEqual(authors, expected);

  // A co-author is lost on the way back, and counted no more.
  await connected(async (source) => {
    await source.query(
      `update post set co_author_ids = array(select id from author where slug = 'two') where slug = 'one3'`,
    );
    await source.query(`insert into post_author (post_id, author_id, position, visible_from)
      select p.id, a.id, 1, p.visible_from from post p, author a where p.slug = 'one3' and a.slug = 'two'`);
  });
  assert.deepEqual(await violations([...ABOUT_AUTHORS, COUNTS]), []);
  await revertToOneAuthor();
  const counts = await connected((source) =>
    source.query(`select a.slug, sum(c.change)::integer as count from post_count c join author a on a.id = c.parent_id
      where c.scope = 'author' group by 1 order by 1`),
  );
  assert.deepEqual(counts, [
    { slug: "one", count: 1 },
    { slug: "two", count: 1 },
  ]);
});
