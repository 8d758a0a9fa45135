// Changes, replaces and deletes assets.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../identity/access/policy.js";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import type { Viewer } from "../../identity/viewer.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { requireVersion } from "../version-conflict.js";
import { Asset } from "./asset.entity.js";
import type { DeleteAssetInput, ReplaceAssetInput, UpdateAssetInput } from "./asset.inputs.js";
import { assetWithHash } from "./asset-writer.js";
import { checkedFileName, END_UPLOAD, receivedUpload, uploaderOf } from "./uploads/upload.service.js";

const MAX_CREDIT = 300;

const LOCK = sql`/* Asset.lock */ select ${selectColumns(Asset, "a", [
  ...(["id", "version", "contentVersion", "sha256", "createdBy"] as const),
  ...(["fileName", "alt", "caption", "credit", "focalX", "focalY"] as const),
])} from asset a where a.id = $1 for update`;
const USE = sql`/* Asset.use */ select ${computedColumn("place", "text", "u.place")} from asset_use u where u.asset_id = $1 limit 1`;

type Texts = Pick<Asset, "fileName" | "alt" | "caption" | "credit" | "focalX" | "focalY">;
type LockedAsset = Texts & Pick<Asset, "id" | "version" | "contentVersion" | "sha256" | "createdBy">;

/** Returns the id of the asset. */
export async function updateAsset(ctx: Context, input: UpdateAssetInput): Promise<string> {
  const viewer = requireViewer(ctx, "writeAsset");
  const id = new InputCheck().requiredId(input.id, "Asset", "id");
  await ctx.transact(async (tx) => {
    const asset = await lockAsset(tx, viewer, id, input.expectedVersion);
    const after = checkedTexts(input, asset);
    const changed = (Object.keys(after) as (keyof Texts)[]).filter((name) => after[name] !== asset[name]);
    if (changed.length === 0) return;
    const isMoved = changed.includes("focalX") || changed.includes("focalY");
    const contentVersion = asset.contentVersion + (isMoved ? 1 : 0);
    await updateRow(tx, Asset, id, { ...after, contentVersion, version: asset.version + 1 });
    await recordContent(tx, [{ type: "asset.updated", payload: { assetId: id } }]);
  });
  return id;
}

function checkedTexts(input: UpdateAssetInput, asset: LockedAsset): Texts {
  const check = new InputCheck();
  const { fileName, alt, caption, credit, focalX, focalY } = asset;
  const after: Texts = { fileName, alt, caption, credit, focalX, focalY };
  if (input.fileName !== undefined) after.fileName = checkedFileName(check, input.fileName ?? "", "fileName");
  if (input.alt !== undefined) after.alt = check.text(input.alt ?? "", { max: LIMITS.alt }, "alt");
  if (input.caption !== undefined) {
    after.caption = check.optionalText(input.caption, { max: LIMITS.excerpt }, "caption");
  }
  if (input.credit !== undefined) after.credit = check.optionalText(input.credit, { max: MAX_CREDIT }, "credit");
  if (input.focalPoint !== undefined) {
    after.focalX = checkedFraction(check, input.focalPoint?.x, "x");
    after.focalY = checkedFraction(check, input.focalPoint?.y, "y");
  }
  check.finish();
  return after;
}

function checkedFraction(check: InputCheck, value: number | undefined, axis: "x" | "y"): number | null {
  if (value === undefined) return null;
  if (!(value >= 0 && value <= 1)) check.invalid(`Expected a number from 0 to 1, got ${value}.`, "focalPoint", axis);
  return value;
}

/** Returns the id of the asset. The former bytes stay in the store until `colophon assets prune`. */
export async function replaceAsset(ctx: Context, input: ReplaceAssetInput): Promise<string> {
  const viewer = requireViewer(ctx, "writeAsset");
  const id = new InputCheck().requiredId(input.id, "Asset", "id");
  const { upload, file } = await receivedUpload(ctx, viewer, input.uploadId);
  await ctx.transact(async (tx) => {
    const asset = await lockAsset(tx, viewer, id, input.expectedVersion);
    const holder = await assetWithHash(tx, file.sha256);
    if (holder !== null && holder !== id) {
      throwUserError("INVALID", "Another asset has these bytes already.", ["input", "uploadId"]);
    }
    await tx.query(END_UPLOAD, [upload.id]);
    if (holder === id) return;
    await updateRow(tx, Asset, id, {
      ...file,
      bytesKey: upload.key,
      contentVersion: asset.contentVersion + 1,
      version: asset.version + 1,
    });
    await recordContent(tx, [{ type: "asset.updated", payload: { assetId: id } }]);
  });
  return id;
}

/** Returns the id of the asset. Its bytes stay in the store until `colophon assets prune`. */
export async function deleteAsset(ctx: Context, input: DeleteAssetInput): Promise<string> {
  const viewer = requireViewer(ctx, "writeAsset");
  const id = new InputCheck().requiredId(input.id, "Asset", "id");
  await ctx.transact(async (tx) => {
    await lockAsset(tx, viewer, id, input.expectedVersion);
    const [use] = await queryPrepared(tx, USE, [id]);
    if (use !== undefined && input.force !== true) {
      throwUserError("ASSET_IN_USE", "Something uses the asset. Its field `uses` shows where.", ["input", "id"]);
    }
    await deleteRow(tx, Asset, id);
    await recordContent(tx, [{ type: "asset.deleted", payload: { assetId: id } }]);
  });
  return id;
}

/** Authors may change what they have uploaded. The lock excludes new uses. */
async function lockAsset(tx: EntityManager, viewer: Viewer, id: string, expectedVersion: number): Promise<LockedAsset> {
  const [asset] = await queryPrepared(tx, LOCK, [id]);
  if (asset === undefined) throwUserError("NOT_FOUND", "No asset with this id exists.", ["input", "id"]);
  const isOwn = asset.createdBy === uploaderOf(viewer) && viewer.authorId !== null;
  if (!mayTo(viewer, "writeAsset", isOwn && viewer.authorId !== null ? [viewer.authorId] : [])) {
    throwUserError("FORBIDDEN", "Authors may change only what they have uploaded.", ["input", "id"]);
  }
  requireVersion("Asset", asset, expectedVersion);
  return asset;
}
