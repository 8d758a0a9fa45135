// The best that an engineer does by hand: Fastify, Mercurius with graphql-jit, and a hand-written statement a level,
// batched by Mercurius' loaders and read through the indexes of the service's own tables.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { decodeCursor, encodeCursor, patternsOf, TYPE_DEFS } from "./contract.mjs";
import { DATABASE_URL, POOL_SIZE, PORT } from "./port.mjs";

const types = { getTypeParser: (oid, format) => (oid === 1184 ? String : pg.types.getTypeParser(oid, format)) };
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL_SIZE, options: "-c TimeZone=UTC" });
const query = async (name, text, values) => (await pool.query({ name, text, values, types })).rows;

const VISIBLE = "visible_from <= now()";
const POST = `p.id, p.title, p.slug, p.excerpt, p.published_at as "publishedAt", p.visible_from as "visibleFrom", p.author_id as "authorId"`;
const CATEGORY = 'c.id, c.name, c.path as "slugPath"';

function connection(rows, first, more = {}) {
  const hasNextPage = rows.length > first;
  const nodes = hasNextPage ? rows.slice(0, first) : rows;
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage, endCursor: last ? encodeCursor(last) : null }, ...more };
}

const resolvers = {
  Query: {
    async post(_, { slug }) {
      return (await query("post", `select ${POST} from post p where p.slug = $1 and p.${VISIBLE}`, [slug]))[0] ?? null;
    },
    async posts(_, { first, after }) {
      const order = "order by p.visible_from desc, p.id desc limit $1";
      const rows = after
        ? await query(
            "posts-after",
            `select ${POST} from post p where p.${VISIBLE} and (p.visible_from, p.id) < ($2::timestamptz, $3::uuid) ${order}`,
            [first + 1, ...decodeCursor(after)],
          )
        : await query("posts", `select ${POST} from post p where p.${VISIBLE} ${order}`, [first + 1]);
      return connection(rows, first);
    },
    async category(_, { slugPath }) {
      return (await query("category", `select ${CATEGORY} from category c where c.path = $1`, [slugPath]))[0] ?? null;
    },
    async categories(_, { first, filter }) {
      const root = filter?.isRoot ? "where c.parent_id is null" : "";
      const text = `select ${CATEGORY} from category c ${root} order by c.path limit $1`;
      return { nodes: await query(`categories ${root}`, text, [first]) };
    },
    search(_, { query: words, first }) {
      const text = `select ${POST} from post p join post_body b on b.post_id = p.id where p.${VISIBLE}
        and (p.title ilike all($1::text[]) or b.text ilike all($1::text[])) order by p.visible_from desc, p.id desc limit $2`;
      return query("search", text, [patternsOf(words), first]);
    },
  },
  Mutation: {
    async updatePost(_, { id, title }) {
      const text = `update post p set title = $2, updated_at = now() where p.id = $1 returning ${POST}`;
      return (await query("update-post", text, [id, title]))[0] ?? null;
    },
  },
};

/** A parent that occurs twice is asked for once. */
const distinct = (ids) => [...new Set(ids)];

/** Rows of many keys as a list for each key, in the keys' order. */
function grouped(keys, rows) {
  const groups = new Map(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(row.key)?.push(row);
  return keys.map((key) => groups.get(key));
}

const memberLoader = (name, text) => async (queries) => {
  const ids = queries.map(({ obj }) => obj.id);
  return grouped(ids, await query(name, text, [distinct(ids)]));
};

const loaders = {
  Post: {
    async author(queries) {
      const ids = queries.map(({ obj }) => obj.authorId);
      const rows = await query("authors", "select id, name from author where id = any($1::uuid[])", [ids]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    },
    async body(queries) {
      const ids = queries.map(({ obj }) => obj.id);
      const rows = await query("bodies", "select post_id, html from post_body where post_id = any($1::uuid[])", [ids]);
      const byId = new Map(rows.map((row) => [row.post_id, row]));
      return ids.map((id) => byId.get(id));
    },
    categories: memberLoader(
      "categories-of-posts",
      `select m.post_id as key, ${CATEGORY} from post_category m join category c on c.id = m.category_id
       where m.post_id = any($1::uuid[]) order by m.post_id, m.position`,
    ),
    tags: memberLoader(
      "tags-of-posts",
      `select m.post_id as key, t.name, t.slug from post_tag m join tag t on t.id = m.tag_id
       where m.post_id = any($1::uuid[]) order by m.post_id, m.position`,
    ),
  },
  Category: {
    children: memberLoader(
      "children",
      `select c.parent_id as key, ${CATEGORY} from category c where c.parent_id = any($1::uuid[]) order by c.path`,
    ),
    async posts(queries) {
      // Aliases with other sizes would need a statement each; the workloads have none.
      const first = Math.max(...queries.map(({ params }) => params.first));
      const ids = queries.map(({ obj }) => obj.id);
      const rows = await query(
        "posts-of-categories",
        `select k.id as key, ${POST} from unnest($1::uuid[]) k(id) cross join lateral (
           select post_id, visible_from from category_listing where category_id = k.id and ${VISIBLE}
           order by visible_from desc, post_id desc limit $2) l
         join post p on p.id = l.post_id order by l.visible_from desc, l.post_id desc`,
        [distinct(ids), first + 1],
      );
      return grouped(ids, rows).map((group, i) => connection(group, queries[i].params.first, { categoryId: ids[i] }));
    },
  },
  PostConnection: {
    async totalCount(queries) {
      const ids = queries.map(({ obj }) => obj.categoryId);
      const rows = await query(
        "counts",
        `select k.id, x.count::integer from unnest($1::uuid[]) k(id) cross join lateral (
           select count(*) from category_listing where category_id = k.id and ${VISIBLE}) x`,
        [distinct(ids)],
      );
      const byId = new Map(rows.map((row) => [row.id, row.count]));
      return ids.map((id) => byId.get(id));
    },
  },
};

const app = Fastify();
await app.register(mercurius, { schema: TYPE_DEFS, resolvers, loaders, jit: 1, path: "/graphql" });
await app.listen({ port: PORT, host: "127.0.0.1" });
