// Uploads in two steps: the announcement, which says where the bytes go, and the completion, which makes an asset of what has arrived.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import type { Viewer } from "../../../identity/viewer.js";
import { isMediaType } from "../../../lib/media-type.js";
import { isUuid } from "../../../lib/uuid.js";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { uploadKey, uploadPath } from "../../../platform/storage/upload-places.js";
import { InputCheck, LIMITS } from "../../input-check.js";
import type { CompleteUploadInput, CreateUploadInput, UploadTarget } from "../asset.inputs.js";
import { newKey, ORIGINALS } from "../asset-storage.js";
import { assetWithHash, insertAsset } from "../asset-writer.js";
import { AssetUploadRow } from "./asset-upload.entity.js";
import { type InspectedFacts, inspectFile, stored } from "./inspected-file.js";

const UPLOAD_SECONDS = 3_600;
/** Forgotten uploads that one announcement removes. */
const MAX_REMOVED = 20;
const MAX_FILE_NAME = 255;

const INSERT = sql`/* AssetUpload.insert */ insert into asset_upload as w
    (key, file_name, content_type, byte_size, sha256, alt, created_by, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, date_trunc('milliseconds', now()) + make_interval(secs => ${String(UPLOAD_SECONDS)}))
  returning ${computedColumn("id", "uuid", "w.id")}, ${computedColumn("expiresAt", "timestamptz", "w.expires_at")}`;
const FIND = sql`/* AssetUpload.find */ select ${selectColumns(AssetUploadRow, "w")} from asset_upload w
  where w.id = $1 and w.created_by = $2 and w.expires_at > now()`;
export const END_UPLOAD = "/* AssetUpload.end */ delete from asset_upload where id = $1";
const EXPIRED = sql`/* AssetUpload.expired */ delete from asset_upload w where w.id in (
    select x.id from asset_upload x where x.expires_at < now() - interval '1 hour' order by x.expires_at limit ${String(MAX_REMOVED)} for update skip locked)
  returning ${computedColumn("id", "uuid", "w.id")}`;

/** Uploads are their sender's alone, whatever the token. */
export const uploaderOf = ({ subject, name }: Viewer): string => subject ?? name;

export type CreatedUpload = { assetId: string } | { upload: UploadTarget };
type UploadRow = { assetId: string } | { upload: { id: string; expiresAt: string }; expired: { id: string }[] };

export async function createUpload(ctx: Context, input: CreateUploadInput): Promise<CreatedUpload> {
  const viewer = requireViewer(ctx, "writeAsset");
  const { assets } = ctx;
  const check = new InputCheck();
  const fileName = checkedFileName(check, input.fileName, "fileName");
  const alt = check.text(input.alt ?? "", { max: LIMITS.alt }, "alt");
  const { contentType, byteSize } = input;
  const sha256 = input.sha256?.toLowerCase() ?? null;
  const { maxBytes } = assets.settings;
  if (!isMediaType(contentType)) check.invalid("Expected a media type such as image/jpeg.", "contentType");
  if (byteSize < 1 || byteSize > maxBytes) {
    check.invalid(`Expected a file of 1 to ${maxBytes} bytes, got ${byteSize}.`, "byteSize");
  }
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
    check.invalid("Expected a SHA-256 hash of 64 hexadecimal digits.", "sha256");
  }
  check.finish();
  const row = await ctx.transact<UploadRow>(async (tx) => {
    const assetId = sha256 === null ? null : await assetWithHash(tx, sha256);
    if (assetId !== null) return { assetId };
    const [upload] = await queryPrepared(tx, INSERT, [
      ...[newKey(), fileName, contentType, byteSize, sha256, alt, uploaderOf(viewer)],
    ]);
    if (upload === undefined) throw new Error("Expected the row of an upload.");
    return { upload, expired: await queryPrepared(tx, EXPIRED) };
  });
  if ("assetId" in row) return row;
  await stored(() => Promise.all(row.expired.map((upload) => assets.store.delete(uploadKey(upload)))));
  return { upload: await targetOf(ctx, row.upload, { contentType, byteSize }) };
}

async function targetOf(
  { assets }: Context,
  { id, expiresAt }: { id: string; expiresAt: string },
  file: { contentType: string; byteSize: number },
): Promise<UploadTarget> {
  const direct = await stored(() =>
    assets.store.presignPut(uploadKey({ id }), { ...file, expiresInSeconds: UPLOAD_SECONDS }),
  );
  const path = uploadPath(id, file.byteSize);
  const url = direct?.url ?? assets.settings.origin + assets.signer.sign(path);
  const headers = direct?.headers ?? [{ name: "content-type", value: file.contentType }];
  return { uploadId: id, url, method: "PUT", headers: [...headers], expiresAt };
}

export function checkedFileName(check: InputCheck, value: string, ...path: string[]): string {
  const name = check.text(value, { max: MAX_FILE_NAME, isRequired: true }, ...path);
  if (/[/\\\p{Cc}]/u.test(name))
    check.invalid("Expected the name of a file without slashes and control characters.", ...path);
  return name;
}

/** Returns the id of the asset: a new one, or that of the same bytes. */
export async function completeUpload(ctx: Context, { uploadId }: CompleteUploadInput): Promise<string> {
  const viewer = requireViewer(ctx, "writeAsset");
  const { upload, file } = await receivedUpload(ctx, viewer, uploadId);
  const { fileName, alt, key } = upload;
  const texts = { fileName, alt, caption: null, takenFrom: null, createdBy: uploaderOf(viewer) };
  const asset = await ctx.transact(async (tx) => {
    const inserted = await insertAsset(tx, key, file, texts);
    await tx.query(END_UPLOAD, [upload.id]);
    return inserted;
  });
  if (!asset.isNew) await stored(() => ctx.assets.store.delete(ORIGINALS + key));
  return asset.id;
}

export interface ReceivedUpload {
  upload: AssetUploadRow;
  file: InspectedFacts;
}

/**
 * The upload of the viewer, with its bytes in their final place and inspected. They are moved first, because a bucket accepts the same upload again
 * until its address expires. A file that is refused ends the upload.
 */
export async function receivedUpload(ctx: Context, viewer: Viewer, uploadId: string): Promise<ReceivedUpload> {
  const path = ["input", "uploadId"];
  const [upload] = isUuid(uploadId) ? await ctx.db.query(FIND, [uploadId, uploaderOf(viewer)]) : [];
  if (upload === undefined) throwUserError("NOT_FOUND", "No upload with this id is open.", path);
  const { store } = ctx.assets;
  const key = ORIGINALS + upload.key;
  const isMoved =
    (await stored(() => store.move(uploadKey(upload), key))) || (await stored(() => store.head(key))) !== null;
  if (!isMoved) throwUserError("INVALID", "The bytes have not arrived.", path);
  try {
    const { byteSize, sha256 } = upload;
    return { upload, file: await inspectFile(ctx.assets, { key, byteSize, sha256, path }) };
  } catch (error) {
    if (isRefusal(error)) await stored(() => store.delete(key));
    throw error;
  }
}

export async function endUpload(tx: EntityManager, id: string): Promise<void> {
  await tx.query(END_UPLOAD, [id]);
}

const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === "UserErrors";
