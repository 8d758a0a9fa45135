// The statements of the hand-written limit: one a request, which answers the whole body as JSON text, over the service's
// own tables and indexes. Only the words of a search are cut by the service's own modules.

const dist = new URL(`../../${process.env.BENCH_DIST}/`, import.meta.url);
const { planQuery } = await import(new URL("src/content/search/query/query-plan.js", dist));

const VISIBLE = "visible_from <= now()";
const author = (post) => `(select json_build_object('name', a.name) from author a where a.id = ${post}.author_id)`;
const NAMES = "coalesce(json_agg(json_build_object('name', c.name, 'path', c.path) order by m.position), '[]')";
const categories = (post) =>
  `(select ${NAMES} from post_category m join category c on c.id = m.category_id where m.post_id = ${post}.id)`;
/** The same by the ids in the post's row: cheaper for a page of posts, dearer for one. */
const categoriesByIds = (post) =>
  `(select ${NAMES} from unnest(${post}.category_ids) with ordinality m(id, position) join category c on c.id = m.id)`;
const summary = (post, more = "") => `json_build_object('title', ${post}.title, 'slug', ${post}.slug${more})`;
const dated = (post) => summary(post, `, 'publishedAt', ${post}.published_at`);
const latest = (columns, limit, where = "true") =>
  `select ${columns} from post q where q.${VISIBLE} and ${where} order by q.visible_from desc, q.id desc limit ${limit}`;
/** The newest posts that a category lists, as a JSON array of `shape`. */
const listed = (
  category,
  limit,
  shape,
) => `(select coalesce(json_agg(${shape} order by l.visible_from desc, l.post_id desc), '[]')
  from (select post_id, visible_from from category_listing where category_id = ${category}.id and ${VISIBLE}
    order by visible_from desc, post_id desc limit ${limit}) l join post p on p.id = l.post_id)`;
/** How many posts a category lists: what is kept up to the horizon, and the few that became visible since. */
const kept = (category) => `(select h.kept + (select count(*) from category_listing
    where category_id = ${category}.id and visible_from > h.horizon and ${VISIBLE})
  from (select horizon, (select sum(change) from post_count where scope = 'category_tree' and parent_id = ${category}.id) as kept
    from post_count_horizon) h)`;
const data = (field, value) => `json_build_object('data', json_build_object('${field}', ${value}))::text as body`;
const nodes = (value, more = "") => `json_build_object('nodes', coalesce(${value}, '[]')${more})`;

const fullSummary = (post) =>
  summary(post, `, 'excerpt', ${post}.excerpt, 'publishedAt', ${post}.published_at, 'author', ${author(post)}`);
const branch = (alias, children) =>
  `json_build_object('name', ${alias}.name, 'path', ${alias}.path, 'posts', json_build_object('nodes', ${listed(alias, 5, dated("p"))})${children})`;
const childrenOf = (
  parent,
  alias,
  children,
) => `, 'children', (select coalesce(json_agg(${branch(alias, children)} order by ${alias}.path), '[]')
  from category ${alias} where ${alias}.parent_id = ${parent}.id)`;

export const STATEMENTS = {
  W1: {
    text: `select ${data(
      "posts",
      nodes(`json_agg(${summary("p", `, 'excerpt', p.excerpt, 'publishedAt', p.published_at, 'author', ${author("p")}, 'categories', ${categoriesByIds("p")}`)}
        order by p.visible_from desc, p.id desc)`),
    )} from (${latest("*", 10)}) p`,
    values: () => [],
  },
  W2: {
    text: `select ${data(
      "post",
      summary(
        "p",
        `, 'publishedAt', p.published_at, 'body', json_build_object('html', b.html), 'author', ${author("p")}, 'categories', ${categories("p")},
        'tags', (select coalesce(json_agg(json_build_object('name', t.name, 'slug', t.slug) order by m.position), '[]')
          from post_tag m join tag t on t.id = m.tag_id where m.post_id = p.id)`,
      ),
    )} from post p join post_body b on b.post_id = p.id where p.slug = $1 and p.${VISIBLE}`,
    values: ({ slug }) => [slug],
  },
  W3: {
    text: `select ${data("categories", nodes(`json_agg(${branch("c0", childrenOf("c0", "c1", childrenOf("c1", "c2", "")))} order by c0.path)`))}
      from category c0 where c0.parent_id is null`,
    values: () => [],
  },
  W4: {
    text: `select ${data("posts", nodes(`json_agg(${dated("p")} order by p.visible_from desc, p.id desc) filter (where p.number <= 10)`, ", 'pageInfo', json_build_object('hasNextPage', count(*) > 10)"))}
      from (select q.*, row_number() over (order by q.visible_from desc, q.id desc) as number
        from (${latest("*", 11, "(q.visible_from, q.id) < ($1::timestamptz, $2::uuid)")}) q) p`,
    values: ({ after }) => after.split("/"),
  },
  W5: {
    text: `select ${data("search", nodes("json_agg(json_build_object('title', p.title, 'slug', p.slug) order by s.rank desc, s.visible_from desc, s.post_id desc)"))}
      from (select post_id, visible_from, ts_rank(head, $1::tsquery) as rank from search_public
        where doc @@ $1::tsquery and ${VISIBLE} order by rank desc, visible_from desc, post_id desc limit 10) s
      join post p on p.id = s.post_id`,
    values: ({ query }) => [planQuery(query).requiredWords.join(" & ")],
  },
  W6: {
    text: `select ${data(
      "category",
      `json_build_object('name', c.name, 'path', c.path, 'posts', json_build_object(
        'totalCount', ${kept("c")},
        'nodes', ${listed("c", 20, fullSummary("p"))}))`,
    )} from category c where c.path = $1`,
    values: ({ path }) => [path],
  },
  W7: {
    text: `select ${data(
      "posts",
      nodes(
        `json_agg(${summary(
          "q",
          `, 'author', ${author("q")}, 'categories', (select coalesce(json_agg(json_build_object('name', c.name, 'path', c.path, 'posts',
          json_build_object('nodes', ${listed("c", 3, summary("p", `, 'author', ${author("p")}`))})) order by m.position), '[]')
          from post_category m join category c on c.id = m.category_id where m.post_id = q.id)`,
        )} order by q.visible_from desc, q.id desc)`,
      ),
    )} from (${latest("*", 20)}) q`,
    values: () => [],
  },
  read: {
    text: `select ${data("post", summary("p"))} from post p where p.slug = $1 and p.${VISIBLE}`,
    values: ({ slug }) => [slug],
  },
  identify: {
    text: `select ${data("post", "json_build_object('id', p.id)")} from post p where p.slug = $1`,
    values: ({ slug }) => [slug],
  },
  walk: {
    text: `select ${data("posts", "json_build_object('pageInfo', json_build_object('endCursor', (array_agg(p.visible_from::text || '/' || p.id order by p.visible_from, p.id))[1]))")}
      from (${latest("*", "$1::integer", "($2::text is null or (q.visible_from, q.id) < (split_part($2, '/', 1)::timestamptz, split_part($2, '/', 2)::uuid))")}) p`,
    values: ({ first, after }) => [first, after ?? null],
  },
};
