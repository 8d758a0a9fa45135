// The lists of posts of the site, a category, a tag or an author. They differ in the table that drives them and share orders, filters,
// visibility and pages.
import { ANONYMOUS } from "../../../identity/context.js";
import type { Keyset } from "../../../platform/db/keyset.js";
import { type ListSource, listParameters, PARENT_ID } from "../../../platform/db/lists/list-source.js";
import type { Deferred, MaybeDeferred } from "../../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../../platform/graphql/look-ahead.js";
import { type ConnectionPage, loadConnection, loadCount } from "../../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";
import { pageRequest } from "../../../platform/graphql/pagination/page-args.js";
import { createPageFields } from "../../../platform/graphql/pagination/page-fields.js";
import type { ConnectionContext, ConnectionRequest } from "../../../platform/graphql/pagination/page-loaders.js";
import { perContext } from "../../../platform/graphql/per-context.js";
import { CONTENT, LISTS, OBJECT, POSTS_OF } from "../../cache-tags/cache-tags.js";
import { type CountScope, visiblePostsSql } from "../../post-counts/post-counts.js";
import type { ContentReader } from "../../visibility.js";
import { Post } from "../post.entity.js";
import type { PostOrder, PostOrderField, PostsArgs } from "../post.inputs.js";
import {
  conditionsSql,
  conditionsText,
  filterTags,
  monthTags,
  type PostConditions,
  postConditions,
  shownSql,
} from "./post-filter.js";
import { postColumns, postColumnsSql } from "./post-selection.js";

/** The table that drives a list. `l` is the alias of a table that refers to posts. */
interface PostScope {
  /** The schema coordinate, to which cursors are bound. */
  list: string;
  table: string;
  parent: string | null;
  /** Empty if the driving table is `post`. */
  join: string;
  /** The columns of the driving table that equal `visible_from` and `id` of the post. */
  visibleFrom: string;
  id: string;
  alias: string;
  /** Where its total is stored; null if all rows are counted. */
  count: CountScope | null;
}

const JOIN_POST = "join post p on p.id = l.post_id";
const joined = (count: CountScope | null, list: string, table: string, parent: string): PostScope => ({
  count,
  list,
  table: `${table} l`,
  parent: `l.${parent}`,
  join: JOIN_POST,
  visibleFrom: "l.visible_from",
  id: "l.post_id",
  alias: "l",
});
const onPost = (count: CountScope, list: string, parent: string | null): PostScope => ({
  count,
  list,
  table: "post p",
  parent,
  join: "",
  visibleFrom: "p.visible_from",
  id: "p.id",
  alias: "p",
});

export const POST_SCOPES = {
  site: onPost("site", "Query.posts", null),
  author: joined("author", "Author.posts", "post_author", "author_id"),
  tag: joined("tag", "Tag.posts", "post_tag", "tag_id"),
  series: joined(null, "Series.posts", "series_entry", "series_id"),
  category: joined("category", "Category.posts", "post_category", "category_id"),
  categoryTree: joined("category_tree", "Category.posts+descendants", "category_listing", "category_id"),
} as const;

export type PostScopeName = keyof typeof POST_SCOPES;

const ORDER_COLUMNS = {
  UPDATED_AT: { column: "p.updated_at", type: "timestamptz" },
  CREATED_AT: { column: "p.created_at", type: "timestamptz" },
  TITLE: { column: "p.title", type: "text" },
} as const;

const NEWEST_FIRST: PostOrder = { field: "PUBLISHED_AT", direction: "DESC" };

function keysetOf(scope: PostScope, order: PostOrder): Keyset {
  if (order.field === "PUBLISHED_AT") {
    return {
      keys: [
        { column: scope.visibleFrom, type: "timestamptz" },
        { column: scope.id, type: "uuid" },
      ],
      direction: order.direction,
    };
  }
  return { keys: [ORDER_COLUMNS[order.field], { column: "p.id", type: "uuid" }], direction: order.direction };
}

export function postSource(
  reader: ContentReader,
  scope: PostScope,
  order: PostOrder,
  conditions: PostConditions | null,
): ListSource {
  const parameters = listParameters(scope.parent);
  return {
    name: scope.list,
    table: scope.table,
    parent: scope.parent,
    join: scope.join,
    conditionsNeedJoin: conditions !== null || order.field !== "PUBLISHED_AT",
    columns: (columns) => (columns === 0 ? `${scope.id} as id` : postColumnsSql(columns)),
    keyset: keysetOf(scope, order),
    conditions: [
      shownSql(reader, conditions, scope.alias, parameters),
      ...(conditions === null ? [] : conditionsSql(conditions, parameters)),
    ],
    values: parameters.values,
    total: conditions === null && scope.count !== null ? visiblePostsSql(scope.count, scope, PARENT_ID) : null,
    isFiltered: conditions !== null,
  };
}

