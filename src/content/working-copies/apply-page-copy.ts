// Makes the working copy of a page its next version: one ordinary change of the page, in one transaction with the end of the copy and, if
// requested, with the publication.
import { isDeepStrictEqual } from "node:util";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { inputOfImage } from "../images/image.inputs.js";
import { InputCheck } from "../input-check.js";
import { Page } from "../pages/page.entity.js";
import type { UpdatePageInput } from "../pages/page.inputs.js";
import { updatePage } from "../pages/page.service.js";
import { type PageTransition, publishedPage } from "../pages/page-publication.service.js";
import type { LockedPage } from "../pages/writing/locked-page.js";
import type { ApplyWorkingCopyInput } from "../posts/working-copies/working-copy.inputs.js";
import { requireBase, throwCopyConflict } from "../posts/working-copies/working-copy-conflict.js";
import { PageWorkingCopyRow } from "./page-copy.entity.js";
import { copyOfPage } from "./page-copy.loaders.js";
import { endPageCopy } from "./page-copy.service.js";

const EDITED = [
  "title",
  "slug",
  "locale",
  "cover",
  "seoTitle",
  "seoDescription",
  "seoImage",
  "canonicalUrl",
  "noIndex",
] as const;
const COPY = sql`/* WorkingCopy.pageToApply */ select ${selectColumns(PageWorkingCopyRow, "w")} from page_working_copy w where w.page_id = $1`;
const PAGE = sql`/* WorkingCopy.pageBefore */ select ${selectColumns(Page, "p", EDITED)},
    ${computedColumn("source", "text", "b.source")}, ${computedColumn("format", "text", "b.format")}
  from page p join page_body b on b.page_id = p.id where p.id = $1`;

/** Returns the id of the page. */
export async function applyPageCopy(ctx: Context, input: ApplyWorkingCopyInput): Promise<string> {
  requireViewer(ctx, "writePage");
  const pageId = new InputCheck().requiredId(input.postId, "Page", "postId");
  const { expectedVersion, expectedWorkingCopyVersion: expected, publishAt = null } = input;
  // Read before the transaction: neither a version of a working copy nor one of a page ever changes, and both are compared in it.
  const [copy] = await ctx.db.query(COPY, [pageId]);
  const [before] = await ctx.db.query(PAGE, [pageId]);
  const edits = copy === undefined || before === undefined ? {} : editsOf(copy, before);
  const change = { ...edits, id: encodeGlobalId("Page", pageId), expectedVersion };
  return updatePage(ctx, change, async (tx, page) => {
    const ended = await endPageCopy(tx, pageId, expected);
    if (!ended || copy?.version !== expected) {
      throwCopyConflict(copyOfPage(pageId), expected, copy?.version ?? null);
    }
    requireBase("Page", page, copy.baseVersion);
    return publishAt === null ? null : published(page, publishAt);
  });
}

function published(page: LockedPage, publishAt: string): PageTransition {
  if (page.isVisible) throwUserError("ALREADY_PUBLISHED", "The page is already public.", ["input", "publishAt"]);
  return publishedPage(page, publishAt);
}

type Content = Pick<PageWorkingCopyRow, (typeof EDITED)[number]> & { source: string; format: string };

/** The input that makes the page what the copy is. Values that are those of the page are left out. */
function editsOf(copy: Content, page: Content): Omit<UpdatePageInput, "id" | "expectedVersion"> {
  const fieldsOf = ({ title, slug, locale, cover, source, format, ...seo }: Content) => ({
    ...{
      title,
      slug,
      locale,
      cover: cover && inputOfImage(cover),
      body: { source, format: format === "HTML" ? "HTML" : "MARKDOWN" } as const,
    },
    seo: {
      title: seo.seoTitle,
      description: seo.seoDescription,
      image: seo.seoImage && inputOfImage(seo.seoImage),
      canonicalUrl: seo.canonicalUrl,
      noIndex: seo.noIndex,
    },
  });
  const present: Record<string, unknown> = fieldsOf(page);
  const differing = Object.entries(fieldsOf(copy)).filter(
    ([field, value]) => !isDeepStrictEqual(value, present[field]),
  );
  return Object.fromEntries(differing);
}
