// Writes of series. Each function is one transaction that also records its event.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { computedColumn, nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { decodeGlobalId, encodeGlobalId } from "../../platform/graphql/global-id.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { deleteFormerPaths } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { chooseSlug, recordFormerSlug } from "../terms/slugged-node.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Series } from "./series.entity.js";
import type { CreateSeriesInput, DeleteSeriesInput, UpdateSeriesInput } from "./series.inputs.js";
import { MAX_SERIES_PARTS } from "./series.loaders.js";
import { SeriesEntryRow } from "./series-entry.entity.js";

type SeriesFields = Pick<Series, "slug" | "title" | "description">;

const NO_FIELDS: SeriesFields = { slug: "", title: "", description: null };

const LOCK = sql`/* Series.lock */ select ${selectColumns(Series, "t", ["id", "slug", "title", "description", "version"])}
  from series t where t.id = $1 for update`;

/** The given posts, for the search index: a post is found by the title of its series. */
const POSTS = "select unnest($1::uuid[])";

export async function createSeries(ctx: Context, input: CreateSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  await transactWithSlug(ctx, async (tx) => {
    const change = { ...input, slug: input.slug ?? null };
    const { fields, parts } = await checkedChange(tx, change, { before: NO_FIELDS, seriesId: id, isNew: true });
    await insertRow(tx, Series, { id, ...fields });
    if (parts !== null) await replaceParts(tx, id, parts);
    await refreshIndex(tx, POSTS, [parts ?? []]);
    await recordContent(tx, [{ type: "series.created", payload: { seriesId: id, postIds: parts ?? [] } }]);
  });
  return id;
}

export async function updateSeries(ctx: Context, input: UpdateSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Series", "id");
  await transactWithSlug(ctx, async (tx) => {
    if (input.postIds !== undefined) await lockParts(tx, id, input.postIds ?? []);
    const before = await lockSeries(tx, id);
    requireVersion("Series", before, input.expectedVersion);
    const former = await partsOf(tx, id);
    const { fields, parts } = await checkedChange(tx, input, { before, seriesId: id, isNew: false });
    if (isUnchanged(before, fields) && (parts === null || isDeepStrictEqual(parts, former))) return;
    await updateRow(tx, Series, id, { ...fields, version: before.version + 1 });
    if (parts !== null) await replaceParts(tx, id, parts);
    await recordFormerSlug(tx, "series", id, { from: before.slug, to: fields.slug });
    const postIds = [...new Set([...former, ...(parts ?? [])])];
    const stays = new Set(
      fields.title === before.title ? former.filter((postId) => (parts ?? former).includes(postId)) : [],
    );
    await refreshIndex(tx, POSTS, [postIds.filter((postId) => !stays.has(postId))]);
    await recordContent(tx, [{ type: "series.updated", payload: { seriesId: id, postIds } }]);
  });
  return id;
}

export async function deleteSeries(ctx: Context, input: DeleteSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Series", "id");
  await transactWithSlug(ctx, async (tx) => {
    await lockParts(tx, id, []);
    await lockSeries(tx, id);
    const postIds = await partsOf(tx, id);
    await deleteFormerPaths(tx, "series", id);
    await deleteRow(tx, Series, id);
    await refreshIndex(tx, POSTS, [postIds]);
    await recordContent(tx, [{ type: "series.deleted", payload: { seriesId: id, postIds } }]);
  });
  return id;
}

async function checkedChange(
  tx: EntityManager,
  input: Omit<UpdateSeriesInput, "id" | "expectedVersion">,
  context: { before: SeriesFields; seriesId: string; isNew: boolean },
): Promise<{ fields: SeriesFields; parts: string[] | null }> {
  const { before, seriesId, isNew } = context;
  const check = new InputCheck();
  const { slug, title, description } = before;
  const fields = { slug, title, description };
  if (input.title !== undefined) {
    fields.title = check.text(input.title ?? "", { max: LIMITS.title, isRequired: true }, "title");
  }
  if (input.description !== undefined) {
    fields.description = check.optionalText(input.description, { max: LIMITS.description }, "description");
  }
  if (input.slug !== undefined) {
    const ownId = isNew ? null : seriesId;
    fields.slug = await chooseSlug(tx, check, "series", { slug: input.slug, name: fields.title, ownId });
  }
  const parts = input.postIds === undefined ? null : await checkedParts(tx, check, input.postIds ?? [], seriesId);
  check.finish();
  return { fields, parts };
}

