// Reads single posts, and the authors and terms of a post. Each statement contains the visibility predicate, so that a post that is reached by id,
// slug, path or link is hidden as it is in lists.
import type { Context } from "../../identity/context.js";
import { BoundedMap } from "../../lib/bounded-map.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import type { Author } from "../authors/author.entity.js";
import { loadAuthorsOfPost } from "../authors/author.loaders.js";
import { addPathTags, OBJECT } from "../cache-tags/cache-tags.js";
import type { Category } from "../categories/category.entity.js";
import { loadCategories } from "../categories/category.loaders.js";
import { PATH_PREFIXES } from "../site-path.js";
import type { Tag } from "../tags/tag.entity.js";
import { loadTagsOfPost } from "../tags/tag.loaders.js";
import { readableSql } from "../visibility.js";
import { authorIdsOf } from "./authors/author-ids.js";
import type { BodyColumn } from "./body/post-body.columns.js";
import { bodyColumns, bodyColumnsSql, hasWholeText, takeBody } from "./body/post-body.loaders.js";
import { ALL_POST_COLUMNS, type PostColumns, postColumns, postColumnsSql } from "./lists/post-selection.js";
import { Post } from "./post.entity.js";
import { withWorkingCopy } from "./working-copies/previewed-copy.js";

const toPost = (row: object): Post => Object.assign(new Post(), row);

export const postById = defineLoader<Context, string, Post | null>("postById", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query(
    sql`/* Post.byId */ select ${postColumnsSql(ALL_POST_COLUMNS)} from post p
     where p.id = any(${parameters.bind(ids, "uuid[]")}) and ${readableSql(ctx, "p", parameters)}`,
    parameters.values,
  );
  ctx.cacheTags.addIds(OBJECT.post, ids);
  return inKeyOrder(ids, await withWorkingCopy(ctx, rows.map(toPost)), (post) => post.id);
});

/** The greatest value of PostgreSQL's type `integer`. */
const MAX_INTEGER = 0x7fffffff;

interface PostAtPath {
  path: string;
  columns: PostColumns;
  body: readonly BodyColumn[];
}

type PathKinds = "current" | "current or former";

/** The posts at the paths, with the selected columns of their bodies. */
const readPosts =
  (kinds: PathKinds) =>
  async (ctx: Context, keys: readonly PostAtPath[]): Promise<(Post | null)[]> => {
    const paths = [...new Set(keys.map(({ path }) => path))];
    const body = [...new Set(keys.flatMap((key) => key.body))].sort();
    const columns = keys.reduce((all, key) => all | key.columns, 0);
    // The texts of all posts together must fit into the response.
    const bytes = Math.min(Math.floor(ctx.responseBytes / paths.length), MAX_INTEGER);
    const selection = { columns, body, bytes };
    const rows = await readAtPaths(ctx, "current", paths, selection);
    if (kinds === "current or former" && rows.length < paths.length) {
      // Most paths are current ones, and a statement that also looks for former ones takes longer even if it need not look.
      const found = new Set(rows.map(({ requestedPath }) => requestedPath));
      const missing = paths.filter((path) => !found.has(path));
      rows.push(...(await readAtPaths(ctx, "current or former", missing, selection)));
    }
    addPathTags(ctx.cacheTags, paths);
    ctx.cacheTags.addRows(OBJECT.post, rows);
    const posts = rows.map((row) => Object.assign(toPost(row), { knownBody: takeBody(row, body) }));
    const shown = await withWorkingCopy(ctx, posts);
    const byPath = new Map(rows.map(({ requestedPath }, place) => [requestedPath, shown[place]]));
    return keys.map(({ path }) => byPath.get(path) ?? null);
  };

const keyText = ({ path, columns, body }: PostAtPath): string => `${columns} ${body.join()} ${path}`;

const postAtPath = defineLoader<Context, PostAtPath, Post | null>("postAtPath", readPosts("current"), keyText);

/**
 * The post whose current or former path this is. A current path takes precedence over a former one, but only among posts that the reader
 * may read: a hidden post is not found and hides no other.
 */
const postByPath = defineLoader<Context, PostAtPath, Post | null>(
  "postByPath",
  readPosts("current or former"),
  keyText,
);

