// Removes assets that nothing has used for a while, and bytes without a row. Nothing else ever deletes either by itself.

import type { SqlClient } from "../../../platform/db/database.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { deleteRow } from "../../../platform/db/single-row-writes.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { ByteStore } from "../../../platform/storage/byte-store.js";
import { UPLOADS } from "../../../platform/storage/upload-places.js";
import { recordContent } from "../../cache-tags/content-event.js";
import { Asset } from "../asset.entity.js";
import { ORIGINALS, VARIANTS } from "../asset-storage.js";

export interface PruneOptions {
  /** Unused assets that are younger stay: they may be about to be used. */
  olderThanSeconds: number;
  /** Whether nothing is deleted. */
  isDryRun: boolean;
  onProgress?(examined: number): void;
}

export interface PruneReport {
  assets: number;
  files: number;
  bytes: number;
}

interface Access {
  db: SqlClient;
  transact: WriteTransaction;
  store: ByteStore;
}

const BATCH = 200;
const DAY_MS = 86_400_000;
/** The bytes of a deleted asset may be served from caches for a while, and a backup of the rows may be restored. */
const BYTES_DAYS = 7;
/** An upload can be completed for an hour. */
const UPLOAD_DAYS = 1;

const UNUSED = `not exists (select 1 from asset_use u where u.asset_id = a.id)`;
const OLD = "a.created_at < now() - make_interval(secs => $1)";
const NEXT = sql`/* prune.next */ select ${computedColumn("id", "uuid", "a.id")} from asset a
  where a.id > $2 and ${OLD} and ${UNUSED} order by a.id limit ${String(BATCH)}`;
/** The lock excludes a new use, which the condition of the second statement would not see otherwise. */
const LOCK = "/* prune.lock */ select a.id from asset a where a.id = $1 for update";
const STILL_UNUSED = sql`/* prune.unused */ select ${computedColumn("id", "uuid", "a.id")} from asset a where a.id = $1 and ${UNUSED}`;
const ORIGINALS_KNOWN = sql`/* prune.originals */ select ${computedColumn("key", "text", "a.bytes_key")} from asset a
  where a.bytes_key = any($1::text[])`;
const VERSIONS_KNOWN = sql`/* prune.versions */ select ${computedColumn("key", "text", "a.key || '/' || a.content_version")} from asset a
  where a.key = any($1::text[])`;

/** Can be interrupted and run again at any time. */
export async function pruneAssets(access: Access, options: PruneOptions): Promise<PruneReport> {
  const assets = await pruneRows(access, options);
  const report = { assets, files: 0, bytes: 0 };
  const known = {
    originals: async (names: readonly string[]) => keysOf(await access.db.query(ORIGINALS_KNOWN, [names])),
    variants: async (names: readonly string[]) => {
      const keys = [...new Set(names.map((name) => name.split("/")[0] ?? ""))];
      return keysOf(await access.db.query(VERSIONS_KNOWN, [keys]));
    },
    uploads: async () => new Set<string>(),
  };
  await pruneFiles(access, options, report, { prefix: ORIGINALS, days: BYTES_DAYS, known: known.originals });
  await pruneFiles(access, options, report, { prefix: VARIANTS, days: BYTES_DAYS, known: known.variants });
  await pruneFiles(access, options, report, { prefix: UPLOADS, days: UPLOAD_DAYS, known: known.uploads });
  return report;
}

const keysOf = (rows: readonly { key: string }[]): Set<string> => new Set(rows.map(({ key }) => key));

async function pruneRows({ db, transact }: Access, options: PruneOptions): Promise<number> {
  let count = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.query(NEXT, [options.olderThanSeconds, after]);
    for (const { id } of rows) {
      const isDeleted =
        options.isDryRun ||
        (await transact(async (tx) => {
          await tx.query(LOCK, [id]);
          const [unused] = await queryPrepared(tx, STILL_UNUSED, [id]);
          if (unused === undefined) return false;
          await deleteRow(tx, Asset, id);
          await recordContent(tx, [{ type: "asset.deleted", payload: { assetId: id } }]);
          return true;
        }));
      if (isDeleted) count += 1;
    }
    const last = rows.at(-1);
    if (last === undefined) return count;
    after = last.id;
  }
}

interface FileRule {
  prefix: string;
  days: number;
  /** Which of the names, without the prefix and the name of a variant, belong to a row. */
  known(names: readonly string[]): Promise<ReadonlySet<string>>;
}

async function pruneFiles(
  { store }: Access,
  options: PruneOptions,
  report: PruneReport,
  rule: FileRule,
): Promise<void> {
  const oldest = Date.now() - rule.days * DAY_MS;
  let batch: { key: string; name: string; byteSize: number }[] = [];
  let examined = 0;
  const flush = async (): Promise<void> => {
    const known = batch.length === 0 ? new Set() : await rule.known(batch.map(({ name }) => name));
    for (const { key, name, byteSize } of batch) {
      if (known.has(name)) continue;
      if (!options.isDryRun) await store.delete(key);
      report.files += 1;
      report.bytes += byteSize;
    }
    batch = [];
  };
  for await (const { key, byteSize, modifiedAt } of store.list(rule.prefix)) {
    examined += 1;
    options.onProgress?.(examined);
    if (modifiedAt.getTime() > oldest) continue;
    batch.push({ key, name: nameOf(key.slice(rule.prefix.length)), byteSize });
    if (batch.length === BATCH) await flush();
  }
  await flush();
}

/** A variant belongs to the version of its asset. */
const nameOf = (name: string): string => name.split("/").slice(0, 2).join("/");
