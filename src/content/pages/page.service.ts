// Creates, changes and moves pages. Each function runs one transaction with the change, its revision, the redirects of former paths, and the
// event.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { transactionTime } from "../../platform/db/prepared/transaction-time.js";
import { sql } from "../../platform/db/sql-text.js";
import { type PageScopes, recordContent } from "../cache-tags/content-event.js";
import { noPageScopes, pageScopesOf } from "../cache-tags/page-scopes.js";
import { InputCheck } from "../input-check.js";
import { type PostText, siteOf, submittedText } from "../posts/body/post-text.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { lockTerms } from "../terms/term-lock.js";
import { Page } from "./page.entity.js";
import type { CreatePageInput, UpdatePageInput } from "./page.inputs.js";
import { PageBodyRow } from "./page-body.entity.js";
import type { PageTransition } from "./page-publication.service.js";
import { type LockedPage, lockPage, pageFieldsOf } from "./writing/locked-page.js";
import { type CheckedPageInput, checkedPageInput } from "./writing/page-input.js";
import { BLANK_PAGE, type PageRecord, pageExcerpt } from "./writing/page-record.js";
import { checkPlace, derivedSlug, lockParent, moveBelow, pathOfPlace, subtreeOf } from "./writing/page-tree.js";
import { savePages } from "./writing/page-writer.js";

/** Creates a page and returns its id. */
export async function createPage(ctx: Context, input: CreatePageInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePage");
  const check = new InputCheck();
  const parentId = input.parentId == null ? null : check.requiredId(input.parentId, "Page", "parentId");
  const id = randomUUID();
  const site = await siteOf(ctx);
  const text = await submittedText(ctx, input.body, site, await baseOf(ctx, parentId));
  await transactWithSlug(ctx, async (tx) => {
    await lockTerms(tx, "shared");
    const now = await transactionTime(tx);
    const before = { ...BLANK_PAGE, id, slug: "", path: "", createdAt: now, updatedAt: now, locale: site.locale };
    const { publishAt, parentId: _, ...given } = input;
    const { fields, slug = null } = await checkedPageInput(tx, given, { before, siteLocale: site.locale });
    const parent = parentId === null ? null : await lockParent(tx, parentId);
    const chosen = slug ?? (await derivedSlug(tx, fields.title, parent, null));
    const place = { parent, slug: chosen, isDerived: slug === null };
    await checkPlace(tx, place, { page: null, subtree: [], fields: { slug: "slug", place: "parentId" } });
    const after: PageRecord = {
      ...fields,
      ...{ parentId, slug: place.slug, path: pathOfPlace(place) },
      ...(publishAt != null && { state: "PUBLISHED", publishedAt: publishAt }),
      ...(text !== null && { storedExcerpt: pageExcerpt(text) }),
    };
    await savePages(tx, [{ fields: after, text }], { editor: viewer.name, kind: "CREATED" });
    const payload = { pageIds: [id], version: 1, before: noPageScopes(), after: await pageScopesOf(tx, [id]) };
    await recordContent(tx, [{ type: "page.created", payload }]);
  });
  return id;
}

/** Runs in the transaction of a change, with the page locked, and returns what the change makes of its state, or null. */
export type DuringChange = (tx: EntityManager, page: LockedPage) => Promise<PageTransition | null>;

