// Reads with a span for each statement. A span holds the constant text of its statement, never bound values.
import type { QueryResultRow } from "pg";
import type { InSpan } from "../../observability/tracing.js";
import type { ReadPool, SqlClient } from "../database.js";
import type { SqlText } from "../sql-text.js";
import { statementName } from "./statement-timings.js";

class TracedClient implements SqlClient {
  readonly #client: SqlClient;
  protected readonly inSpan: InSpan;

  constructor(client: SqlClient, inSpan: InSpan) {
    this.#client = client;
    this.inSpan = inSpan;
  }

  get cacheScope(): object {
    return this.#client.cacheScope;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#traced(text, () => this.#client.query<Row>(text, values));
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#traced(text, () => this.#client.queryByValues<Row>(text, values));
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]> {
    return this.#traced(text, () => this.#client.queryByIndex<Row>(text, values));
  }

  #traced<Row>(text: string, send: () => Promise<Row[]>): Promise<Row[]> {
    const name = statementName(text);
    const attributes = { "db.system.name": "postgresql", "db.query.summary": name, "db.query.text": text };
    return this.inSpan({ name, kind: "client", attributes }, async (span) => {
      const rows = await send();
      span.setAttributes({ "db.response.returned_rows": rows.length });
      return rows;
    });
  }
}

export class TracedReads extends TracedClient implements ReadPool {
  readonly #pool: ReadPool;

  constructor(pool: ReadPool, inSpan: InSpan) {
    super(pool, inSpan);
    this.#pool = pool;
  }

  snapshot<T>(work: (reads: SqlClient) => Promise<T>): Promise<T> {
    return this.#pool.snapshot((reads) => work(new TracedClient(reads, this.inSpan)));
  }
}
