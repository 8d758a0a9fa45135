// Writing series. Each function is one transaction with its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { Refusal, throwUserError } from "../../platform/graphql/user-error.js";
import { forgetFormerPaths, recordFormerPath } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { PATH_PREFIXES } from "../site-path.js";
import { termSlug, writeSlugged } from "../terms/term-slug.js";
import type { CreateSeriesInput, DeleteSeriesInput, UpdateSeriesInput } from "./series.inputs.js";
import { MAX_SERIES_PARTS } from "./series.loaders.js";

interface SeriesFields {
  slug: string;
  title: string;
  description: string | null;
}

const seriesPath = (slug: string): string => PATH_PREFIXES.series + slug;

export async function createSeries(ctx: Context, input: CreateSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  await writeSlugged(ctx, async (tx) => {
    const nothing = { slug: "", title: "", description: null };
    const change = { ...input, slug: input.slug ?? null };
    const { fields, parts } = await checkedChange(tx, change, { before: nothing, seriesId: id, isNew: true });
    await tx.query("insert into series (id, slug, title, description) values ($1, $2, $3, $4)", [
      id,
      ...values(fields),
    ]);
    if (parts !== null) await replaceParts(tx, id, parts);
    await recordContent(tx, [{ type: "series.created", payload: { seriesId: id, postIds: parts ?? [] } }]);
  });
  return id;
}

export async function updateSeries(ctx: Context, input: UpdateSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Series", "id");
  await writeSlugged(ctx, async (tx) => {
    const before = await lockSeries(tx, id);
    const former = await partsOf(tx, id);
    const { fields, parts } = await checkedChange(tx, input, { before, seriesId: id, isNew: false });
    await tx.query("update series set slug = $2, title = $3, description = $4 where id = $1", [id, ...values(fields)]);
    if (parts !== null) await replaceParts(tx, id, parts);
    if (fields.slug !== before.slug) {
      const move = { from: seriesPath(before.slug), to: seriesPath(fields.slug) };
      await recordFormerPath(tx, "series", id, move);
    }
    const postIds = [...new Set([...former, ...(parts ?? [])])];
    await recordContent(tx, [{ type: "series.updated", payload: { seriesId: id, postIds } }]);
  });
  return id;
}

export async function deleteSeries(ctx: Context, input: DeleteSeriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Series", "id");
  await writeSlugged(ctx, async (tx) => {
    await lockSeries(tx, id);
    const postIds = await partsOf(tx, id);
    await forgetFormerPaths(tx, "series", id);
    await tx.query("delete from series where id = $1", [id]);
    await recordContent(tx, [{ type: "series.deleted", payload: { seriesId: id, postIds } }]);
  });
  return id;
}

async function checkedChange(
  tx: EntityManager,
  input: Omit<UpdateSeriesInput, "id">,
  context: { before: SeriesFields; seriesId: string; isNew: boolean },
): Promise<{ fields: SeriesFields; parts: string[] | null }> {
  const { before, seriesId, isNew } = context;
  const check = new InputCheck();
  const fields = { ...before };
  if (input.title !== undefined) {
    fields.title = check.text(input.title ?? "", { max: LIMITS.title, isRequired: true }, "title");
  }
  if (input.description !== undefined) {
    fields.description = check.optionalText(input.description, { max: LIMITS.description }, "description");
  }
  if (input.slug !== undefined) {
    const ownId = isNew ? null : seriesId;
    fields.slug = await termSlug(tx, check, "series", { slug: input.slug, name: fields.title, ownId });
  }
  const parts = input.postIds === undefined ? null : await checkedParts(tx, check, input.postIds ?? [], seriesId);
  check.finish();
  return { fields, parts };
}

async function checkedParts(
  tx: EntityManager,
  check: InputCheck,
  ids: readonly string[],
  seriesId: string,
): Promise<string[]> {
  const postIds = check.ids(ids, "Post", MAX_SERIES_PARTS, "postIds");
  // Two statements: a row that was waited for is read anew by the second alone.
  await tx.query("select 1 from post where id = any($1::uuid[]) order by id for no key update", [postIds]);
  const rows: { seriesId: string | null }[] = await tx.query(
    `select e.series_id as "seriesId" from post p left join series_entry e on e.post_id = p.id
     where p.id = any($1::uuid[])`,
    [postIds],
  );
  const path = ["input", "postIds"];
  if (rows.length < postIds.length) {
    const message = `${postIds.length - rows.length} of the ids name no post that exists.`;
    check.add(Refusal.of("NOT_FOUND", message, path));
  }
  const elsewhere = rows.filter((row) => row.seriesId !== null && row.seriesId !== seriesId).length;
  if (elsewhere > 0) {
    check.add(
      Refusal.of("INVALID", `${elsewhere} of the posts are parts of another series; take them out first.`, path),
    );
  }
  return postIds;
}

async function partsOf(tx: EntityManager, seriesId: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query("select post_id as id from series_entry where series_id = $1", [
    seriesId,
  ]);
  return rows.map(({ id }) => id);
}

async function replaceParts(tx: EntityManager, seriesId: string, postIds: readonly string[]): Promise<void> {
  await tx.query("delete from series_entry where series_id = $1", [seriesId]);
  await tx.query(
    `insert into series_entry (post_id, series_id, position)
     select p.id, $1, p.position from unnest($2::uuid[]) with ordinality as p(id, position)`,
    [seriesId, postIds],
  );
}

const values = ({ slug, title, description }: SeriesFields): unknown[] => [slug, title, description];

async function lockSeries(tx: EntityManager, id: string): Promise<SeriesFields> {
  const [series]: SeriesFields[] = await tx.query(
    "select slug, title, description from series where id = $1 for update",
    [id],
  );
  return series ?? throwUserError("NOT_FOUND", "No series with this id exists.", ["input", "id"]);
}
