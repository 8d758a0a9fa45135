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
])}, ${computedColumn("isPublic", "boolean", isPublicAssetSql("a"))} from asset a where a.key = any($1)`;

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

/** In the order of the keys; null where no asset has the key. */
export async function findServedAssets(db: SqlClient, keys: readonly string[]): Promise<(ServedAsset | null)[]> {
  const assets = new Map<string, ServedAsset>();
  for (const row of await db.query(FIND, [keys])) {
    const { id, key, contentVersion, contentType, fileName, byteSize, focalX, focalY, isPublic } = row;
    assets.set(key, {
      ...{ id, key, contentVersion, contentType, fileName, byteSize, isPublic },
      picture: pictureShape(row),
      focalPoint: focalX === null || focalY === null ? null : { x: focalX, y: focalY },
      originalKey: originalKey(row),
      variantFolder: variantFolder(row),
    });
  }
  return keys.map((key) => assets.get(key) ?? null);
}
