// `colophon asset`: adds files from scripts, and removes what nothing uses any more.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { DataSource } from "typeorm";
import { openAssetAddresses } from "../../app/start/open-assets.js";
import { pruneAssets } from "../../content/assets/pruning/prune-assets.js";
import { storeFile } from "../../content/assets/uploads/stored-file.js";
import { loadProcessConfig } from "../../platform/config/process-config.js";
import { Database } from "../../platform/db/database.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { ownTransactions } from "../../platform/db/transaction.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { assetFolder } from "../../platform/markup/files/file-path.js";
import { EXIT_CODES } from "../failure.js";
import { createProgress } from "../progress.js";
import { withDatabase } from "../with-database.js";

const SECONDS: Readonly<Record<string, number>> = { h: 3_600, d: 86_400 };

export function assetCommand(): Command {
  return new Command("asset")
    .alias("assets")
    .description("Add pictures and files, and remove those that nothing uses.")
    .addCommand(addCommand())
    .addCommand(pruneCommand());
}

function addCommand(): Command {
  return new Command("add")
    .description("Add files. Prints the id and the path of each, which a body refers to as ![](path).")
    .argument("<files...>", "the files")
    .option("--alt <text>", "the text alternative of the pictures", "")
    .action((files: string[], { alt }: { alt: string }) => withDatabase((source) => addFiles(source, files, alt)));
}

function pruneCommand(): Command {
  return new Command("prune")
    .description("Delete assets that nothing uses, drafts and revisions included, and bytes without an asset.")
    .option("--older-than <age>", "the age of the unused assets, such as 30d or 12h", parseAge, 30 * 86_400)
    .option("--dry-run", "only tell what would be deleted", false)
    .action((options: { olderThan: number; dryRun: boolean }) =>
      withDatabase((source) => prune(source, options.olderThan, options.dryRun)),
    );
}

function parseAge(text: string): number {
  const [, number = "", unit = ""] = /^(\d{1,5})([dh])$/.exec(text) ?? [];
  if (number === "") throw new InvalidArgumentError("Expected days or hours such as 30d or 12h.");
  return Number(number) * (SECONDS[unit] ?? 0);
}

const KEY = sql`/* asset.key */ select ${computedColumn("key", "text", "a.key")} from asset a where a.id = $1`;

async function addFiles(dataSource: DataSource, files: readonly string[], alt: string): Promise<void> {
  const services = openAssetAddresses(loadProcessConfig().assets);
  const db = new Database(dataSource);
  try {
    for (const file of files) {
      const { size } = await stat(file);
      const fileName = basename(file).normalize("NFC");
      const texts = { fileName, alt, caption: null, takenFrom: null, createdBy: null };
      const open = () => createReadStream(file);
      const stored = await storeFile(services, ownTransactions(dataSource), { open, byteSize: size, ...texts });
      if ("refused" in stored) {
        process.stderr.write(`${file}: ${stored.refused}\n`);
        process.exitCode = EXIT_CODES.failure;
        continue;
      }
      const [asset] = await db.query(KEY, [stored.assetId]);
      const path = `${assetFolder(asset?.key ?? "")}/${encodeURIComponent(fileName)}`;
      process.stdout.write(`${encodeGlobalId("Asset", stored.assetId)}\t${path}\n`);
    }
  } finally {
    services.pictures.close();
  }
}

async function prune(dataSource: DataSource, olderThanSeconds: number, isDryRun: boolean): Promise<void> {
  const { store } = openAssetAddresses(loadProcessConfig().assets);
  const access = { db: new Database(dataSource), transact: ownTransactions(dataSource), store };
  const progress = createProgress("examined files:");
  const onProgress = (examined: number) => progress.update(examined, 0);
  const { assets, files, bytes } = await pruneAssets(access, { olderThanSeconds, isDryRun, onProgress });
  progress.end();
  const verb = isDryRun ? "would be deleted" : "were deleted";
  process.stdout.write(`${assets} unused assets ${verb}, and ${files} files of ${bytes} bytes without an asset.\n`);
}
