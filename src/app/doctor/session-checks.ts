// Checks how the service reaches its database: through a pooler or not, whether what needs a session of its own has one, and whether the
// sessions of both pools are what they must be.
import type { DataSource } from "typeorm";
import type { Config } from "../../platform/config/config.js";
import { NAMES_DEFECT, type Pooling, poolingOf, supportsNames } from "../../platform/db/connection/pooling.js";
import { createPublishedSource, initializeSource, sessionsOf } from "../../platform/db/data-source.js";
import type { DatabaseServer } from "../start/database-server.js";
import { type Finding, failure, ok } from "./finding.js";

type Urls = Pick<DatabaseServer, "url" | "directUrl">;

export async function checkPooling(
  urls: Urls,
  { prepares }: Config["database"],
): Promise<{ isPooled: boolean; findings: Finding[] }> {
  const [pooling, direct] = await Promise.all([poolingOf(urls.url), poolingOf(urls.directUrl)]);
  const hasNames = pooling !== "transaction" || !prepares || (await supportsNames(urls.url));
  const findings = [
    ok("pooler", SENTENCES[pooling]),
    direct === "transaction"
      ? failure(
          "direct connection",
          "Notifications, locks, migrations and imports have no session of their own: their connection leads through a pooler in transaction mode. Without notifications no response is cached.",
          "Set DATABASE_DIRECT_URL to the server itself, or to a pooler in session mode.",
        )
      : ok("direct connection", "Notifications, locks, migrations and imports have sessions of their own."),
    hasNames
      ? ok("prepared statements", prepares ? "Prepared statements work." : "Statements are sent without names.")
      : failure("prepared statements", NAMES_DEFECT.message, NAMES_DEFECT.advice),
  ];
  return { isPooled: pooling !== "direct", findings };
}

const SENTENCES: Record<Pooling, string> = {
  direct: "DATABASE_URL leads to the server itself.",
  session: "DATABASE_URL leads through a pooler; a connection keeps its session.",
  transaction: "DATABASE_URL leads through a pooler; each transaction may have another session.",
};

/** Checks a session of each pool of the service. */
export async function checkSessions(source: DataSource, publicUrl: string | null): Promise<Finding[]> {
  const published = createPublishedSource(source, publicUrl);
  const guard = sessionsOf(published);
  try {
    await guard.tolerating(() => initializeSource(published));
    const server = sessionsOf(source).isOnStandby ? STANDBY : ok("primary server", "The server accepts writes.");
    return [
      server,
      ...findingsOf("sessions", sessionsOf(source).defects),
      ...findingsOf("anonymous sessions", guard.defects),
    ];
  } finally {
    if (published.isInitialized) await published.destroy();
  }
}

const STANDBY = failure(
  "primary server",
  "DATABASE_URL leads to a standby, which accepts no writes.",
  "Name the primary server, or all servers with target_session_attrs=read-write. See docs/poolers.md.",
);

function findingsOf(check: string, defects: readonly { message: string; advice: string }[]): Finding[] {
  if (defects.length === 0) return [ok(check, "Settings and rights are what they must be.")];
  return defects.map(({ message, advice }) => failure(check, message, advice));
}