const LOCK_POSTS =
  "/* Series.posts lock */ select 1 from post where id = any($1::uuid[]) order by id for no key update";

const LOCK_PARTS = `/* Series.parts lock */ select 1 from post
  where id in (select unnest($1::uuid[]) union select e.post_id from series_entry e where e.series_id = $2)
  order by id for no key update`;

/** Locks the former and the given parts before the series, in the order in which a post's publication locks them. */
async function lockParts(tx: EntityManager, seriesId: string, ids: readonly string[]): Promise<void> {
  const postIds = ids.slice(0, MAX_SERIES_PARTS).flatMap((id) => decodeGlobalId(id)?.uuid ?? []);
  await queryPrepared(tx, LOCK_PARTS, [postIds, seriesId]);
}

const SERIES_OF_POSTS = sql`/* Series.ofPosts */ select ${computedColumn("postId", "uuid", "p.id")}, ${nullableColumn("seriesId", "uuid", "e.series_id")}
  from post p left join series_entry e on e.post_id = p.id where p.id = any($1::uuid[])`;

async function checkedParts(
  tx: EntityManager,
  check: InputCheck,
  ids: readonly string[],
  seriesId: string,
): Promise<string[]> {
  const postIds = check.ids(ids, "Post", MAX_SERIES_PARTS, "postIds");
  // Two statements, because only the second sees the current state of a row on which the first had to wait.
  await queryPrepared(tx, LOCK_POSTS, [postIds]);
  const rows = await queryPrepared(tx, SERIES_OF_POSTS, [postIds]);
  const existing = new Set(rows.map((row) => row.postId));
  if (existing.size < postIds.length) check.absentIds(ids, { ids: postIds, existing, noun: "post" }, "postIds");
  const elsewhere = rows.filter((row) => row.seriesId !== null && row.seriesId !== seriesId).map((row) => row.postId);
  for (const place of elsewhere.map((postId) => ids.indexOf(encodeGlobalId("Post", postId))).sort((a, b) => a - b)) {
    const message = `The post at index ${place} is a part of another series. Remove it from that first.`;
    check.invalid(message, "postIds", String(place));
  }
  return postIds;
}

const PARTS = sql`/* Series.parts */ select ${selectColumns(SeriesEntryRow, "e", ["postId"])}
  from series_entry e where e.series_id = $1 order by e.position, e.post_id`;

/** The posts of the series in their order. */
async function partsOf(tx: EntityManager, seriesId: string): Promise<string[]> {
  const rows = await queryPrepared(tx, PARTS, [seriesId]);
  return rows.map(({ postId }) => postId);
}

/** All parts are written in one batch, so the statements are written by hand. */
async function replaceParts(tx: EntityManager, seriesId: string, postIds: readonly string[]): Promise<void> {
  await tx.query("/* Series.parts delete */ delete from series_entry where series_id = $1", [seriesId]);
  await tx.query(
    `/* Series.parts insert */ insert into series_entry (post_id, series_id, position)
     select p.id, $1, p.position from unnest($2::uuid[]) with ordinality as p(id, position)`,
    [seriesId, postIds],
  );
}

async function lockSeries(tx: EntityManager, id: string): Promise<SeriesFields & Pick<Series, "id" | "version">> {
  const [series] = await queryPrepared(tx, LOCK, [id]);
  return series ?? throwUserError("NOT_FOUND", "No series with this id exists.", ["input", "id"]);
}
