// The bonus of a post that other posts link to. It is small: of posts that match alike, the one that the site itself refers to is first.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { PATH_PREFIXES } from "../../site-path.js";
import { visibleSql } from "../../visibility.js";
import type { SearchScope } from "../query/search-scope.js";

/** In shares of the weight of all terms, as the bonuses of the score formula. The bonus of a post with the most links that count. */
const LINKED = 0.15;
/** Further links do not count. */
const MAX_LINKS = 20;

/**
 * An expression; `postId` is one as well. Links of posts that were published after the first page of the search do not count. Each link more
 * counts less than the one before.
 */
export function linkBonus(parameters: SqlParameters, postId: string, { publishedUntil }: SearchScope): string {
  const until =
    publishedUntil === null ? "true" : `b.visible_from <= ${parameters.bind(publishedUntil, "timestamptz")}`;
  return `(select ${LINKED} * ln(1 + count(*)) / ln(1 + ${MAX_LINKS})
    from (${linkingPostsSql(postId, { limit: MAX_LINKS, condition: until })}) x)`;
}

/**
 * A query of the other visible posts that link to a post, by its path or a former one. `postId` is an expression, and `condition` is a
 * condition of the linking post `b`.
 */
export function linkingPostsSql(postId: string, { limit, condition }: { limit: number; condition: string }): string {
  // Each step stays apart by its offset: joined at once, PostgreSQL reads all visible posts for each post that links are counted of. No path
  // is linked twice by one post, so that so many of each path are enough, and thousands of links to a popular post are not read.
  return `select distinct l.id from (
      select '${PATH_PREFIXES.post}' || q.slug as path from post q where q.id = ${postId}
      union all select a.path from path_alias a where a.target_id = ${postId} and a.kind = 'post' offset 0) own
    cross join lateral (
      select x.id from (
        select y.post_id as id from post_link y where y.path = own.path and y.post_id <> ${postId} offset 0) x
      cross join lateral (
        select from post b where b.id = x.id and ${visibleSql("b")} and ${condition} offset 0) b
      limit ${limit}) l
    limit ${limit}`;
}
