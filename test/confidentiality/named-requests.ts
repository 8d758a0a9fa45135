// Requests that name hidden objects in every possible way, and malformed requests.
import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType } from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { assetKey, formerPagePath, hiddenPagePaths, hiddenStates, uuidOfName } from "../graph/test-site.js";
import { graphqlRequest, type SentRequest } from "./spied-app.js";
import { changeCursorAfter } from "./two-change-feeds.js";
import { hiddenIds } from "./two-sites.js";

export interface NamedRequest {
  name: string;
  sent: SentRequest;
}

const POST = `{ __typename id title slug version updatedAt body { source wordCount } author { name } authors { name } tags { name }
  related { post { slug } } seriesEntry { position total } adjacent { previous { slug } next { slug } } revisions { totalCount } }`;

const PAGE =
  "{ __typename id title path version parent { id } children { id path } body { source } seo { title description } }";

const hiddenSlugs = [0, 1].flatMap((block) => hiddenStates.map((state) => `${state}-${block}`));
const hiddenTerms = [0, 1].map((block) => ({
  tag: `hidden-topic-${block}`,
  author: `hidden-writer-${block}`,
  series: `hidden-course-${block}`,
}));

export function namedRequests(): NamedRequest[] {
  return [...byName(), ...byId(), ...byEntity(), ...files(), ...lists(), ...writes(), ...searches(), ...malformed()];
}

function byName(): NamedRequest[] {
  const posts = [...hiddenSlugs, ...hiddenSlugs.map((slug) => `old-${slug}`), "old-post-0-0", "old-post-1-1", "none"];
  const paths = [
    ...posts.map((slug) => `/posts/${slug}`),
    ...hiddenTerms.flatMap(({ tag, author, series }) => [
      ...[`/tags/${tag}`, `/tag/${tag}/was-here`, `/authors/${author}`, `/author/${author}/was-here`],
      ...[`/series/${series}`, `/series/${series}/was-here`, `/SERIES/${series}`],
    ]),
    ...[0, 1, 2, 3, 4, 5].flatMap((place) => [`/by-hand/${place}`, `/by-hand/to-${place}`]),
    ...["/archives/1", "/tag/topic-0/was-here", "/posts/post-0-0", "/tags/topic-1", "/categories/area-0"],
  ];
  return [
    ...posts.flatMap((slug) => [
      named(`post ${slug}`, `query ($slug: String!) { post(slug: $slug) ${POST} }`, { slug }),
      named(`post ${slug} inline, upper case`, `{ post(slug: "${slug.toUpperCase()}") ${POST} }`),
      get(`post ${slug} by GET`, `{post(slug:"${slug}"){title}}`),
    ]),
    ...paths.map((path) =>
      named(
        `path ${path}`,
        `query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { to statusCode } ... on Post ${POST} } }`,
        { path },
      ),
    ),
    ...[0, 1]
      .flatMap((block) => [...hiddenPagePaths(block), `/closed-guide-${block}/open`])
      .map((path) =>
        named(
          `page ${path}`,
          `query ($path: String!, $former: String!) { page(path: $path) ${PAGE} former: page(path: $former) ${PAGE}
          resolvePath(path: $path) { __typename ... on Redirect { to } ... on Page ${PAGE} } }`,
          { path, former: formerPagePath(path) },
        ),
      ),
    named(
      "comments",
      `{ posts(first: 20) { nodes { slug commentCount comments(first: 20) { totalCount pageInfo { hasNextPage endCursor }
        nodes { id authorName authorUrl authorKey html text status writtenAt parent { id } replies { totalCount nodes { id text } } } } } } }`,
    ),
    named("comments of editors", "{ comments(statuses: [PENDING]) { totalCount nodes { id } } }"),
    named("pages", `{ pages(first: 50) { totalCount edges { cursor node ${PAGE} } } }`),
    named(
      "menus",
      "{ menus { name items { label url target { id } items { label url target { id } items { label } } } } }",
    ),
    ...hiddenTerms.map((slugs) =>
      named(
        `terms ${slugs.tag}`,
        "query ($tag: String!, $author: String!, $series: String!) { tag(slug: $tag) { name postCount } author(slug: $author) { name bio } series(slug: $series) { title entries { position } } }",
        slugs,
      ),
    ),
  ];
}

