// The deadline of a response: the client receives one in time, whatever happens to its operation.
import { HttpError } from "../http-rejection.js";

/**
 * The operation itself is not stopped: a read ends at its next statement, and a write must finish, so that its outcome is certain
 * for a client that sends the same Idempotency-Key again.
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
  const message = `The operation took longer than ${ms} ms. A query may be retried or made smaller; a mutation may have happened.`;
  return new HttpError(503, "TIMEOUT", message, ["retry-after", "1"]);
}
