// What the delivery of bytes needs to know of an asset. It looks up hidden ones as well: their bytes need a signature.
import type { SqlClient } from "../../../platform/db/database.js";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { isPublicAssetSql } from "../../visibility.js";
import { Asset, type FocalPoint } from "../asset.entity.js";
import { originalKey, variantFolder } from "../asset-storage.js";
import { pictureShape } from "./asset-address.js";

const FIND = sql`/* Asset.served */ select ${selectColumns(Asset, "a", [
  ...(["id", "key", "bytesKey", "contentVersion", "contentType", "fileName", "byteSize"] as const),
  ...(["width", "height", "hasAlpha", "isAnimated", "focalX", "focalY"] as const),
])}, ${computedColumn("isPublic", "boolean", isPublicAssetSql("a"))} from asset a where a.key = $1`;

export interface ServedAsset {
  id: string;
  key: string;
  contentVersion: number;
  contentType: string;
  fileName: string;
  byteSize: number;
  /** Null for what is served as it is. */
  picture: { width: number; height: number; hasAlpha: boolean; isAnimated: boolean } | null;
  focalPoint: FocalPoint | null;
  originalKey: string;
  variantFolder: string;
  isPublic: boolean;
}

/** Null if no asset has the key. */
export async function findServedAsset(db: SqlClient, key: string): Promise<ServedAsset | null> {
  const [row] = await db.query(FIND, [key]);
  if (row === undefined) return null;
  const { id, contentVersion, contentType, fileName, byteSize, focalX, focalY, isPublic } = row;
  return {
    ...{ id, key, contentVersion, contentType, fileName, byteSize, isPublic },
    picture: pictureShape(row),
    focalPoint: focalX === null || focalY === null ? null : { x: focalX, y: focalY },
    originalKey: originalKey(row),
    variantFolder: variantFolder(row),
  };
}
