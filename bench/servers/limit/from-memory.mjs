// The reads of `limit-memory`: categories, tags and authors are held in memory as JSON text and read again every half
// minute; posts, lists and totals come from the database on each request.

import { read } from "./flat-read.mjs";
import { treeBody } from "./from-database.mjs";
import { author, category, instant, joined, quote, summary, tag } from "./json-text.mjs";
import { sharedReads } from "./shared-reads.mjs";
import { latestIn, latestPosts, seriesParts, tagTotals, totalOf } from "./sql.mjs";
import { wideBody } from "./wide.mjs";

const REFRESH_MS = 30_000;
const TERMS = {
  name: "terms",
  text: `select 'category', id, name, path from category
    union all select 'tag', id, name, slug from tag
    union all select 'author', id, name, slug from author`,
};

let terms = null;
/** Rows of the category tree in the order of paths. */
const inPathOrder = (one, other) => (one.path < other.path ? -1 : 1);

function remember(rows) {
  const next = {
    categories: new Map(),
    openCategories: new Map(),
    tags: new Map(),
    openTags: new Map(),
    authors: new Map(),
  };
  const [tree, byPath, tagsBySlug] = [[], new Map(), new Map()];
  for (const [kind, id, name, key] of rows) {
    if (kind === "author") next.authors.set(id, author(name));
    else if (kind === "tag") {
      next.tags.set(id, tag(name, key));
      next.openTags.set(id, tag(name, key).slice(0, -1));
      tagsBySlug.set(key, { id, name });
    } else {
      next.categories.set(id, category(name, key));
      next.openCategories.set(id, category(name, key).slice(0, -1));
      byPath.set(key, { id, open: category(name, key).slice(0, -1) });
      tree.push({ id, name, path: key });
    }
  }
  tree.sort(inPathOrder);
  terms = { ...next, tree, treeIds: `{${tree.map(({ id }) => id).join(",")}}`, byPath, tagsBySlug };
}

