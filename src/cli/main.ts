#!/usr/bin/env node
// The command `colophon`. Each subcommand has its own file. `serve` does not load the other ones, so that the service starts quickly.
import "reflect-metadata";
import module from "node:module";
import { constants } from "node:os";
import { Command } from "commander";
import { reportFailure } from "./failure.js";
import { serveCommand } from "./serve.command.js";

// Node 22.8 and later can cache compiled code for the next start; earlier versions have no such function.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// The reader of the output may end early (`| head`, a closed terminal). The command continues then.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const program = new Command("colophon")
  .description("A GraphQL content service. Configuration comes from the environment; see .env.example.")
  .showHelpAfterError()
  .addCommand(serveCommand());

async function addOtherCommands(): Promise<void> {
  const { assetCommand } = await import("./assets/asset.command.js");
  const { auditVisibilityCommand } = await import("./audit-visibility.command.js");
  const { doctorCommand } = await import("./doctor.command.js");
  const { importCommand } = await import("./import.command.js");
  const { migrateCommand } = await import("./migrate.command.js");
  const { reindexCommand } = await import("./reindex.command.js");
  const { schemaCommand } = await import("./front-ends/schema.command.js");
  const { siteCommand } = await import("./site.command.js");
  const { studioLinkCommand } = await import("./studio-link.command.js");
  const { stylesheetCommand } = await import("./front-ends/stylesheet.command.js");
  const { tokenCommand } = await import("./token.command.js");
  const commands = [
    migrateCommand(),
    importCommand(),
    assetCommand(),
    tokenCommand(),
    studioLinkCommand(),
    siteCommand(),
    auditVisibilityCommand(),
    doctorCommand(),
    reindexCommand(),
    schemaCommand(),
    stylesheetCommand(),
  ];
  for (const command of commands) program.addCommand(command);
}

/** Their writes are transactions, so they may end at any time. `exit` runs the handlers that stop an embedded database. */
function endOnSignals(): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

if (process.argv[2] !== "serve") {
  endOnSignals();
  await addOtherCommands();
}
await program.parseAsync().catch(reportFailure);
