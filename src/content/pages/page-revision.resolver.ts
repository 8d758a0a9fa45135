// The field Page.revisions, for viewers who may edit pages, and revisions of pages by id.
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { entityColumns, selectColumns } from "../../platform/db/entity-columns.js";
import { tableList } from "../../platform/db/lists/list-source.js";
import type { SqlText } from "../../platform/db/sql-text.js";
import { ForbiddenError } from "../../platform/graphql/bad-input.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { Revision } from "../posts/revisions/revision.entity.js";
import { RevisionConnection } from "../posts/revisions/revision.resolver.js";
import { Page } from "./page.entity.js";
import { PageRevisionRow } from "./page-revision.entity.js";

/** What a revision of a post stores and one of a page does not. */
const LACKING = entityColumns(Revision).filter(
  ({ property }) => !entityColumns(PageRevisionRow).some((column) => (column.property as string) === property),
);

/** The fields by which revisions differ, with their columns; the names are those of the fields of Page. */
const FIELDS = {
  ...{ title: ["title"], body: ["source", "format"], slug: ["slug"], parent: ["parent_id"], template: ["template"] },
  ...{ locale: ["locale"], cover: ["cover"], status: ["state"], publishedAt: ["published_at"] },
  seo: ["seo_title", "seo_description", "seo_image", "canonical_url", "no_index"],
};

const rowOf = (alias: string, columns: readonly string[]): string =>
  `(${columns.map((column) => `${alias}.${column}`).join(", ")})`;

const CHANGED = Object.entries(FIELDS)
  .map(
    ([field, columns]) =>
      `case when ${rowOf("r", columns)} is distinct from ${rowOf("q", columns)} then '${field}' end`,
  )
  .join(", ");

const COLUMNS = [
  selectColumns(PageRevisionRow, "r"),
  `case when r.version = 1 then '{}'::text[] else (select array_remove(array[${CHANGED}], null) from page_revision q
     where q.page_id = r.page_id and q.version = r.version - 1) end as "knownChangedFields"`,
  ...LACKING.map(({ property, type }) => `null::${type} as "${property}"`),
].join(", ");

/** Responses with revisions are never anonymous and so never cached. */
const REVISION_TAGS = { kind: "revision", tagsOf: () => [] };

const cursors = new CursorCodec({ list: "Page.revisions", order: "VERSION DESC", filter: "" });

const source = tableList({
  name: "Page.revisions",
  table: "page_revision r",
  parent: "r.page_id",
  columns: COLUMNS,
  keyset: { keys: [{ column: "r.version", type: "integer" }], direction: "DESC" },
});

export const pageRevisionById = defineLoader<Context, string, Revision | null>("pageRevisionById", async (ctx, ids) => {
  // The published schema has no such table.
  if (!mayEver(ctx.viewer, "writePage")) return ids.map(() => null);
  const statement: SqlText<Revision> = `/* PageRevision.byId */ select ${COLUMNS} from page_revision r where r.id = any($1::uuid[])`;
  const rows = await ctx.db.query(statement, [ids]);
  return inKeyOrder(
    ids,
    rows.map((row) => Object.assign(new Revision(), row)),
    (revision) => revision.id,
  );
});

@Resolver(() => Page)
export class PageRevisionsResolver {
  @FieldResolver(() => RevisionConnection, {
    description: "The revisions of the page, newest first. Viewers who may not edit pages get a FORBIDDEN error.",
  })
  revisions(
    @Root() page: Page,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Revision>> {
    if (!mayEver(ctx.viewer, "writePage")) {
      throw new ForbiddenError("Only viewers who may edit pages can read their revisions.");
    }
    return loadConnection(
      ctx,
      Revision,
      page.id,
      {
        source,
        page: pageRequest(args, source.keyset, cursors),
        cursors,
        shape: "Page.revisions",
        cacheTags: REVISION_TAGS,
      },
      wholeRows(selectionOf(info)),
    );
  }
}