export function loadTerms() {
  return new Promise((resolve, reject) => {
    read(TERMS, [], (error, rows) => {
      if (error) return reject(error);
      remember(rows);
      setTimeout(() => loadTerms().catch(() => undefined), REFRESH_MS).unref();
      resolve();
    });
  });
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

const W1 = {
  statement: { name: "W1", text: latestPosts("title, slug, excerpt, published_at, author_id, category_ids", 10) },
  values: () => [],
  body(rows) {
    const { authors, categories } = terms;
    let nodes = "";
    for (const [title, slug, excerpt, at, authorId, categoryIds] of rows) {
      nodes += `${nodes === "" ? "" : ","}${summary(title, slug)},"excerpt":${quote(excerpt)},"publishedAt":${instant(at)},"author":${authors.get(authorId)},"categories":[${joined(categoryIds, categories)}]}`;
    }
    return `{"data":{"posts":{"nodes":[${nodes}]}}}`;
  },
};

const W2 = {
  statement: {
    name: "W2",
    text: `select p.title, p.published_at, b.html, p.author_id, p.category_ids, p.tag_ids
      from post p join post_body b on b.post_id = p.id where p.slug = $1 and p.visible_from <= now()`,
  },
  values: ({ slug }) => [slug],
  body([row], { slug }) {
    if (row === undefined) return '{"data":{"post":null}}';
    const [title, at, html, authorId, categoryIds, tagIds] = row;
    return `{"data":{"post":${summary(title, slug)},"publishedAt":${instant(at)},"body":{"html":${JSON.stringify(html)}},"author":${terms.authors.get(authorId)},"categories":[${joined(categoryIds, terms.categories)}],"tags":[${joined(tagIds, terms.tags)}]}}}`;
  },
};

const W3 = {
  statement: {
    name: "W3",
    text: `select k.index::text, x.title, x.slug, x.published_at from unnest($1::uuid[]) with ordinality k(id, index)
      cross join lateral ${latestIn({ table: "category_listing", column: "category_id", parent: "k.id", columns: "p.title, p.slug, p.published_at", limit: 5 })} x`,
  },
  values: () => [terms.treeIds],
  body(rows) {
    const lists = terms.tree.map(({ name, path }) => ({ name, path, posts: "", children: "" }));
    for (const [index, title, slug, at] of rows) {
      const one = lists[index - 1];
      one.posts += `${one.posts === "" ? "" : ","}${summary(title, slug)},"publishedAt":${instant(at)}}`;
    }
    return treeBody(lists);
  },
};

function pageOf(rows, from) {
  let nodes = "";
  for (let i = from; i < rows.length; i += 1) {
    const [title, slug, excerpt, at, authorId] = rows[i];
    nodes += `${i === from ? "" : ","}${summary(title, slug)},"excerpt":${quote(excerpt)},"publishedAt":${instant(at)},"author":${terms.authors.get(authorId)}}`;
  }
  return nodes;
}
const PAGE_COLUMNS = "p.title, p.slug, p.excerpt, p.published_at, p.author_id";
const pageSql = (table, column) => latestIn({ table, column, parent: "$1::uuid", columns: PAGE_COLUMNS, limit: 20 });

const W6 = {
  statement: {
    name: "W6",
    text: `select ${totalOf("category_listing", "category_id", "category_tree", "$1::uuid")}, null, null, null::timestamptz, null::uuid
      union all ${pageSql("category_listing", "category_id")}`,
  },
  values: ({ path }) => [terms.byPath.get(path)?.id ?? NO_ID],
  body(rows, { path }) {
    const one = terms.byPath.get(path);
    if (one === undefined) return '{"data":{"category":null}}';
    return `{"data":{"category":${one.open},"posts":{"totalCount":${rows[0][0]},"nodes":[${pageOf(rows, 1)}]}}}}`;
  },
};

const tagPage = {
  statement: { name: "tag", text: pageSql("post_tag", "tag_id") },
  values: ({ slug }) => [terms.tagsBySlug.get(slug)?.id ?? NO_ID],
  body(rows, { slug }) {
    if (rows.length === 0) return '{"data":{"tag":null}}';
    return `{"data":{"tag":{"name":${quote(terms.tagsBySlug.get(slug).name)},"posts":{"nodes":[${pageOf(rows, 0)}]}}}}`;
  },
};

const W7 = {
  statement: {
    name: "W7",
    text: `with q as materialized (${latestPosts("title, slug, author_id, category_ids", 20)})
      select null, title, slug, author_id, category_ids from q
      union all select k.id, x.title, x.slug, x.author_id, null from (select distinct unnest(category_ids) as id from q) k
        cross join lateral ${latestIn({ table: "category_listing", column: "category_id", parent: "k.id", columns: "p.title, p.slug, p.author_id", limit: 3 })} x`,
  },
  values: () => [],
  body(rows) {
    const { authors, openCategories } = terms;
    const lists = new Map();
    for (let i = rows.length - 1; i >= 0 && rows[i][0] !== null; i -= 1) {
      const [id, title, slug, authorId] = rows[i];
      const text = `${summary(title, slug)},"author":${authors.get(authorId)}}`;
      const later = lists.get(id);
      lists.set(id, later === undefined ? text : `${text},${later}`);
    }
    for (const [id, posts] of lists) lists.set(id, `${openCategories.get(id)},"posts":{"nodes":[${posts}]}}`);
    let nodes = "";
    for (const [id, title, slug, authorId, categoryIds] of rows) {
      if (id !== null) break;
      nodes += `${nodes === "" ? "" : ","}${summary(title, slug)},"author":${authors.get(authorId)},"categories":[${joined(categoryIds, lists)}]}`;
    }
    return `{"data":{"posts":{"nodes":[${nodes}]}}}`;
  },
};

const W9 = {
  statement: {
    name: "W9",
    text: `with q as materialized (${latestPosts("id, title, slug, category_ids, tag_ids", 100)}), s as materialized (${seriesParts("q")}),
      n as (${tagTotals("array(select unnest(tag_ids) from q)")})
      select 'post', id, title, slug, category_ids, tag_ids from q
      union all select 'total', id, total::text, null, null, null from n
      union all select 'series', id, title, slug, null, null from series where id in (select series_id from s)
      union all select 'part', series_id, post_id::text, null, null, null from s`,
  },
  values: () => [],
  body: (rows) => wideBody(rows, { categories: terms.categories, tags: terms.openTags }),
};

export const reads = { ...sharedReads, W1, W2, W3, W6, W7, W9, tag: tagPage };
