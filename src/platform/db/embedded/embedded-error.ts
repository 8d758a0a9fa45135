// The one error of the embedded database. Whoever reads it wants the way out, so every message ends with it.

const WAY_OUT = "To use a server of your own instead, set DATABASE_URL to a PostgreSQL 15+ database.";

export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";

  constructor(problem: string, options?: ErrorOptions) {
    super(`The embedded PostgreSQL cannot be used: ${problem.trim().replace(/\.$/, "")}. ${WAY_OUT}`, options);
  }
}
