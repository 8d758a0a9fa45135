// The error class of the embedded database. Every message ends with the alternative: an external database.

const ALTERNATIVE = "To use another PostgreSQL server instead, set DATABASE_URL (PostgreSQL 15 or later).";

export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";

  constructor(problem: string, options?: ErrorOptions) {
    super(`The embedded PostgreSQL cannot be used: ${problem.trim().replace(/\.$/, "")}. ${ALTERNATIVE}`, options);
  }
}
