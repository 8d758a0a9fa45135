// Makes assets of inspected files, for uploads and imports. The bytes are in the store before the row, so that no asset lacks its bytes.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import { columnValues } from "../../platform/db/column-values.js";
import { columnTypes, computedColumn, entityColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { assetFolder, familyAlias } from "../../platform/markup/files/file-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { Asset } from "./asset.entity.js";
import type { InspectedFacts } from "./uploads/inspected-file.js";

/** What people say about a file. */
export type AssetTexts = Pick<Asset, "fileName" | "alt" | "caption" | "takenFrom" | "createdBy">;

const BY_HASH = sql`/* Asset.byHash */ select ${computedColumn("id", "uuid", "a.id")} from asset a where a.sha256 = $1`;

/** The asset with the same bytes, or null. */
export async function assetWithHash(tx: EntityManager, sha256: string): Promise<string | null> {
  const [asset] = await queryPrepared(tx, BY_HASH, [sha256]);
  return asset?.id ?? null;
}

const COLUMNS = entityColumns(Asset, [
  ...([
    "id",
    "key",
    "bytesKey",
    "sha256",
    "byteSize",
    "contentType",
    "width",
    "height",
    "hasAlpha",
    "isAnimated",
  ] as const),
  ...(["thumbHash", "colour", "fileName", "alt", "caption", "takenFrom", "createdBy"] as const),
]);

export interface InsertedAsset {
  id: string;
  /** False if there was one of the same bytes already, so that those of this one are not needed. */
  isNew: boolean;
}

/** Inserts the asset whose original has this key in the store, unless there is one of the same bytes. */
export async function insertAsset(
  tx: EntityManager,
  key: string,
  file: InspectedFacts,
  texts: AssetTexts,
): Promise<InsertedAsset> {
  const id = randomUUID();
  const inserted = await bulkInsert(tx, {
    name: "Asset.insert",
    table: "asset",
    columns: columnTypes(COLUMNS),
    rows: [columnValues(COLUMNS, { id, key, bytesKey: key, ...file, ...texts })],
    onConflict: "on conflict (sha256) do nothing returning id",
  });
  if (inserted.length > 0) {
    await insertAliases(tx, [{ path: assetFolder(key), assetId: id }]);
    return { id, isNew: true };
  }
  const known = await assetWithHash(tx, file.sha256);
  if (known === null) throw new Error("Expected the asset of the same bytes, which was deleted meanwhile.");
  return { id: known, isNew: false };
}

export interface FileAlias {
  /** As file-path.ts forms it. */
  path: string;
  assetId: string;
  /** Whether the address stands for all forms of the picture that WordPress makes. */
  isFamily?: boolean;
}

/**
 * Registers former addresses of files, and returns how many are new. An address that leads to an asset already keeps it. Bodies and images that
 * have such an address use the asset from now on.
 */
export async function registerAliases(tx: EntityManager, aliases: readonly FileAlias[]): Promise<number> {
  const rows = aliases.flatMap(({ path, assetId, isFamily }) =>
    isFamily === true
      ? [
          { path, assetId },
          { path: familyAlias(path), assetId },
        ]
      : [{ path, assetId }],
  );
  const count = await insertAliases(tx, rows);
  if (count > 0) {
    const assetIds = [...new Set(aliases.map(({ assetId }) => assetId))];
    await recordContent(tx, [{ type: "assets.imported", payload: { assetIds } }]);
  }
  return count;
}

async function insertAliases(tx: EntityManager, rows: readonly { path: string; assetId: string }[]): Promise<number> {
  const inserted = await bulkInsert(tx, {
    name: "AssetAlias.insert",
    table: "asset_alias",
    columns: { path: "text", asset_id: "uuid" },
    // In one order, so that two writers wait for each other instead of forming a deadlock.
    rows: [...rows].sort((one, other) => (one.path < other.path ? -1 : 1)).map(({ path, assetId }) => [path, assetId]),
    onConflict: "on conflict (path) do nothing returning path",
  });
  return inserted.length;
}
