// Opens the connections of anonymous reads and watches the sessions of both pools. While the sessions of anonymous reads are not what they
// must be, anonymous operations are refused and nothing is taken from memory.
import type { DataSource } from "typeorm";
import { HttpError } from "../../http/http-rejection.js";
import type { Config } from "../../platform/config/config.js";
import { isDirect, NAMES_DEFECT, supportsNames } from "../../platform/db/connection/pooling.js";
import { createPublishedSource, initializeSource, poolOf, sessionsOf, urlOf } from "../../platform/db/data-source.js";
import { grantPublishedViews } from "../../platform/db/sessions/public-role.js";
import type { Logger } from "../../platform/observability/log.js";
import type { ExecuteOperation } from "../bridge/idempotent-execution.js";
import { waitForDatabase } from "./wait-for-database.js";

export interface SessionWatch {
  /** What is wrong with the sessions of the database, in plain words; null if nothing is. */
  readonly reason: string | null;
  /** Whether responses to anonymous reads may be cached and shared. They may lag behind if they are read from a standby. */
  readonly mayCache: boolean;
  /** The same, but without anonymous operations while their sessions are refused. */
  guarded(execute: ExecuteOperation): ExecuteOperation;
  close(): void;
}

/** `directUrl` is used to give the role of anonymous reads the rights that it lacks. */
export async function openPublishedSource(
  { database: { publicUrl, prepares, waitMs } }: Config,
  dataSource: DataSource,
  directUrl: string,
  log: Logger,
): Promise<DataSource> {
  const published = createPublishedSource(dataSource, publicUrl);
  const sessions = sessionsOf(published);
  // The service starts in any case, so that it can say what is wrong.
  await waitForDatabase(() => sessions.tolerating(() => initializeSource(published)), waitMs);
  if (prepares && !(await keepsNames(dataSource))) sessionsOf(dataSource).addLasting(NAMES_DEFECT);
  if (publicUrl === null) return published;
  try {
    if (await grantPublishedViews(published, directUrl)) {
      log.info("The role of anonymous reads was given its rights on the views of published content.");
      await sessions.tolerating(() => sessions.checkOneOf(poolOf(published)));
    }
  } catch (error) {
    log.warn({ err: error }, "The role of anonymous reads could not be given its rights on the views.");
  }
  return published;
}

/** Behind a pooler, whether prepared statements survive a change of the session. A server that cannot be reached now is not judged. */
async function keepsNames(dataSource: DataSource): Promise<boolean> {
  const client = await poolOf(dataSource).connect();
  const isPooled = !(await isDirect(client).finally(() => client.release()));
  return !isPooled || supportsNames(urlOf(dataSource)).catch(() => true);
}

export function watchSessions(dataSource: DataSource, published: DataSource, log: Logger): SessionWatch {
  const guards = [sessionsOf(dataSource), sessionsOf(published)];
  const endings = [dataSource, published].map((source) => sessionsOf(source).watch(poolOf(source), log));
  const ofReaders = sessionsOf(published);
  return {
    get reason() {
      const defects = guards.flatMap((guard) => guard.defects);
      return defects.length === 0 ? null : defects.map(({ message, advice }) => `${message} ${advice}`).join(" ");
    },
    get mayCache() {
      return ofReaders.refusal === null && !ofReaders.isOnStandby;
    },
    guarded: (execute) => (identity, sent, run) =>
      ofReaders.refusal !== null && identity.viewer === null && identity.previewPostId === null
        ? Promise.reject(REFUSED)
        : execute(identity, sent, run),
    close: () => {
      for (const end of endings) end();
    },
  };
}

const REFUSED = new HttpError(503, "SERVICE_UNAVAILABLE", "The database is not available. Try again in a moment.", [
  "retry-after",
  "5",
]);