/** Months instead of the whole site if the filter selects at most a year and has no other condition. */
function listTags(scope: PostScopeName, order: PostOrder, conditions: PostConditions | null) {
  const orderTags = ORDER_TAGS[order.field];
  const shared = [...filterTags(conditions), ...orderTags];
  if (scope !== "site") return (parent: string | null) => [`${POSTS_OF[scope]}:${parent}`, ...shared];
  const months = monthTags(conditions);
  const tags = months === null ? [LISTS.posts, ...shared] : [...months, ...orderTags];
  return () => tags;
}

/** An edited post may change its place in a list that is ordered by something else than a constant of the post or its date. */
const ORDER_TAGS: Readonly<Record<PostOrderField, readonly string[]>> = {
  PUBLISHED_AT: [],
  CREATED_AT: [],
  UPDATED_AT: [CONTENT],
  TITLE: [CONTENT],
};

type PostList = Omit<ConnectionRequest, "page">;

function postsRequest(reader: ContentReader, scopeName: PostScopeName, args: PostsArgs): ConnectionRequest {
  const order = args.orderBy ?? NEWEST_FIRST;
  const conditions = postConditions(reader, args.filter);
  const list = conditions === null ? wholeList(scopeName, order) : postList(reader, scopeName, order, conditions);
  const { source, cursors, shape, cacheTags } = list;
  return { source, page: pageRequest(args, source.keyset, cursors), cursors, shape, cacheTags };
}

const wholeLists = new Map<string, PostList>();

/** A list without a filter is the same for all readers, and there are only a few. */
function wholeList(scopeName: PostScopeName, order: PostOrder): PostList {
  const name = `${scopeName} ${order.field} ${order.direction}`;
  let list = wholeLists.get(name);
  if (list === undefined) {
    list = postList(ANONYMOUS, scopeName, order, null);
    wholeLists.set(name, list);
  }
  return list;
}

function postList(
  reader: ContentReader,
  scopeName: PostScopeName,
  order: PostOrder,
  conditions: PostConditions | null,
): PostList {
  const scope = POST_SCOPES[scopeName];
  const source = postSource(reader, scope, order, conditions);
  const orderText = `${order.field} ${order.direction}`;
  const filter = conditionsText(conditions);
  const cursors = new CursorCodec({ list: scope.list, order: orderText, filter });
  return {
    source,
    cursors,
    shape: `${scope.list}\n${orderText}\n${filter}`,
    cacheTags: { kind: OBJECT.post, tagsOf: listTags(scopeName, order, conditions) },
  };
}

interface RequestOfArgs {
  args: PostsArgs;
  scopeName: PostScopeName;
  request: ConnectionRequest;
}

const requestsOf = perContext<RequestOfArgs[]>("post lists", () => []);

/** The request of a field, created once for all parents of a level, which share the object of their arguments. */
function sharedRequest(reader: ContentReader, scopeName: PostScopeName, args: PostsArgs): ConnectionRequest {
  const requests = requestsOf.of(reader);
  const known = requests.find((each) => each.args === args && each.scopeName === scopeName);
  if (known !== undefined) return known.request;
  const request = postsRequest(reader, scopeName, args);
  requests.push({ args, scopeName, request });
  return request;
}

const postPageFields = createPageFields(postColumns);

export function loadPosts(
  ctx: ConnectionContext & ContentReader,
  scope: PostScopeName,
  parent: string | null,
  args: PostsArgs,
  info: SelectingInfo,
): MaybeDeferred<ConnectionPage<Post>> {
  return loadConnection(ctx, Post, parent, sharedRequest(ctx, scope, args), postPageFields(selectionOf(info)));
}

const COUNTS = Object.fromEntries(
  Object.keys(POST_SCOPES).map((name) => [name, postsRequest(ANONYMOUS, name as PostScopeName, {})]),
) as Record<PostScopeName, ConnectionRequest>;

/** The number of posts of a parent that are visible. */
export function countPosts(ctx: ConnectionContext, scope: PostScopeName, parent: string | null): Deferred<number> {
  return loadCount(ctx, parent, COUNTS[scope]);
}
