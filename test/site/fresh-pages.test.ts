// Pages under concurrent reads and writes: none is older than the writes that were acknowledged before its request. A long run, with its figures:
//   npm run build; COLOPHON_READS=10000 DATABASE_URL=… node dist/test/site/fresh-pages.test.js
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readStressReads } from "../support/environment.js";
import { Factories } from "../support/factories.js";

const READS = readStressReads() ?? 300;
const LEAST_WRITES = 30;
const READERS = 8;
const POSTS = 6;

interface Written {
  id: string;
  path: string;
  /** The number in the title that was acknowledged last. */
  number: number;
  version: number;
}

let app: TestApp;
let token: string;
let posts: Written[];

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  const made = await new Factories(app.dataSource).posts(
    Array.from({ length: POSTS }, (_, index) => ({ title: `Post-${index}-0-end`, slug: `post-${index}` })),
  );
  posts = made.map(({ id }, index) => ({
    id: encodeGlobalId("Post", id),
    path: `/posts/post-${index}`,
    number: 0,
    version: 1,
  }));
  token = await app.tokenFor("ADMIN");
});
after(() => app.close());

const UPDATE = "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { code } } }";

async function write(isDone: () => boolean, counts: { writes: number }): Promise<void> {
  while (!isDone()) {
    const index = Math.floor(Math.random() * POSTS);
    const post = posts[index] as Written;
    const title = `Post-${index}-${post.number + 1}-end`;
    const input = { id: post.id, expectedVersion: post.version, title };
    const { updatePost } = await app.query<{ updatePost: { post: { version: number } } }>(UPDATE, { input }, { token });
    post.version = updatePost.post.version;
    post.number += 1;
    counts.writes += 1;
  }
}

async function read(isDone: () => boolean, counts: { reads: number; stale: string[]; notModified: number }) {
  const etags = new Map<string, string>();
  while (!isDone()) {
    const path = counts.reads % 2 === 0 ? "/" : (posts[Math.floor(Math.random() * POSTS)] as Written).path;
    const floors = posts.map(({ number }) => number);
    const known = etags.get(path);
    const response = await fetch(`${app.url}${path}`, {
      headers: known === undefined ? {} : { "if-none-match": known },
    });
    counts.reads += 1;
    if (response.status === 304) {
      // What the reader has is as old as the entity tag that it was sent with; its numbers were checked then and must hold now.
      assert.ok(known !== undefined);
      counts.notModified += 1;
    }
    const html = response.status === 304 ? (seen.get(known ?? "") ?? "") : await response.text();
    const etag = response.headers.get("etag");
    if (response.status === 200 && etag !== null) {
      etags.set(path, etag);
      seen.set(etag, html);
    }
    for (const [, index, number] of html.matchAll(/Post-(\d+)-(\d+)-end/g)) {
      const floor = floors[Number(index)] ?? 0;
      if (Number(number) < floor) counts.stale.push(`${path} shows ${number} of post ${index} instead of ${floor}`);
    }
  }
}
const seen = new Map<string, string>();

describe("pages under concurrent reads and writes", () => {
  it("show nothing older than the acknowledged writes", async (t) => {
    const counts = { reads: 0, writes: 0, notModified: 0, stale: [] as string[] };
    const isDone = () => counts.reads >= READS && counts.writes >= LEAST_WRITES;
    const readers = Array.from({ length: READERS }, () => read(isDone, counts));
    await Promise.all([write(isDone, counts), ...readers]);
    t.diagnostic(`${counts.reads} reads, ${counts.notModified} of them not modified, ${counts.writes} writes`);
    assert.deepEqual(counts.stale, []);
    assert.match([...seen.values()].join(), /Post-\d+-[1-9]\d*-end/);
  });
});
