// Bounds what one operation may take of the server's time as seen from outside: a client is answered in time, whatever
// becomes of its operation.
import { HttpError } from "../http-rejection.js";

/**
 * The operation itself is not stopped: a read ends at its next statement, and a write must be allowed to say for certain
 * whether it happened to whoever asks under its key.
 */
export function withinDeadline<T>(execution: Promise<T>, ms: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate(ms)), ms);
    execution.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function tooLate(ms: number): HttpError {
  const message = `Expected to answer within ${ms} ms. A query may be tried again or ask for less; a mutation may have happened.`;
  return new HttpError(503, "TIMEOUT", message, ["retry-after", "1"]);
}
