// Transient database errors: recognises them and maps each to an error code and a message, the same for all responses of the
// service.

import { DeadlineError } from "../monitoring/counting-client.js";
import { failureKind } from "./failure-table.js";

export interface TransientError {
  code: "SERVICE_UNAVAILABLE" | "TIMEOUT";
  /** For users; reveals no details of the database. */
  message: string;
}

/** Null for any other error, which is an internal error. */
export function transientError(error: unknown): TransientError | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof DeadlineError) {
    return { code: "TIMEOUT", message: "The request took too long. Request less data, or try again later." };
  }
  switch (failureKind(error)) {
    case "timeout":
      return {
        code: "TIMEOUT",
        message: "The database took too long to respond. Request less data, or try again later.",
      };
    case "contended":
      // A serialization failure or deadlock that persisted through all retries (transaction.ts).
      return {
        code: "SERVICE_UNAVAILABLE",
        message: "The write conflicted with concurrent writes and was rolled back. Send it again.",
      };
    case "unavailable":
      return { code: "SERVICE_UNAVAILABLE", message: "The database is not available. Try again in a moment." };
    case "internal":
      return null;
  }
}
