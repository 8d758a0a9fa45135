// Proves that a connection that listens is notified. A pooler in transaction mode accepts LISTEN and never delivers a notification: a cache
// that waits for one would serve outdated content for ever.
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { isDirect, openClient } from "./pooling.js";

const CHANNEL = "colophon_proof";
const TIMEOUT_MS = 2_000;

export class NotNotifiedError extends Error {
  override readonly name = "NotNotifiedError";

  constructor() {
    super(
      "Notifications of the database do not arrive, because the connection leads through a pooler that gives each transaction another session. Until they do, no response is cached. Set DATABASE_DIRECT_URL to the server itself.",
    );
  }
}

/** Rejects if a notification from another session does not arrive in time. */
export async function proveNotifications(listener: pg.Client, url: string): Promise<void> {
  if (await isDirect(listener)) return;
  const proof = randomUUID();
  const notifier = await openClient(url);
  let deadline: NodeJS.Timeout | undefined;
  try {
    const arrived = new Promise<void>((resolve, reject) => {
      listener.on("notification", ({ payload }) => {
        if (payload === proof) resolve();
      });
      deadline = setTimeout(() => reject(new NotNotifiedError()), TIMEOUT_MS);
    });
    arrived.catch(() => undefined);
    await listener.query(`listen ${CHANNEL}`);
    await notifier.query("/* notification.proof */ select pg_notify($1, $2)", [CHANNEL, proof]);
    await arrived;
    await listener.query(`unlisten ${CHANNEL}`);
  } finally {
    clearTimeout(deadline);
    await notifier.end().catch(() => undefined);
  }
}
