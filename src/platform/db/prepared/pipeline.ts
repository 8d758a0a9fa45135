// Awaits statements that were sent together on one connection, without waiting for each other.
import { codeOf } from "../../../lib/error-facts.js";
import { IN_FAILED_TRANSACTION } from "../failures/failure-table.js";

/**
 * The results of all statements, in their order. If any failed, rejects with the failure that caused the others: after the first failure of a
 * transaction, PostgreSQL rejects every further statement with 25P02, and which of these promises settles first depends on how many
 * layers each passes through. `Promise.all` would report any of them, and a deadlock that is masked in this way would not be retried.
 */
export async function pipelined<const Statements extends readonly unknown[]>(
  statements: Statements,
): Promise<{ -readonly [Place in keyof Statements]: Awaited<Statements[Place]> }> {
  try {
    return await Promise.all(statements);
  } catch {
    // Only after a failure, since `allSettled` costs several times as much as `all`, and searches take this path.
    const settled = await Promise.allSettled(statements);
    const failures = settled.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
    throw failures.find((failure) => codeOf(failure) !== IN_FAILED_TRANSACTION) ?? failures[0];
  }
}
