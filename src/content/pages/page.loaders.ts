// Reads pages. Each statement contains the visibility predicate, so that a page that is reached by id, path, link or its place in the tree is
// hidden as it is in lists.
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, listParameters, tableList } from "../../platform/db/lists/list-source.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder, inKeyOrder } from "../../platform/graphql/loader.js";
import { addPathTags, CHILD_PAGES, OBJECT } from "../cache-tags/cache-tags.js";
import type { PostStatus } from "../posts/post.entity.js";
import { type ContentReader, readablePageSql, visibleSql } from "../visibility.js";
import { Page } from "./page.entity.js";

const PAGE_COLUMNS = sql`${selectColumns(Page, "p", [
  ...([
    "id",
    "parentId",
    "slug",
    "path",
    "position",
    "title",
    "state",
    "publishedAt",
    "createdAt",
    "updatedAt",
  ] as const),
  ...(["version", "locale", "storedExcerpt", "template", "cover"] as const),
  ...(["seoTitle", "seoDescription", "seoImage", "canonicalUrl", "noIndex"] as const),
])},
  ${computedColumn("status", "text", "case when p.state = 'PUBLISHED' and p.visible_from > now() then 'SCHEDULED' else p.state end")}`;

const toPage = (row: object): Page => Object.assign(new Page(), row);

export const pageById = defineLoader<Context, string, Page | null>("pageById", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Page.byId */ select ${PAGE_COLUMNS} from page p where p.id = any($1::uuid[]) and ${readablePageSql(ctx, "p")}`,
    [ids],
  );
  ctx.cacheTags.addIds(OBJECT.page, ids);
  return inKeyOrder(ids, rows.map(toPage), (page) => page.id);
});

/** The parent of a page that the reader was given. Whether it is visible is part of its event for the page, so that no tag names a hidden one. */
export const parentOfPage = defineLoader<Context, string, Page | null>("parentOfPage", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Page.parent */ select ${PAGE_COLUMNS} from page p where p.id = any($1::uuid[]) and ${readablePageSql(ctx, "p")}`,
    [ids],
  );
  ctx.cacheTags.addRows(OBJECT.page, rows);
  return inKeyOrder(ids, rows.map(toPage), (page) => page.id);
});

async function readByPath(ctx: Context, paths: readonly string[]): Promise<(Page | null)[]> {
  const rows = await ctx.db.query(
    sql`/* Page.byPath */ select ${PAGE_COLUMNS} from page p where p.path = any($1::text[]) and ${readablePageSql(ctx, "p")}`,
    [paths],
  );
  addPathTags(ctx.cacheTags, paths);
  ctx.cacheTags.addRows(OBJECT.page, rows);
  return inKeyOrder(paths, rows.map(toPage), (page) => page.path);
}

export const pageByPath = defineLoader<Context, string, Page | null>("pageByPath", readByPath);

/** By the current path, else by a former one. */
export const pageByAnyPath = defineLoader<Context, string, Page | null>("pageByAnyPath", async (ctx, paths) => {
  const current = await readByPath(ctx, paths);
  const missing = paths.filter((_, index) => current[index] === null);
  if (missing.length === 0) return current;
  const rows = await ctx.db.query(
    sql`/* Page.byFormerPath */ select distinct on (a.path) ${computedColumn("formerPath", "text", "a.path")}, ${PAGE_COLUMNS}
     from path_alias a join page p on p.id = a.target_id
     where a.kind = 'page' and a.path = any($1::text[]) and ${readablePageSql(ctx, "p")}
     order by a.path, a.created_at desc, p.id`,
    [missing],
  );
  ctx.cacheTags.addRows(OBJECT.page, rows);
  const former = new Map(rows.map(({ formerPath, ...row }) => [formerPath, toPage(row)]));
  return paths.map((path, index) => current[index] ?? former.get(path) ?? null);
});

/** Further children are available through `pages`. */
export const MAX_CHILD_PAGES = 500;

export const childrenOfPage = defineLoader<Context, string, Page[]>("childrenOfPage", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Page.children */ select x.* from unnest($1::uuid[]) k(id) cross join lateral
       (select ${PAGE_COLUMNS} from page p where p.parent_id = k.id and ${readablePageSql(ctx, "p")}
        order by p.position, p.title, p.id limit ${String(MAX_CHILD_PAGES)}) x
     order by x.position, x.title, x.id`,
    [ids],
  );
  ctx.cacheTags.addIds(CHILD_PAGES, ids);
  ctx.cacheTags.addRows(OBJECT.page, rows);
  return groupInKeyOrder(ids, rows.map(toPage), (page) => page.parentId ?? "");
});

const STATUS_SQL: Readonly<Record<PostStatus, string>> = {
  DRAFT: "p.state = 'DRAFT'",
  SCHEDULED: "(p.state = 'PUBLISHED' and p.visible_from > now())",
  PUBLISHED: visibleSql("p"),
  TRASHED: "false",
};

/** The pages of the given statuses that the reader may read, by path, so that a page comes before those below it. */
export function pagesSource(reader: Pick<ContentReader, "viewer">, statuses: readonly PostStatus[]): ListSource {
  const ofStatus = statuses.length === 0 ? "false" : `(${statuses.map((status) => STATUS_SQL[status]).join(" or ")})`;
  return tableList({
    name: "Query.pages",
    table: "page p",
    columns: PAGE_COLUMNS,
    keyset: { keys: [{ column: "p.path", type: "text" }], direction: "ASC" },
    conditions: [ofStatus, readablePageSql(reader, "p")],
    values: listParameters(null).values,
  });
}
