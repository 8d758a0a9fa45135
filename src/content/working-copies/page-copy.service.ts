// Saves and discards working copies of pages, by the rules of those of posts.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { columnValues } from "../../platform/db/column-values.js";
import { entityColumns, nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { pipelined } from "../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { InputCheck } from "../input-check.js";
import { Page } from "../pages/page.entity.js";
import { checkedEdits } from "../posts/working-copies/checked-save.js";
import { copyStatements, type SavedCopy } from "../posts/working-copies/copy-statements.js";
import type { DiscardWorkingCopyInput, SaveWorkingCopyInput } from "../posts/working-copies/working-copy.inputs.js";
import { requireKnownVersion } from "../posts/working-copies/working-copy.service.js";
import { throwCopyConflict } from "../posts/working-copies/working-copy-conflict.js";
import { PageWorkingCopyRow } from "./page-copy.entity.js";
import { copyOfPage } from "./page-copy.loaders.js";

type EditedColumn = Exclude<
  keyof PageWorkingCopyRow,
  "pageId" | "page" | "version" | "baseVersion" | "savedAt" | "savedBy"
>;

/** What a column of a new working copy is if it is not edited. */
const FROM_PAGE: Record<EditedColumn, string> = {
  title: "p.title",
  slug: "p.slug",
  source: "b.source",
  format: "b.format",
  assetPaths: "b.asset_paths",
  locale: "p.locale",
  cover: "p.cover",
  seoTitle: "p.seo_title",
  seoDescription: "p.seo_description",
  seoImage: "p.seo_image",
  canonicalUrl: "p.canonical_url",
  noIndex: "p.no_index",
};
const COLUMNS = entityColumns(PageWorkingCopyRow, Object.keys(FROM_PAGE) as EditedColumn[]);
const STATEMENTS = copyStatements("page", COLUMNS, FROM_PAGE, selectColumns(Page, "p", ["path"]));

const NO_SUCH_PAGE = "No page with this id exists.";
const PAGE_PATH = ["input", "postId"];

const EDITED_PAGE = sql`/* WorkingCopy.page */ select ${selectColumns(Page, "p", ["version"])},
    ${nullableColumn("copyVersion", "integer", "w.version")}
  from page p left join page_working_copy w on w.page_id = p.id where p.id = $1`;

export async function savePageCopy(ctx: Context, input: SaveWorkingCopyInput): Promise<SavedCopy> {
  const viewer = requireViewer(ctx, "writePage");
  const pageId = new InputCheck().requiredId(input.postId, "Page", "postId");
  refuseFieldsOfPosts(input);
  const edits: Partial<Record<EditedColumn, unknown>> = checkedEdits(input);
  const { baseVersion, expectedWorkingCopyVersion: expected = null } = input;
  const names = COLUMNS.filter(({ property }) => Object.hasOwn(edits, property)).map(({ name }) => name);
  const values = columnValues(COLUMNS, edits as Record<EditedColumn, unknown>);
  return ctx.transact(async (tx) => {
    const statement = expected === null ? STATEMENTS.insert : STATEMENTS.update;
    const [page] = await queryPrepared(tx, statement, [pageId, expected, baseVersion, viewer.name, names, ...values]);
    if (page === undefined) throwUserError("NOT_FOUND", NO_SUCH_PAGE, PAGE_PATH);
    requireKnownVersion("page", baseVersion, page.version);
    const { savedVersion: version, savedAt } = page;
    if (version === null || savedAt === null) throwCopyConflict(copyOfPage(pageId), expected, page.copyVersion);
    const isBehind = page.version !== baseVersion;
    return { ownerId: pageId, version, baseVersion, isBehind, savedAt, savedBy: viewer.name };
  });
}

function refuseFieldsOfPosts(input: SaveWorkingCopyInput): void {
  const check = new InputCheck();
  for (const field of ["excerpt", "authorIds", "categoryIds", "tagIds", "tagNames"] as const) {
    if (input[field] !== undefined) check.invalid("A page does not have this field.", field);
  }
  check.finish();
}

/** Returns the id of the page. */
export async function discardPageCopy(ctx: Context, input: DiscardWorkingCopyInput): Promise<string> {
  requireViewer(ctx, "writePage");
  const pageId = new InputCheck().requiredId(input.postId, "Page", "postId");
  const expected = input.expectedWorkingCopyVersion;
  await ctx.transact(async (tx) => {
    const [page, ended] = await pipelined([readEditedPage(tx, pageId), endPageCopy(tx, pageId, expected)]);
    if (!ended) throwCopyConflict(copyOfPage(pageId), expected, page.copyVersion);
  });
  return pageId;
}

/** Deletes the working copy if it is at this version, and returns whether it did. */
export async function endPageCopy(tx: EntityManager, pageId: string, version: number): Promise<boolean> {
  return (await queryPrepared(tx, STATEMENTS.end, [pageId, version])).length > 0;
}

async function readEditedPage(tx: EntityManager, pageId: string) {
  const [page] = await queryPrepared(tx, EDITED_PAGE, [pageId]);
  if (page === undefined) throwUserError("NOT_FOUND", NO_SUCH_PAGE, PAGE_PATH);
  return page;
}
