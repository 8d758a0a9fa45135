// `colophon studio-link`: prints a link that signs a browser in once, within ten minutes. The link is the only text on standard output.
import { Command, Option } from "commander";
import type { DataSource, EntityManager } from "typeorm";
import { createStudioLink, studioLinkOf } from "../identity/sessions/studio-links.js";
import type { Role } from "../identity/viewer.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { authorNamed } from "./token.command.js";
import { withDatabase } from "./with-database.js";

interface LinkOptions {
  role: "admin" | "editor" | "author";
  name?: string;
  author?: string;
}

export function studioLinkCommand(): Command {
  return new Command("studio-link")
    .description("Print a link that signs a browser in to the studio once, within ten minutes.")
    .addOption(
      new Option("--role <role>", "the role of who opens it")
        .choices(["admin", "editor", "author"])
        .makeOptionMandatory(),
    )
    .option("--name <name>", "who opens it, shown in revisions (default: the author or the role)")
    .option("--author <slug>", "for the role author: the author whose posts it may write")
    .action((options: LinkOptions) => withDatabase((dataSource) => printLink(dataSource, options)));
}

async function printLink(dataSource: DataSource, options: LinkOptions): Promise<void> {
  const role = options.role.toUpperCase() as Role;
  if ((role === "AUTHOR") !== (options.author !== undefined)) {
    throw new Error("The role author requires --author, and no other role accepts it.");
  }
  const { studio, host, port } = loadProcessConfig();
  if (!studio.isEnabled) throw new Error("The studio is switched off by STUDIO=0.");
  const key = await ownTransactions(dataSource)(async (tx: EntityManager) => {
    const authorId = options.author === undefined ? null : await authorNamed(tx, options.author);
    const name = options.name ?? options.author ?? options.role;
    return createStudioLink(tx, { name, role, authorId });
  });
  process.stderr.write("Open it within ten minutes, in the browser that is to be signed in. It works once.\n");
  process.stdout.write(`${studioLinkOf(studio.origin ?? localOrigin(host, port), key)}\n`);
}

const ANY_HOST = new Set(["0.0.0.0", "::", ""]);

const localOrigin = (host: string, port: number): string =>
  `http://${ANY_HOST.has(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
