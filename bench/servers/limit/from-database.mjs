// The reads of `limit`: each is one statement of flat rows. Rows of several kinds come one after the other in the same
// columns; what several posts share, such as a category, is sent once and joined in JavaScript.
import { author, category, instant, joined, quote, summary, tag } from "./json-text.mjs";
import { sharedReads } from "./shared-reads.mjs";
import { latestIn, latestPosts, seriesParts, tagTotals, totalOf } from "./sql.mjs";
import { wideBody } from "./wide.mjs";

/** A page of posts, then the authors and categories that it refers to. */
const AUTHORS_OF = (page) =>
  `select name, null, null, null, id, null from author where id in (select author_id from ${page})`;
const isPost = ([, , excerpt]) => excerpt !== null;
const PAGE_COLUMNS = "p.title, p.slug, p.excerpt, p.published_at, p.author_id";

const W1 = {
  statement: {
    name: "W1",
    text: `with q as materialized (${latestPosts("title, slug, excerpt, published_at, author_id, category_ids", 10)})
      select * from q union all ${AUTHORS_OF("q")}
      union all select name, path, null, null, null, array[id] from category where id in (select unnest(category_ids) from q)`,
  },
  values: () => [],
  body(rows) {
    const [authors, categories] = [new Map(), new Map()];
    let end = rows.length;
    for (; end > 0 && !isPost(rows[end - 1]); end -= 1) {
      const [name, path, , , id, ids] = rows[end - 1];
      if (path === null) authors.set(id, author(name));
      else categories.set(ids.slice(1, -1), category(name, path));
    }
    let nodes = "";
    for (let i = 0; i < end; i += 1) {
      const [title, slug, excerpt, at, authorId, ids] = rows[i];
      nodes += `${i === 0 ? "" : ","}${summary(title, slug)},"excerpt":${quote(excerpt)},"publishedAt":${instant(at)},"author":${authors.get(authorId)},"categories":[${joined(ids, categories)}]}`;
    }
    return `{"data":{"posts":{"nodes":[${nodes}]}}}`;
  },
};

const W2 = {
  statement: {
    name: "W2",
    text: `with p as materialized (select p.title, p.published_at, b.html, a.name, p.category_ids, p.tag_ids
        from post p join post_body b on b.post_id = p.id join author a on a.id = p.author_id where p.slug = $1 and p.visible_from <= now())
      select title, published_at, html, name, category_ids, tag_ids from p
      union all select c.name, null, c.path, null, array[c.id], null from category c where c.id = any((select category_ids from p)::uuid[])
      union all select t.name, null, null, t.slug, array[t.id], null from tag t where t.id = any((select tag_ids from p)::uuid[])`,
  },
  values: ({ slug }) => [slug],
  body(rows, { slug }) {
    if (rows.length === 0) return '{"data":{"post":null}}';
    const [title, at, html, name, categoryIds, tagIds] = rows[0];
    const terms = new Map();
    for (let i = 1; i < rows.length; i += 1) {
      const [term, , path, tagSlug, id] = rows[i];
      terms.set(id.slice(1, -1), path === null ? tag(term, tagSlug) : category(term, path));
    }
    return `{"data":{"post":${summary(title, slug)},"publishedAt":${instant(at)},"body":{"html":${JSON.stringify(html)}},"author":${author(name)},"categories":[${joined(categoryIds, terms)}],"tags":[${joined(tagIds, terms)}]}}}`;
  },
};

const W3 = {
  statement: {
    name: "W3",
    text: `select x.title, x.slug, x.published_at, c.path, c.name from (select id, path, name from category order by path) c
      left join lateral ${latestIn({ table: "category_listing", column: "category_id", parent: "c.id", columns: "p.title, p.slug, p.published_at", limit: 5 })} x on true`,
  },
  values: () => [],
  body(rows) {
    const lists = [];
    let last;
    for (const [title, slug, at, path, name] of rows) {
      if (last?.path !== path) {
        last = { path, name, posts: "", children: "" };
        lists.push(last);
      }
      if (title === null) continue;
      last.posts += `${last.posts === "" ? "" : ","}${summary(title, slug)},"publishedAt":${instant(at)}}`;
    }
    return treeBody(lists);
  },
};

/** Categories in the order of their paths, as the three levels of the query. */
export function treeBody(lists) {
  const byPath = new Map(lists.map((one) => [one.path, one]));
  let roots = "";
  // The last come first, so that a category's children are complete before it is added to its parent.
  for (let i = lists.length - 1; i >= 0; i -= 1) {
    const { path, name, posts, children } = lists[i];
    const depth = path.split("/").length;
    if (depth > 3) continue;
    const own = `{"name":${quote(name)},"slugPath":${quote(path)},"posts":{"nodes":[${posts}]}`;
    const text = depth === 3 ? `${own}}` : `${own},"children":[${children}]}`;
    if (depth === 1) roots = roots === "" ? text : `${text},${roots}`;
    else {
      const parent = byPath.get(path.slice(0, path.lastIndexOf("/")));
      parent.children = parent.children === "" ? text : `${text},${parent.children}`;
    }
  }
  return `{"data":{"categories":{"nodes":[${roots}]}}}`;
}

