// The reads that both hand-written limits answer alike, because they need no categories, tags or authors.
import { importFromBuild } from "../../service-modules.mjs";
import { instant, quote, summary } from "./json-text.mjs";
import { latestPosts } from "./sql.mjs";

const { planQuery } = await importFromBuild("planQuery");

const dated = ([title, slug, at]) => `${summary(title, slug)},"publishedAt":${instant(at)}}`;
/** A cursor is the place in the order: publication and id. */
const SPLIT = "/";

function page(rows, first) {
  let nodes = "";
  const size = Math.min(rows.length, first);
  for (let i = 0; i < size; i += 1) nodes += i === 0 ? dated(rows[i]) : `,${dated(rows[i])}`;
  const last = rows[size - 1];
  const cursor = last === undefined ? "null" : quote(`${last[2]}${SPLIT}${last[3]}`);
  return `{"data":{"posts":{"nodes":[${nodes}],"pageInfo":{"hasNextPage":${rows.length > first},"endCursor":${cursor}}}}}`;
}

export const sharedReads = {
  W4: {
    statement: {
      name: "W4",
      text: latestPosts("title, slug, visible_from, id", 11, "(visible_from, id) < ($1::timestamptz, $2::uuid)"),
    },
    values: ({ after }) => after.split(SPLIT),
    body: (rows) => page(rows, 10),
  },
  W5: {
    statement: {
      name: "W5",
      text: `select p.title, p.slug from (select post_id, visible_from, ts_rank(head, $1::tsquery) as rank from search_public
          where doc @@ $1::tsquery and visible_from <= now() order by rank desc, visible_from desc, post_id desc limit 10) s
        join post p on p.id = s.post_id order by s.rank desc, s.visible_from desc, s.post_id desc`,
    },
    values: ({ query }) => [planQuery(query).requiredWords.join(" & ")],
    body: (rows) =>
      `{"data":{"search":{"nodes":[${rows.map(([title, slug]) => `${summary(title, slug)}}`).join(",")}]}}}`,
  },
  read: {
    statement: { name: "read", text: "select title from post where slug = $1 and visible_from <= now()" },
    values: ({ slug }) => [slug],
    body: ([post], { slug }) => `{"data":{"post":${post === undefined ? null : `${summary(post[0], slug)}}`}}}`,
  },
  identify: {
    statement: { name: "identify", text: "select id from post where slug = $1" },
    values: ({ slug }) => [slug],
    body: ([[id]]) => `{"data":{"post":{"id":"${id}"}}}`,
  },
  walk: {
    statement: {
      name: "walk",
      text: latestPosts(
        "title, slug, visible_from, id",
        "$1::integer",
        "($2::timestamptz is null or (visible_from, id) < ($2::timestamptz, $3::uuid))",
      ),
    },
    values: ({ first, after }) => [String(first), ...(after ? after.split(SPLIT) : [null, null])],
    body: (rows, { first }) => page(rows, first),
  },
};
