// The event of a batch of new posts is made without reading them again, and the rows that follow from their terms are those of any other write.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Scopes, scopesOf } from "../../../../src/content/cache-tags/content-event.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { assertInvariants } from "../../../support/invariants.js";
import { importedPost, importPosts, term } from "../import-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());

const author = (name: string) => ({ slug: name, name, bio: null });
const STATES = ["PUBLISHED", "DRAFT", "PUBLISHED", "TRASHED"] as const;

const posts = (from: number, count: number) =>
  Array.from({ length: count }, (_, place) => {
    const i = from + place;
    const day = String(1 + (i % 28)).padStart(2, "0");
    return importedPost(`p${i}`, {
      source: `[One](/posts/p${i + 1}) and [another](/old/${i % 3}).`,
      state: STATES[i % 4] ?? "DRAFT",
      publishedAt: i % 4 === 3 ? null : new Date(`${i % 7 === 0 ? 2999 : 2020}-05-${day}T02:00:00.250Z`),
      author: i % 3 === 0 ? null : author("ann"),
      coAuthors: i % 4 === 0 ? [author("bo"), author("ann"), author("bo")] : [],
      categories:
        i % 5 === 0
          ? []
          : [
              [term("a"), term("b"), term(`c${i % 2}`)],
              [term("a"), term("b")],
            ],
      tags: [term("t"), term(`t${i % 6}`), term("t")],
      series: i % 5 === 0 ? { slug: `s${i % 10}`, name: `S${i % 10}`, position: i } : null,
      excerpt: i % 6 === 0 ? "Written." : null,
      formerPaths: [`/old/${i}`, `/Old/${i}/`, "/", `/posts/p${i}`, `/?p=${i}`],
    });
  });

interface StoredEvent {
  payload: { postIds: string[]; after: Scopes };
}

const sorted = ({ pathDigests, ...scopes }: Scopes) => ({ ...scopes, pathDigests: [...pathDigests].sort() });

it("the places of new posts in an event are those that the database has", async () => {
  await importPosts(app.dataSource, posts(0, 60));
  await app.dataSource.query(
    `insert into path_alias (path, kind, target_id) select '/former/' || slug, 'tag', id from tag
     union all select '/former/' || slug, 'author', id from author`,
  );
  await importPosts(app.dataSource, posts(60, 130));
  const events: StoredEvent[] = await app.dataSource.query(
    "select payload from outbox_event where type = 'posts.imported' order by id",
  );
  assert.ok(events.length >= 2);
  for (const { payload } of events.slice(1)) {
    const read = await app.dataSource.transaction((tx) => scopesOf(tx, payload.postIds));
    assert.ok(payload.after.tagIds.length > 1 && payload.after.seriesIds.length > 0);
    assert.deepEqual(sorted(payload.after), sorted(read));
  }
});

it("the rows of new posts have the invariants of all posts", () => assertInvariants(app.dataSource));
