// Publishes, hides and deletes pages. Each transition is one transaction with its revision and its event. A hidden page keeps the date under
// which it was public, and publishing without a date gives it back.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { deleteFormerPaths } from "../aliases/former-path.js";
import { type PageEventType, recordContent } from "../cache-tags/content-event.js";
import { noPageScopes, pageScopesOf } from "../cache-tags/page-scopes.js";
import { InputCheck } from "../input-check.js";
import { formerDateOf, hasPublication, type Publication, publishedFrom } from "../posts/publishing/publication.js";
import { lockTerms } from "../terms/term-lock.js";
import { Page } from "./page.entity.js";
import type { PublishPageInput } from "./page.inputs.js";
import { type LockedPage, lockPage, pageFieldsOf } from "./writing/locked-page.js";
import { savePages } from "./writing/page-writer.js";

interface VersionedInput {
  id: string;
  expectedVersion: number;
}

/** What a write makes of the state and the date of a page, with the event that tells it. */
export type PageTransition = Pick<LockedPage, keyof Publication> & { event: PageEventType };

export function publishPage(ctx: Context, input: PublishPageInput): Promise<string> {
  return changeState(ctx, input, (page) => {
    if (page.isVisible) throwUserError("ALREADY_PUBLISHED", "The page is already public.", ["input", "id"]);
    return publishedPage(page, input.at ?? null);
  });
}

/** Publishes a page that is not public, or schedules it if the date is in the future. Without a date, it gets its former one, or the present. */
export function publishedPage(page: LockedPage, at: string | null): PageTransition {
  const { publishedAt, formerPublishedAt, event } = publishedFrom(page, at);
  const type = event === "post.scheduled" ? "page.scheduled" : "page.published";
  return { state: "PUBLISHED", publishedAt, formerPublishedAt, event: type };
}

export function unpublishPage(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (page) => {
    if (page.state !== "PUBLISHED") {
      throwUserError("NOT_PUBLISHED", "The page is neither public nor scheduled.", ["input", "id"]);
    }
    return { state: "DRAFT", publishedAt: formerDateOf(page), formerPublishedAt: null, event: "page.unpublished" };
  });
}

const CHILDREN = sql`/* Page.childCount */ select ${computedColumn("count", "integer", "count(*)")} from page p where p.parent_id = $1`;

/** Deletes a page and returns its id. */
export async function deletePage(ctx: Context, input: VersionedInput): Promise<string> {
  requireViewer(ctx, "writePage");
  const id = new InputCheck().requiredId(input.id, "Page", "id");
  await ctx.transact(async (tx) => {
    // No redirect to the page is made meanwhile, and no page above it moves.
    await lockTerms(tx, "shared");
    const page = await lockPage(tx, id, input.expectedVersion);
    const [children] = await queryPrepared(tx, CHILDREN, [id]);
    if (children !== undefined && children.count > 0) {
      const message = `The page still has ${children.count} pages directly below it, hidden ones included.`;
      throwUserError("PAGE_NOT_EMPTY", message, ["input", "id"]);
    }
    const before = await pageScopesOf(tx, [id]);
    await deleteFormerPaths(tx, "page", id);
    await deleteRow(tx, Page, id);
    const payload = { pageIds: [id], version: page.version, before, after: noPageScopes() };
    await recordContent(tx, [{ type: "page.deleted", payload }]);
  });
  return id;
}

async function changeState(
  ctx: Context,
  input: VersionedInput,
  decide: (page: LockedPage) => PageTransition,
): Promise<string> {
  const viewer = requireViewer(ctx, "writePage");
  const id = new InputCheck().requiredId(input.id, "Page", "id");
  await ctx.transact(async (tx) => {
    const page = await lockPage(tx, id, input.expectedVersion);
    const { event, ...publication } = decide(page);
    if (hasPublication(page, publication)) return;
    await saveState(tx, page, { event, ...publication }, viewer.name);
  });
  return id;
}

async function saveState(
  tx: EntityManager,
  page: LockedPage,
  { event, ...publication }: PageTransition,
  editor: string,
): Promise<void> {
  const before = await pageScopesOf(tx, [page.id]);
  const kind = event === "page.unpublished" ? "UNPUBLISHED" : "PUBLISHED";
  await savePages(tx, [{ fields: { ...pageFieldsOf(page), ...publication }, text: null }], { editor, kind });
  const after = await pageScopesOf(tx, [page.id]);
  const payload = { pageIds: [page.id], version: page.version + 1, before, after };
  await recordContent(tx, [{ type: event, payload }]);
}
