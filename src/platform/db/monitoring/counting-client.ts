// A request's client of the database: it counts and times the statements of the request, and sends none after the request's deadline.
import type { QueryResultRow } from "pg";
import type { SqlClient } from "../database.js";
import type { SqlText } from "../sql-text.js";
import { observeStatement } from "./statement-timings.js";

/** The request passed its deadline before it could send its next statement. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** The same reads, counted and timed, until the deadline of the request. */
export class CountingClient implements SqlClient {
  readonly #client: SqlClient;
  #deadline: number;
  #statements = 0;
  #milliseconds = 0;

  /** `deadline` is a time of `performance.now()`. */
  constructor(client: SqlClient, deadline: number) {
    this.#client = client;
    this.#deadline = deadline;
  }

  /** Extends the deadline by the duration of a write, because a response after a commit must not say that the write failed. */
  async withoutDeadline<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#deadline += performance.now() - startedAt;
    }
  }

  get cacheScope(): object {
    return this.#client.cacheScope;
  }

  get statements(): number {
    return this.#statements;
  }

  /** Of all statements together, including the wait for a connection. Concurrent statements count separately. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isPastDeadline() ? deadlineExceeded() : this.#timed(text, this.#client.query<Row>(text, values));
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isPastDeadline()
      ? deadlineExceeded()
      : this.#timed(text, this.#client.queryByValues<Row>(text, values));
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#isPastDeadline()
      ? deadlineExceeded()
      : this.#timed(text, this.#client.queryByIndex<Row>(text, values));
  }

  async #timed<Row>(text: string, sent: Promise<Row[]>): Promise<Row[]> {
    this.#statements += 1;
    const startedAt = performance.now();
    try {
      return await sent;
    } finally {
      const milliseconds = performance.now() - startedAt;
      this.#milliseconds += milliseconds;
      observeStatement(text, milliseconds);
    }
  }

  #isPastDeadline(): boolean {
    return performance.now() > this.#deadline;
  }
}

function deadlineExceeded(): Promise<never> {
  return Promise.reject(new DeadlineError("The deadline of the request has passed, so no further statement was sent."));
}