/** Changes a page and returns its id. */
export async function updatePage(
  ctx: Context,
  input: UpdatePageInput,
  during: DuringChange = () => Promise.resolve(null),
): Promise<string> {
  const viewer = requireViewer(ctx, "writePage");
  const check = new InputCheck();
  const id = check.requiredId(input.id, "Page", "id");
  const parentId = input.parentId == null ? input.parentId : check.requiredId(input.parentId, "Page", "parentId");
  const site = input.body != null || input.locale === null ? await siteOf(ctx) : null;
  const base =
    input.body == null ? "/" : await baseOf(ctx, parentId === undefined ? await parentIdOf(ctx, id) : parentId);
  const text = site && (await submittedText(ctx, input.body, site, base));
  const mayMove = input.slug !== undefined || parentId !== undefined;
  await transactWithSlug(ctx, async (tx) => {
    if (mayMove) await lockTerms(tx, "exclusive");
    const page = await lockPage(tx, id, input.expectedVersion);
    const { event = "page.updated", ...state } = (await during(tx, page)) ?? {};
    const checked = await checkedPageInput(tx, input, { before: pageFieldsOf(page), siteLocale: site?.locale ?? null });
    const fields = mayMove ? await placedFields(tx, page, checked, parentId) : checked.fields;
    await saveChange(tx, { page, fields: { ...fields, ...state }, text, event, editor: viewer.name });
  });
  return id;
}

/** The fields with the parent, slug and path that the input gives them, if the page may be there. */
async function placedFields(
  tx: EntityManager,
  page: LockedPage,
  { fields, slug: given }: CheckedPageInput,
  givenParentId: string | null | undefined,
): Promise<PageRecord> {
  const parentId = givenParentId === undefined ? page.parentId : givenParentId;
  const parent = parentId === null ? null : await lockParent(tx, parentId);
  const slug = given === undefined ? page.slug : (given ?? (await derivedSlug(tx, fields.title, parent, page.id)));
  const place = { parent, slug, isDerived: given === null };
  const path = pathOfPlace(place);
  if (path !== page.path) {
    const field = given === undefined ? "parentId" : "slug";
    const fieldsOfErrors = { slug: field, place: givenParentId === undefined ? "slug" : "parentId" } as const;
    await checkPlace(tx, place, { page, subtree: await subtreeOf(tx, page), fields: fieldsOfErrors });
  }
  return { ...fields, parentId, slug, path };
}

export interface PageChange {
  page: LockedPage;
  fields: PageRecord;
  /** The new text; null if the text is unchanged. */
  text: PostText | null;
  event: "page.updated" | PageTransition["event"];
  editor: string;
}

const STORED = sql`/* PageBody.stored */ select ${selectColumns(PageBodyRow, "b", ["source", "format"])} from page_body b where b.page_id = $1`;

/** Saves a change of a locked page with its revision, the redirects of former paths, and the event. Writes nothing if nothing differs. */
async function saveChange(tx: EntityManager, { page, fields, text: given, event, editor }: PageChange): Promise<void> {
  const { id } = page;
  const [stored] = given === null ? [] : await queryPrepared(tx, STORED, [id]);
  const text = given?.source === stored?.source && given?.format === stored?.format ? null : given;
  const after = text === null ? fields : { ...fields, storedExcerpt: pageExcerpt(text) };
  if (text === null && isDeepStrictEqual(after, pageFieldsOf(page))) return;
  const pageIds = after.path === page.path ? [id] : (await subtreeOf(tx, page)).map((each) => each.id);
  const before: PageScopes = await pageScopesOf(tx, pageIds);
  if (after.path !== page.path) await moveBelow(tx, page, after.path);
  await savePages(tx, [{ fields: after, text }], { editor, kind: event === "page.updated" ? "UPDATED" : "PUBLISHED" });
  const payload = { pageIds, version: page.version + 1, before, after: await pageScopesOf(tx, pageIds) };
  await recordContent(tx, [{ type: event, payload }]);
}

const PLACE = sql`/* Page.place */ select ${selectColumns(Page, "p", ["path", "parentId"])} from page p where p.id = $1`;

/** Where relative links of a page start: at the path of its parent. */
async function baseOf(ctx: Context, parentId: string | null): Promise<string> {
  if (parentId === null) return "/";
  const [parent] = await ctx.db.query(PLACE, [parentId]);
  return `${parent?.path ?? ""}/`;
}

async function parentIdOf(ctx: Context, id: string): Promise<string | null> {
  const [page] = await ctx.db.query(PLACE, [id]);
  return page?.parentId ?? null;
}
