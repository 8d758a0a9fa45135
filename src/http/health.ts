// The two questions that an orchestrator asks: whether the process should be restarted, and whether it should get
// requests. Only the second may depend on anything outside the process.
import { setTimeout as delay } from "node:timers/promises";
import { jsonReply, type Reply } from "./reply.js";

/** A check that hangs is a check that failed: whoever asks has a deadline too. */
const READINESS_DEADLINE_MS = 1_500;

export function replyToLiveness(): Reply {
  return jsonReply(200, { status: "alive" });
}

/** Each thing that must hold before requests are sent here, by name. */
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
