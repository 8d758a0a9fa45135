// `colophon audit-visibility`: checks that anonymous clients cannot see hidden content of this database.
import { Command, InvalidArgumentError } from "commander";
import type { DataSource } from "typeorm";
import { type AuditReport, auditVisibility } from "../app/audit/visibility-audit.js";
import { createSchema } from "../app/schema.js";
import { openAssetAddresses } from "../app/start/open-assets.js";
import { openDatabase } from "../app/start/open-database.js";
import type { Platform } from "../identity/context.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { createPublishedSource } from "../platform/db/data-source.js";
import { Database } from "../platform/db/database.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { InvalidationFeed } from "../platform/events/invalidation-feed.js";
import { NO_STORED_QUERIES } from "../platform/execution/stored-query.js";
import { createLog } from "../platform/observability/log.js";
import { OutboundGuard } from "../platform/outbound/outbound-guard.js";
import type { AssetServices } from "../platform/pictures/asset-services.js";
import { EXIT_CODES } from "./failure.js";
import { createProgress } from "./progress.js";

interface AuditCommandOptions {
  seconds: number;
  queries: number;
}

export function auditVisibilityCommand(): Command {
  return new Command("audit-visibility")
    .description(
      "Query this database as an anonymous client for everything that is hidden. Exits with 1 if something is revealed.",
    )
    .option("--seconds <number>", "stop after this many seconds", parsePositive, 60)
    .option("--queries <number>", "stop after this many queries", parsePositive, 20_000)
    .action(audit);
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}

async function audit(options: AuditCommandOptions): Promise<void> {
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog("silent"));
  const published = createPublishedSource(database.dataSource);
  const progress = createProgress("auditing");
  try {
    await published.initialize();
    const assets = openAssetAddresses(config.assets);
    const report = await auditVisibility(platformOf(database.dataSource, published, assets), createSchema(), {
      maxSeconds: options.seconds,
      maxQueries: options.queries,
      onProgress: progress.update,
    });
    progress.end();
    process.stdout.write(`${auditReportLines(report).join("\n")}\n`);
    if (report.sightings.length > 0) process.exitCode = EXIT_CODES.failure;
    else if (report.failed > 0) process.exitCode = EXIT_CODES.incomplete;
  } finally {
    progress.end();
    if (published.isInitialized) await published.destroy();
    await database.close();
  }
}

/** The platform of an anonymous context, which never writes or signs. */
function platformOf(dataSource: DataSource, published: DataSource, assets: AssetServices): Platform {
  const log = createLog("silent");
  return {
    publicReads: new Database(published),
    referenceData: null,
    privateReads: new Database(dataSource),
    transact: ownTransactions(dataSource),
    signPreview: () => Promise.reject(new Error("The audit does not sign preview tokens.")),
    assets,
    outbound: new OutboundGuard([]),
    storedQueries: NO_STORED_QUERIES,
    followChanges: null,
    // Without a dispatcher it is never sure, so that nothing is taken from memory.
    invalidationFeed: new InvalidationFeed(log),
    log,
    requestMs: Number.POSITIVE_INFINITY,
    responseBytes: { anonymous: Number.MAX_SAFE_INTEGER, authenticated: Number.MAX_SAFE_INTEGER },
  };
}

export function auditReportLines({ hiddenObjects, planned, sent, failed, sightings }: AuditReport): string[] {
  const rest = sent < planned ? ` ${planned - sent} of ${planned} queries were not sent because of the limits.` : "";
  const head = `${hiddenObjects} hidden objects, ${sent} queries, ${sightings.length} sightings.${rest}`;
  return [
    head,
    ...(failed > 0 ? [`${failed} queries failed and prove nothing. Check the database with colophon doctor.`] : []),
    ...sightings.flatMap(({ object, evidence, document, variables }) => [
      `- ${object.kind} ${object.slug} (${object.uuid}) is revealed by "${evidence}" in the response to`,
      `  ${document} ${JSON.stringify(variables)}`,
    ]),
  ];
}
