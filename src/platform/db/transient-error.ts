// Failures of the database that nobody caused and that pass: what to call them, so that every way out of the service
// calls them the same.

import { codeOf } from "../../lib/error-facts.js";
import { DeadlineError } from "./monitoring/counting-client.js";

export interface TransientError {
  code: "SERVICE_UNAVAILABLE" | "TIMEOUT";
  /** For people; says nothing of the database itself. */
  message: string;
}

const UNREACHABLE = new Set([
  ...["57P01", "57P02", "57P03", "53300", "08006", "08001", "08003"],
  // No room, no memory, a disk that fails, a server that has become a standby.
  ...["53000", "53100", "53200", "58000", "58030", "25006"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);
/** A serialization failure or a deadlock that outlived every retry (transaction.ts). */
const CONTENDED = new Set(["40001", "40P01"]);
const TIMED_OUT = new Set(["57014", "55P03"]);
/** What `pg` and its pool say without a code. */
const LOST_CONNECTION = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** Null for a fault of another kind, which is ours. */
export function transientError(error: unknown): TransientError | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (error instanceof DeadlineError) {
    return { code: "TIMEOUT", message: "The request took too long. Ask for less, or try again later." };
  }
  if (TIMED_OUT.has(code) || error.message === "Query read timeout") {
    return { code: "TIMEOUT", message: "The database took too long. Ask for less, or try again later." };
  }
  if (CONTENDED.has(code)) {
    const message = "Others wrote the same at once; nothing was written. Try again.";
    return { code: "SERVICE_UNAVAILABLE", message };
  }
  if (UNREACHABLE.has(code) || LOST_CONNECTION.test(error.message)) {
    return { code: "SERVICE_UNAVAILABLE", message: "The database cannot be reached now. Try again in a moment." };
  }
  return null;
}
