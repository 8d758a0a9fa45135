// Resolves former paths to current paths. Each kind is subject to its visibility condition, so the former path of a hidden object is
// treated as a path that never existed.
import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { addPathTags, CONTENT } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES, type PathKind } from "../site-path.js";
import { authorVisibleSql, existsForReader, readableSql, seriesVisibleSql, tagVisibleSql } from "../visibility.js";

interface AliasRow {
  requestedPath: string;
  kind: PathKind;
  name: string;
}

/** The current path of the object that had the path before, or null if no visible object had it. */
export const currentPathOf = defineLoader<Context, string, string | null>("currentPathOf", async (ctx, paths) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query<AliasRow>(
    `/* Query.resolvePath formerPath */ select distinct on (a.path) a.path as "requestedPath", a.kind,
       coalesce(p.slug, c.path, t.slug, u.slug, s.slug) as name
     from path_alias a
     left join post p on a.kind = 'post' and p.id = a.target_id and ${readableSql(ctx, "p", parameters)}
     left join category c on a.kind = 'category' and c.id = a.target_id
     left join tag t on a.kind = 'tag' and t.id = a.target_id and ${existsForReader(ctx, tagVisibleSql("t"))}
     left join author u on a.kind = 'author' and u.id = a.target_id and ${existsForReader(ctx, authorVisibleSql("u"))}
     left join series s on a.kind = 'series' and s.id = a.target_id and ${existsForReader(ctx, seriesVisibleSql("s"))}
     where a.path = any(${parameters.bind(paths, "text[]")}) and coalesce(p.slug, c.path, t.slug, u.slug, s.slug) is not null
     order by a.path, a.created_at desc, a.target_id`,
    parameters.values,
  );
  addPathTags(ctx.cacheTags, paths);
  if (rows.length > 0) ctx.cacheTags.add(CONTENT);
  const found = inKeyOrder(paths, rows, (row) => row.requestedPath);
  return found.map((row) => (row === null ? null : PATH_PREFIXES[row.kind] + row.name));
});
