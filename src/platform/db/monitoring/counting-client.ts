// One request's view of the database: its statements are counted and timed, and none is sent once the request has no time
// left.
import type { QueryResultRow } from "pg";
import type { SqlClient } from "../database.js";
import type { SqlText } from "../sql-text.js";
import { observeStatement } from "./statement-timings.js";

/** A request that took too long before it could send its next statement. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** One request's view of the database: the same reads, counted and timed, until the request has no time left. */
export class CountingClient implements SqlClient {
  readonly #client: SqlClient;
  #deadline: number;
  #statements = 0;
  #milliseconds = 0;

  /** `deadline` by the clock of `performance.now()`. */
  constructor(client: SqlClient, deadline: number) {
    this.#client = client;
    this.#deadline = deadline;
  }

  /** What a write takes is no part of the time for its answer: that would be told to have failed after the commit. */
  async untimed<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#deadline += performance.now() - startedAt;
    }
  }

  get home(): object {
    return this.#client.home;
  }

  get statements(): number {
    return this.#statements;
  }

  /** Of all statements together, waiting for a connection included; those that ran at the same time count each. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isLate() ? tooLate() : this.#timed(text, this.#client.query<Row>(text, values));
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isLate() ? tooLate() : this.#timed(text, this.#client.queryByValues<Row>(text, values));
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isLate() ? tooLate() : this.#timed(text, this.#client.queryByIndex<Row>(text, values));
  }

  async #timed<Row>(text: string, sent: Promise<Row[]>): Promise<Row[]> {
    const startedAt = performance.now();
    try {
      return await sent;
    } finally {
      const milliseconds = performance.now() - startedAt;
      this.#milliseconds += milliseconds;
      observeStatement(text, milliseconds);
    }
  }

  #isLate(): boolean {
    if (performance.now() > this.#deadline) return true;
    this.#statements += 1;
    return false;
  }
}

function tooLate(): Promise<never> {
  return Promise.reject(new DeadlineError("The request has no time left for another statement."));
}