/** Searches with scores, totals, facets, spelling suggestions and completions, which hidden posts might influence. */
function searches(): NamedRequest[] {
  const queries = [
    "网络",
    "sentence",
    "part block",
    "code -part",
    "secret",
    "draft",
    "hidden topic",
    "kxqcanary",
    "text",
    "blokc",
    "titel",
  ];
  return queries.flatMap((query) => [
    ...["RELEVANCE", "NEWEST"].map((order) =>
      named(
        `search ${query} ${order}`,
        `query ($query: String!) { search(query: $query, orderBy: ${order}) { totalCount totalCountIsExact isRelaxed didYouMean isCorrected originalQuery
          edges { cursor score node { slug } snippets { field text highlights { start end } } } pageInfo { hasNextPage endCursor }
          facets { categories { category { path } count } years { year count } } } }`,
        { query },
      ),
    ),
    named(`suggest ${query}`, "query ($prefix: String!) { suggest(prefix: $prefix) { text node { id } } }", {
      prefix: query,
    }),
  ]);
}

/** Entity queries of a federation gateway, by every key. */
function byEntity(): NamedRequest[] {
  const ids = hiddenIds();
  const bySlug = [
    ...[...hiddenSlugs, "old-post-0-0", "post-0-0"].map((slug) => ({ __typename: "Post", slug })),
    ...hiddenTerms.flatMap(({ tag, author }) => [
      { __typename: "Tag", slug: tag },
      { __typename: "Author", slug: author },
    ]),
    { __typename: "Category", slugPath: "area-0" },
  ];
  const byGlobalId = ["Post", "Tag", "Author", "Category"].flatMap((__typename) =>
    ids.map((id) => ({ __typename, id })),
  );
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Post ${POST}
    ... on Tag { slug postCount } ... on Author { slug postCount } ... on Category { slugPath postCount } } }`;
  // Objects with a slug one by one, so that each is tested alone; ids of every type with every type name in one request.
  return [...bySlug.map((one) => [one]), bySlug, byGlobalId].map((r, i) => named(`entities ${i}`, query, { r }));
}

function byId(): NamedRequest[] {
  const ids = hiddenIds();
  const filter = (key: string, value: unknown) =>
    named(
      `filter ${key}`,
      "query ($filter: PostFilter) { posts(filter: $filter) { totalCount nodes { slug } pageInfo { endCursor } } }",
      { filter: { [key]: value } },
    );
  return [
    ...ids.map((id) =>
      named(
        `node ${id}`,
        `query ($id: ID!) { node(id: $id) { __typename id ... on Post ${POST}
        ... on Comment { text parent { id } post { slug } replies { totalCount } } } }`,
        { id },
      ),
    ),
    named("all nodes", "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids }),
    ...ids.flatMap((id) => [
      ...["anyOf", "allOf", "noneOf"].flatMap((key) => [
        filter("tags", { [key]: [id] }),
        filter("categories", { [key]: [id] }),
      ]),
      filter("authorIds", [id]),
      filter("seriesId", id),
    ]),
    ...["DRAFT", "SCHEDULED", "TRASHED"].map((status) => filter("statuses", [status])),
    filter("title", "kxq"),
  ];
}

function lists(): NamedRequest[] {
  const page =
    "{ totalCount nodes { slug } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
  return [
    ...[0, 20, 40, 60, 80, 1_000].map((count) =>
      named(
        `the change feed behind ${count}`,
        `query ($after: String!) { changes(after: $after, first: 100) { cursor hasMore isReset
           nodes { cursor kind at nodeId paths node { __typename id ... on Post { title } ... on Tag { name } ... on Menu { name } } } } }`,
        { after: changeCursorAfter(count) },
      ),
    ),
    named(
      "the change feed by type",
      "query ($after: String!) { changes(after: $after, nodeTypes: [TAG, SERIES, ASSET]) { cursor nodes { nodeId paths } } }",
      {
        after: changeCursorAfter(0),
      },
    ),
    named("archive", "{ archive { year postCount months { month postCount } } }"),
    named(
      "paths of posts",
      `{ ${["2023-12", "2024-01", "2024-02", "2024-03", "2025-01"].map((month, place) => `p${place}: postPaths(month: "${month}") { path publishedAt updatedAt noIndex canonicalUrl }`).join(" ")} }`,
    ),
    named("all terms", `{ tags(first: 100) ${page} authors(first: 100) ${page} allSeries(first: 100) ${page} }`),
    named(
      "popular tags",
      `{ tags(first: 100, orderBy: { field: POST_COUNT, direction: DESC }) { totalCount edges { cursor node { name postCount } } } }`,
    ),
    named(
      "counts",
      `{ posts ${page} categories { nodes { path all: postCount own: postCount(includeDescendants: false) posts ${page} } } }`,
    ),
    named(
      "series",
      "{ allSeries { nodes { entries { position total post { slug } previous { slug } next { slug } } } } }",
    ),
    named(
      "related",
      "{ posts(first: 100) { nodes { slug related(first: 20) { score reasons post { slug } } body { links { url target { slug } } } } } }",
    ),
    named(
      "neighbours",
      "{ posts(first: 100) { nodes { a: adjacent { previous { slug } next { slug } } b: adjacent(scope: CATEGORY) { previous { slug } } c: adjacent(scope: SERIES) { next { slug } } } } }",
    ),
    named("introspection", "{ __schema { types { name description fields { name description } } } }"),
  ];
}

/** Every mutation with hidden ids and slugs: its error must not reveal whether the object exists. */
function writes(): NamedRequest[] {
  const mutations = Object.values(createSchema().getMutationType()?.getFields() ?? {});
  return mutations.flatMap((mutation) =>
    [uuidOfName("post draft-0"), "none"].map((_, index) => {
      const [id = ""] = hiddenIds().slice(index);
      const input = mutation.args.map((argument) => [argument.name, sample(argument.type, id)]);
      const types = mutation.args.map((argument) => `$${argument.name}: ${argument.type}`).join(", ");
      const passed = mutation.args.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
      return named(
        `${mutation.name} ${index}`,
        `mutation (${types}) { ${mutation.name}(${passed}) { errors { __typename code message path } } }`,
        Object.fromEntries(input),
      );
    }),
  );
}

/** `above` are the types of the inputs around this one: an input that contains its own type ends there. */
function sample(type: GraphQLInputType, id: string, above: readonly string[] = []): unknown {
  if (isNonNullType(type)) return sample(type.ofType, id, above);
  if (isListType(type)) {
    const item = sample(type.ofType, id, above);
    return item === undefined ? [] : [item];
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    if (above.includes(type.name)) return undefined;
    const fields = Object.values(type.getFields());
    return Object.fromEntries(fields.map((field) => [field.name, sample(field.type, id, [...above, type.name])]));
  }
  if (!isScalarType(type)) return null;
  if (type.name === "ID") return id;
  if (type.name === "Int") return 1;
  if (type.name === "Boolean") return true;
  return type.name === "String" ? hiddenSlugs[0] : "2099-01-01T00:00:00.000Z";
}

const ASSET = "{ id fileName url srcset uses(first: 9) { totalCount nodes { place owner { id } } } }";

/** The addresses of pictures that only hidden posts show, and of pictures that do not exist; and signatures that this service did not make. */
function files(): NamedRequest[] {
  const names = [0, 1].map((block) => `hidden-asset-${block}`);
  const keys = [...names.map(assetKey), "0".repeat(32)];
  const signed = `?until=4000000000&sig=${"A".repeat(43)}`;
  const paths = keys.flatMap((key) =>
    [
      "1/w320.webp",
      "1/w1280.jpg",
      "2/w320.webp",
      "1/square_96.jpg",
      `1/w320.webp${signed}`,
      "1/file.pdf",
      "1/x",
      "",
    ].map((rest) => `/assets/${key}/${rest}`),
  );
  return [
    ...paths.flatMap((path) =>
      ["GET", "HEAD"].map((method) => ({ name: `${method} ${path}`, sent: { method, path, headers: {} } })),
    ),
    { name: "an upload", sent: { method: "PUT", path: `/assets/uploads/${uuidOfName("x")}/1${signed}`, body: "x" } },
    ...[...names, "none"].map((name) =>
      named(
        `asset ${name}`,
        `query ($id: ID!) { asset(id: $id) ${ASSET} node(id: $id) { id ... on Asset ${ASSET} } }`,
        {
          id: encodeGlobalId("Asset", uuidOfName(`asset ${name}`)),
        },
      ),
    ),
    named("the list of assets", `{ assets(first: 5) { totalCount nodes ${ASSET} } }`),
    named("the list of unused assets", `{ assets(first: 5, filter: { isUnused: true, text: "kxq" }) { totalCount } }`),
  ];
}

function malformed(): NamedRequest[] {
  const json = { "content-type": "application/json" };
  const [slug = ""] = hiddenSlugs;
  const get = (path: string): NamedRequest => ({ name: `GET ${path}`, sent: { method: "GET", path } });
  return [
    { name: "no JSON", sent: { headers: json, body: `{"query": "{ post(slug: ${slug}` } },
    { name: "a list", sent: { headers: json, body: `[{"query": "{ post(slug: \\"${slug}\\") { title } }"}]` } },
    { name: "text", sent: { headers: { "content-type": "text/plain" }, body: slug } },
    { name: "wrong syntax", sent: graphqlRequest(`{ post(slug: "${slug}") { title `) },
    { name: "unknown field", sent: graphqlRequest(`{ post(slug: "${slug}") { titel drafts } }`) },
    { name: "wrong type", sent: graphqlRequest(`query ($slug: Int!) { post(slug: $slug) { title } }`, { slug }) },
    {
      name: "null slug",
      sent: graphqlRequest("query ($slug: String!) { post(slug: $slug) { title } }", { slug: null }),
    },
    {
      name: "wrong credential",
      sent: {
        ...graphqlRequest(`{ post(slug: "${slug}") { title } }`),
        headers: { ...json, authorization: "Bearer nonsense" },
      },
    },
    {
      name: "wrong preview token",
      sent: {
        ...graphqlRequest(`{ post(slug: "${slug}") { title } }`),
        headers: { ...json, "x-preview-token": "nonsense" },
      },
    },
    {
      name: "key without credential",
      sent: {
        ...graphqlRequest(`{ post(slug: "${slug}") { title } }`),
        headers: { ...json, "idempotency-key": "key" },
      },
    },
    { name: "options", sent: { method: "OPTIONS" } },
    { name: "delete", sent: { method: "DELETE" } },
    ...["/", "/livez", "/readyz", `/posts/${slug}`, "/feed.xml", "/sitemap.xml", "/metrics", "/graphql"].map(get),
    ...["first: 101", "first: -1", 'after: "x"', "first: 1, last: 1"].map((args) =>
      named(`posts(${args})`, `{ posts(${args}) { totalCount } }`),
    ),
  ];
}

function named(name: string, query: string, variables: Record<string, unknown> = {}): NamedRequest {
  return { name, sent: graphqlRequest(query, variables) };
}

function get(name: string, query: string): NamedRequest {
  const path = `/graphql?query=${encodeURIComponent(query)}`;
  return { name, sent: { method: "GET", path, headers: {} } };
}
