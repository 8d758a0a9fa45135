// Liveness and readiness for an orchestrator: whether to restart the process, and whether to send it requests. Only readiness may depend
// on anything outside the process.
import { setTimeout as delay } from "node:timers/promises";
import { jsonReply, type Reply } from "./reply.js";

/** A check that hangs counts as failed, because the probe has a deadline too. */
const READINESS_DEADLINE_MS = 1_500;

export function replyToLiveness(): Reply {
  return jsonReply(200, { status: "alive" });
}

/** The named checks that must all hold before requests are sent to the process. A text is a check that failed, and why. */
export type Readiness = Readonly<Record<string, boolean | string>>;

export async function replyToReadiness(check: () => Promise<Readiness>): Promise<Reply> {
  const readiness = await withinDeadline(check);
  const entries = Object.entries(readiness);
  const checks = Object.fromEntries(entries.map(([name, found]) => [name, found === true ? "ok" : "failed"]));
  if (entries.every(([, found]) => found === true)) return jsonReply(200, { status: "ready", checks });
  const reasons = Object.fromEntries(entries.filter(([, found]) => typeof found === "string"));
  const explained = Object.keys(reasons).length === 0 ? {} : { reasons };
  return jsonReply(503, { status: "unavailable", checks, ...explained }, ["retry-after", "1"]);
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
