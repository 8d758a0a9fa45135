// Liveness and readiness for an orchestrator: whether to restart the process, and whether to send it requests. Only readiness may depend
// on anything outside the process.
import { setTimeout as delay } from "node:timers/promises";
import { jsonReply, type Reply } from "./reply.js";

/** A check that hangs counts as failed, because the probe has a deadline too. */
const READINESS_DEADLINE_MS = 1_500;

export function replyToLiveness(): Reply {
  return jsonReply(200, { status: "alive" });
}

/** The named checks that must all hold before requests are sent to the process. */
export type Readiness = Readonly<Record<string, boolean>>;

export async function replyToReadiness(check: () => Promise<Readiness>): Promise<Reply> {
  const readiness = await withinDeadline(check);
  const checks = Object.fromEntries(Object.entries(readiness).map(([name, holds]) => [name, holds ? "ok" : "failed"]));
  return Object.values(readiness).every(Boolean)
    ? jsonReply(200, { status: "ready", checks })
    : jsonReply(503, { status: "unavailable", checks }, ["retry-after", "1"]);
}

async function withinDeadline(check: () => Promise<Readiness>): Promise<Readiness> {
  const deadline = new AbortController();
  try {
    return await Promise.race([check(), delay(READINESS_DEADLINE_MS, { inTime: false }, { signal: deadline.signal })]);
  } catch {
    return { checks: false };
  } finally {
    deadline.abort();
  }
}