/** Rows between the first, which is the list's parent, and the authors. */
function pageOf(rows) {
  const authors = new Map();
  let end = rows.length;
  for (; end > 1 && !isPost(rows[end - 1]); end -= 1) authors.set(rows[end - 1][4], author(rows[end - 1][0]));
  let nodes = "";
  for (let i = 1; i < end; i += 1) {
    const [title, slug, excerpt, at, authorId] = rows[i];
    nodes += `${i === 1 ? "" : ","}${summary(title, slug)},"excerpt":${quote(excerpt)},"publishedAt":${instant(at)},"author":${authors.get(authorId)}}`;
  }
  return nodes;
}

const W6 = {
  statement: {
    name: "W6",
    text: `with c as materialized (select id, name from category where path = $1),
      q as materialized (select x.* from c cross join lateral ${latestIn({ table: "category_listing", column: "category_id", parent: "c.id", columns: PAGE_COLUMNS, limit: 20 })} x)
      select name, ${totalOf("category_listing", "category_id", "category_tree", "c.id")}, null::text, null::timestamptz, null::uuid, null from c
      union all select q.*, null from q union all ${AUTHORS_OF("q")}`,
  },
  values: ({ path }) => [path],
  body(rows, { path }) {
    if (rows.length === 0) return '{"data":{"category":null}}';
    const [[name, total]] = rows;
    return `{"data":{"category":{"name":${quote(name)},"slugPath":${quote(path)},"posts":{"totalCount":${total},"nodes":[${pageOf(rows)}]}}}}`;
  },
};

const tagPage = {
  statement: {
    name: "tag",
    text: `with t as materialized (select id, name from tag where slug = $1),
      q as materialized (select x.* from t cross join lateral ${latestIn({ table: "post_tag", column: "tag_id", parent: "t.id", columns: PAGE_COLUMNS, limit: 20 })} x)
      select name, null::text, null::text, null::timestamptz, null::uuid, null from t
      union all select q.*, null from q union all ${AUTHORS_OF("q")}`,
  },
  values: ({ slug }) => [slug],
  body(rows) {
    // A tag without visible posts is not shown.
    if (rows.length < 2) return '{"data":{"tag":null}}';
    return `{"data":{"tag":{"name":${quote(rows[0][0])},"posts":{"nodes":[${pageOf(rows)}]}}}}`;
  },
};

const W7 = {
  statement: {
    name: "W7",
    text: `with q as materialized (${latestPosts("title, slug, author_id, category_ids", 20)}),
      k as materialized (select c.id, c.name, c.path from category c where c.id in (select unnest(category_ids) from q)),
      l as materialized (select k.id, x.* from k cross join lateral ${latestIn({ table: "category_listing", column: "category_id", parent: "k.id", columns: "p.title, p.slug, p.author_id", limit: 3 })} x)
      select 'post', title, slug, author_id, category_ids from q
      union all select 'author', name, null, id, null from author where id in (select author_id from q union select author_id from l)
      union all select 'category', name, path, id, null from k
      union all select 'listed', title, slug, author_id, array[id] from l`,
  },
  values: () => [],
  body(rows) {
    const [authors, categories] = [new Map(), new Map()];
    let nodes = "";
    for (const [kind, text, slug, id, ids] of rows) {
      if (kind === "author") authors.set(id, author(text));
      else if (kind === "category")
        categories.set(id, { open: `{"name":${quote(text)},"slugPath":${quote(slug)}`, posts: "" });
      else if (kind === "listed") {
        const one = categories.get(ids.slice(1, -1));
        one.posts += `${one.posts === "" ? "" : ","}${summary(text, slug)},"author":${authors.get(id)}}`;
      }
    }
    for (const [id, { open, posts }] of categories) categories.set(id, `${open},"posts":{"nodes":[${posts}]}}`);
    for (const [kind, title, slug, id, ids] of rows) {
      if (kind !== "post") break;
      nodes += `${nodes === "" ? "" : ","}${summary(title, slug)},"author":${authors.get(id)},"categories":[${joined(ids, categories)}]}`;
    }
    return `{"data":{"posts":{"nodes":[${nodes}]}}}`;
  },
};

const W9 = {
  statement: {
    name: "W9",
    text: `with q as materialized (${latestPosts("id, title, slug, category_ids, tag_ids", 100)}),
      s as materialized (${seriesParts("q")}), n as (${tagTotals("array(select unnest(tag_ids) from q)")})
      select 'post', id, title, slug, category_ids, tag_ids from q
      union all select 'category', id, name, path, null, null from category where id in (select unnest(category_ids) from q)
      union all select 'tag', t.id, t.name, t.slug, array[]::uuid[], null from tag t where t.id in (select unnest(tag_ids) from q)
      union all select 'total', id, total::text, null, null, null from n
      union all select 'series', id, title, slug, null, null from series where id in (select series_id from s)
      union all select 'part', series_id, post_id::text, null, null, null from s`,
  },
  values: () => [],
  body(rows) {
    const [categories, tags] = [new Map(), new Map()];
    for (const [kind, id, name, slug] of rows) {
      if (kind === "category") categories.set(id, category(name, slug));
      else if (kind === "tag") tags.set(id, tag(name, slug).slice(0, -1));
    }
    return wideBody(rows, { categories, tags });
  },
};

export const reads = { ...sharedReads, W1, W2, W3, W6, W7, W9, tag: tagPage };
