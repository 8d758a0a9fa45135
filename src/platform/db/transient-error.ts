// Transient database errors: recognises them and maps each to an error code and a message, the same for all responses of the
// service.
import { codeOf } from "../../lib/error-facts.js";
import { DeadlineError } from "./monitoring/counting-client.js";

export interface TransientError {
  code: "SERVICE_UNAVAILABLE" | "TIMEOUT";
  /** For users; reveals no details of the database. */
  message: string;
}

const UNREACHABLE = new Set([
  ...["57P01", "57P02", "57P03", "53300", "08006", "08001", "08003"],
  // Insufficient resources, disk full, out of memory, system and I/O errors, and a server that has become a standby.
  ...["53000", "53100", "53200", "58000", "58030", "25006"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);
/** A serialization failure or deadlock that persisted through all retries (transaction.ts). */
const CONTENDED = new Set(["40001", "40P01"]);
const TIMED_OUT = new Set(["57014", "55P03"]);
/** Messages of `pg` and its pool for errors that carry no code. */
const LOST_CONNECTION = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** Null for any other error, which is an internal error. */
export function transientError(error: unknown): TransientError | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (error instanceof DeadlineError) {
    return { code: "TIMEOUT", message: "The request took too long. Request less data, or try again later." };
  }
  if (TIMED_OUT.has(code) || error.message === "Query read timeout") {
    return {
      code: "TIMEOUT",
      message: "The database took too long to respond. Request less data, or try again later.",
    };
  }
  if (CONTENDED.has(code)) {
    const message = "The write conflicted with concurrent writes and was rolled back. Send it again.";
    return { code: "SERVICE_UNAVAILABLE", message };
  }
  if (UNREACHABLE.has(code) || LOST_CONNECTION.test(error.message)) {
    return { code: "SERVICE_UNAVAILABLE", message: "The database is not available. Try again in a moment." };
  }
  return null;
}
