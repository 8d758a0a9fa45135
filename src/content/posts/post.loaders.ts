// Every read of single posts and of what hangs on a post. Each statement names visibility itself: a post reached by id,
// slug, path or link is hidden by the same predicate as in a list.

import type { Context } from "../../identity/context.js";
import { BoundedMap } from "../../lib/bounded-map.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import { addPathTags, OBJECT } from "../cache-tags/cache-tags.js";
import type { Category } from "../categories/category.entity.js";
import { loadCategories } from "../categories/category.loaders.js";
import { PATH_PREFIXES } from "../site-path.js";
import type { Tag } from "../tags/tag.entity.js";
import { loadTagsOfPost } from "../tags/tag.loaders.js";
import { readableSql } from "../visibility.js";
import type { BodyColumn } from "./body/post-body.columns.js";
import { bodyColumns, bodyColumnsSql, hasWholeText, takeBody } from "./body/post-body.loaders.js";
import { ALL_POST_COLUMNS, type PostColumns, postColumns, postColumnsSql } from "./lists/post-selection.js";
import { Post } from "./post.entity.js";

const toPost = (row: object): Post => Object.assign(new Post(), row);

export const postById = defineLoader<Context, string, Post | null>("postById", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query<Post>(
    `select ${postColumnsSql(ALL_POST_COLUMNS)} from post p
     where p.id = any(${parameters.bind(ids, "uuid[]")}) and ${readableSql(ctx, "p", parameters)}`,
    parameters.values,
  );
  ctx.cacheTags.addIds(OBJECT.post, ids);
  return inKeyOrder(ids, rows.map(toPost), (post) => post.id);
});

/** Of PostgreSQL. */
const MAX_INTEGER = 0x7fffffff;

interface PostAtPath {
  path: string;
  columns: PostColumns;
  body: readonly BodyColumn[];
}

/**
 * The post at a site-relative path, now or formerly, with what of its body is asked for. A current path wins over a former
 * one, but only among posts that can be seen: a hidden post neither shows nor shadows.
 */
const postByPath = defineLoader<Context, PostAtPath, Post | null>(
  "postByPath",
  async (ctx, keys) => {
    const paths = [...new Set(keys.map(({ path }) => path))];
    const body = [...new Set(keys.flatMap((key) => key.body))].sort();
    const columns = keys.reduce((all, key) => all | key.columns, 0);
    // Texts of many posts together are no longer than an answer may be.
    const bytes = Math.min(Math.floor(ctx.responseBytes / paths.length), MAX_INTEGER);
    const wanted = { columns, body, bytes };
    const rows = await readAtPaths(ctx, "now", paths, wanted);
    if (rows.length < paths.length) {
      // Most are found at once, and merely to have the search for former paths in a statement takes longer than that.
      const found = new Set(rows.map(({ requestedPath }) => requestedPath));
      const others = paths.filter((path) => !found.has(path));
      rows.push(...(await readAtPaths(ctx, "now or formerly", others, wanted)));
    }
    addPathTags(ctx.cacheTags, paths);
    ctx.cacheTags.addRows(OBJECT.post, rows);
    const byPath = new Map(
      rows.map((row) => [row.requestedPath, Object.assign(toPost(row), { knownBody: takeBody(row, body) })]),
    );
    return keys.map(({ path }) => byPath.get(path) ?? null);
  },
  ({ path, columns, body }) => `${columns} ${body.join()} ${path}`,
);

type When = "now" | "now or formerly";

interface WantedOfPost {
  columns: PostColumns;
  body: readonly BodyColumn[];
  /** How long the texts of one post may be. */
  bytes: number;
}

function readAtPaths(
  ctx: Context,
  when: When,
  paths: readonly string[],
  { columns, body, bytes }: WantedOfPost,
): Promise<(Post & { requestedPath: string })[]> {
  const parameters = new SqlParameters();
  const [list, prefix] = [parameters.bind(paths, "text[]"), parameters.bind(PATH_PREFIXES.post, "text")];
  const limit = hasWholeText(body) ? parameters.bind(bytes, "integer") : "";
  const write = () => {
    const select = `select ${postColumnsSql(columns)}${bodyColumnsSql(body, limit)}`;
    const joinBody = body.length === 0 ? "" : "join post_body b on b.post_id = p.id";
    return atPathsSql(when, { list, prefix, select, joinBody, readable: readableSql(ctx, "p", parameters) });
  };
  // Where nothing is known of the reader, what may be read binds no value.
  const isAnybody = ctx.viewer === null && ctx.previewPostId === null;
  const text = isAnybody ? preparedStatements.getOrCreate(`${when} ${columns} ${body.join()}`, write) : write();
  return ctx.db.query(text, parameters.values);
}

interface AtPaths {
  list: string;
  prefix: string;
  select: string;
  joinBody: string;
  readable: string;
}

function atPathsSql(when: When, { list, prefix, select, joinBody, readable }: AtPaths): string {
  const isCurrent = `starts_with(k.path, ${prefix}) and p.slug = substr(k.path, length(${prefix}) + 1) and ${readable}`;
  const current = `${select} from post p ${joinBody} where ${isCurrent}`;
  // Only looked at where the current paths have nothing.
  const former = `(${select} from path_alias a join post p on p.id = a.target_id and ${readable} ${joinBody}
    where a.path = k.path and a.kind = 'post' and not exists (select 1 from post p where ${isCurrent})
    order by a.created_at desc, p.id limit 1)`;
  return `select k.path as "requestedPath", m.* from unnest(${list}) k(path)
    cross join lateral (${when === "now" ? current : `${current} union all ${former}`} limit 1) m`;
}

/** Clients choose the columns; most choose one of a few sets. */
const MAX_STATEMENTS = 500;
const preparedStatements = new BoundedMap<string, string>(MAX_STATEMENTS);

/** With what the field's selection needs. */
export function loadPostByPath(ctx: Context, path: string, info: SelectingInfo): Deferred<Post | null> {
  const selection = selectionOf(info);
  // More than nothing, whatever is selected: a path tells the current one from a former one.
  return postByPath(ctx).load({ path, columns: postColumns(selection) | 1, body: bodyColumns(selection.at("body")) });
}

/** In the order of a post's row, which names them. */
export function categoriesOfPost(ctx: Context, post: Post): MaybeDeferred<Category[]> {
  return mapDeferred(loadCategories(ctx, post.categoryIds), (categories) =>
    categories.map((category) => requirePresent(ctx, category)),
  );
}

/** The reader was given the post, which makes its tags visible with it. */
export function tagsOfPost(ctx: Context, post: Post): MaybeDeferred<Tag[]> {
  return mapDeferred(loadTagsOfPost(ctx, post.tagIds), (tags) => tags.map((tag) => requirePresent(ctx, tag)));
}
