// `colophon token`: creates, lists and revokes API tokens without a token, for the first administrator and for one who lost theirs. The
// secret is the only text on standard output, so that `TOKEN=$(colophon token create …)` works and no log contains it.
import { Command, InvalidArgumentError, Option } from "commander";
import type { DataSource, EntityManager } from "typeorm";
import { insertApiToken, TOKEN_REVOKED } from "../identity/api-tokens/api-token.service.js";
import type { Role } from "../identity/viewer.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { recordEvents } from "../platform/events/outbox.js";
import { parseInstant } from "../platform/graphql/scalars.js";
import { withDatabase } from "./with-database.js";

interface CreateOptions {
  role: "admin" | "editor" | "author";
  name?: string;
  author?: string;
  expires?: string;
}

const DAY_MS = 86_400_000;

export function tokenCommand(): Command {
  return new Command("token")
    .description("Create, list and revoke API tokens.")
    .addCommand(createCommand())
    .addCommand(
      new Command("list").description("List all tokens, newest first.").action(() => withDatabase(listTokens)),
    )
    .addCommand(
      new Command("revoke")
        .description("Revoke a token. It is rejected from the next request on.")
        .argument("<prefix>", "the prefix of the token, as shown by colophon token list")
        .action((prefix: string) => withDatabase((dataSource) => revokeToken(dataSource, prefix))),
    );
}

function createCommand(): Command {
  return new Command("create")
    .description("Create a token and print it once.")
    .addOption(
      new Option("--role <role>", "the role of its holder")
        .choices(["admin", "editor", "author"])
        .makeOptionMandatory(),
    )
    .option("--name <name>", "the purpose of the token, shown in revisions")
    .option("--author <slug>", "for the role author: the author whose posts it may write")
    .option(
      "--expires <when>",
      "when it expires: days such as 90d, or an instant such as 2027-01-01T00:00:00Z",
      parseExpiry,
    )
    .action((options: CreateOptions) => withDatabase((dataSource) => createToken(dataSource, options)));
}

async function createToken(dataSource: DataSource, options: CreateOptions): Promise<void> {
  const role = options.role.toUpperCase() as Role;
  if ((role === "AUTHOR") !== (options.author !== undefined)) {
    throw new Error("The role author requires --author, and no other role accepts it.");
  }
  const { secret } = await ownTransactions(dataSource)(async (tx) => {
    const authorId = options.author === undefined ? null : await authorNamed(tx, options.author);
    const name = options.name ?? options.author ?? options.role;
    return insertApiToken(tx, { name, role, authorId, expiresAt: options.expires ?? null });
  });
  process.stderr.write(
    "Send it as Authorization: Bearer <token>. It is shown only once, because only its hash is stored.\n",
  );
  process.stdout.write(`${secret}\n`);
}

/** The id of the author with this slug. */
export async function authorNamed(tx: EntityManager, slug: string): Promise<string> {
  const [author]: { id: string }[] = await tx.query("/* token.author */ select id from author where slug = $1", [slug]);
  if (author === undefined) throw new Error(`Expected the slug of an author, got "${slug}".`);
  return author.id;
}

async function listTokens(dataSource: DataSource): Promise<void> {
  const rows: { line: string }[] = await dataSource.query(
    `/* token.list */
     select concat_ws('  ', prefix, rpad(lower(role), 6),
       rpad(case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'valid' end, 7),
       'created ' || to_char(created_at, 'YYYY-MM-DD'), 'used ' || coalesce(to_char(last_used_at, 'YYYY-MM-DD HH24:MI'), 'never'),
       'expires ' || coalesce(to_char(expires_at, 'YYYY-MM-DD HH24:MI'), 'never'), name) as line
     from api_token order by created_at desc, id desc`,
  );
  process.stdout.write(rows.length === 0 ? "There are no tokens.\n" : `${rows.map(({ line }) => line).join("\n")}\n`);
}

async function revokeToken(dataSource: DataSource, prefix: string): Promise<void> {
  const isFound = await ownTransactions(dataSource)(async (tx) => {
    const [revoked]: [{ id: string }[], number] = await tx.query(
      "/* token.revoke */ update api_token set revoked_at = coalesce(revoked_at, now()) where prefix = $1 returning id",
      [prefix.replace(/^colophon_/, "")],
    );
    await recordEvents(
      tx,
      revoked.map(({ id }) => ({ type: TOKEN_REVOKED, payload: { tokenId: id } })),
    );
    return revoked.length > 0;
  });
  if (!isFound) throw new Error("Expected the prefix of a token, as shown by `colophon token list`.");
  process.stdout.write("The token was revoked.\n");
}

function parseExpiry(text: string): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(Date.now() + Number(days) * DAY_MS).toISOString();
  try {
    return parseInstant(text);
  } catch {
    throw new InvalidArgumentError("Expected days such as 90d, or an instant such as 2027-01-01T00:00:00Z.");
  }
}