interface PathSelection {
  columns: PostColumns;
  body: readonly BodyColumn[];
  /** The greatest length of the texts of one post. */
  bytes: number;
}

function readAtPaths(
  ctx: Context,
  kinds: PathKinds,
  paths: readonly string[],
  { columns, body, bytes }: PathSelection,
): Promise<PostAtPathRow[]> {
  const parameters = new SqlParameters();
  const [list, prefix] = [parameters.bind(paths, "text[]"), parameters.bind(PATH_PREFIXES.post, "text")];
  const limit = hasWholeText(body) ? parameters.bind(bytes, "integer") : "";
  const write = () => {
    const select = `select ${postColumnsSql(columns)}${bodyColumnsSql(body, limit)}`;
    const joinBody = body.length === 0 ? "" : "join post_body b on b.post_id = p.id";
    return atPathsSql(kinds, { list, prefix, select, joinBody, readable: readableSql(ctx, "p", parameters) });
  };
  // For an anonymous reader without a preview token, the predicate binds no value, so that the text depends on the selection alone.
  const isShared = ctx.viewer === null && ctx.previewPostId === null;
  const text = isShared ? anonymousStatements.getOrCreate(`${kinds} ${columns} ${body.join()}`, write) : write();
  return ctx.db.query(text, parameters.values);
}

interface AtPaths {
  list: string;
  prefix: string;
  select: string;
  joinBody: string;
  readable: string;
}

/** A row has the selected columns, and those of the body under the names of `bodyColumnsSql`. */
type PostAtPathRow = Post & { requestedPath: string };

function atPathsSql(kinds: PathKinds, { list, prefix, select, joinBody, readable }: AtPaths): SqlText<PostAtPathRow> {
  const isCurrent = `starts_with(k.path, ${prefix}) and p.slug = substr(k.path, length(${prefix}) + 1) and ${readable}`;
  const current = `${select} from post p ${joinBody} where ${isCurrent}`;
  // Evaluated only if no post has the path as its current one.
  const former = `(${select} from path_alias a join post p on p.id = a.target_id and ${readable} ${joinBody}
    where a.path = k.path and a.kind = 'post' and not exists (select 1 from post p where ${isCurrent})
    order by a.created_at desc, p.id limit 1)`;
  return `/* Post.byPath ${kinds} */ select k.path as "requestedPath", m.* from unnest(${list}) k(path)
    cross join lateral (${kinds === "current" ? current : `${current} union all ${former}`} limit 1) m`;
}

/** Clients choose the columns, and most of them choose one of a few sets. */
const MAX_STATEMENTS = 500;
const anonymousStatements = new BoundedMap<string, SqlText<PostAtPathRow>>(MAX_STATEMENTS);

/** Reads the columns that the selection of the field needs. `kinds` says whether a former path finds the post as well. */
export function loadPostByPath(
  ctx: Context,
  path: string,
  info: SelectingInfo,
  kinds: PathKinds = "current or former",
): Deferred<Post | null> {
  const selection = selectionOf(info);
  const loader = kinds === "current" ? postAtPath : postByPath;
  // At least the columns that are always read: the path of the post follows from them.
  return loader(ctx).load({ path, columns: postColumns(selection) | 1, body: bodyColumns(selection.at("body")) });
}

/** The authors of a post that the reader was given, which makes its authors visible too. */
export function authorsOfPost(ctx: Context, post: Post): MaybeDeferred<Author[]> {
  return mapDeferred(loadAuthorsOfPost(ctx, authorIdsOf(post)), (authors) =>
    authors.map((author) => requirePresent(ctx, author)),
  );
}

/** The categories of a post in the order of the ids in its row. */
export function categoriesOfPost(ctx: Context, post: Post): MaybeDeferred<Category[]> {
  return mapDeferred(loadCategories(ctx, post.categoryIds), (categories) =>
    categories.map((category) => requirePresent(ctx, category)),
  );
}

/** The tags of a post that the reader was given, which makes its tags visible too. */
export function tagsOfPost(ctx: Context, post: Post): MaybeDeferred<Tag[]> {
  return mapDeferred(loadTagsOfPost(ctx, post.tagIds), (tags) => tags.map((tag) => requirePresent(ctx, tag)));
}
