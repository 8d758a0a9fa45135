// Reads run here: plain rows over TypeORM's own pool, with named prepared statements and a count of what was sent.
// TypeORM's hydration and its unnamed statements cost several times more than the queries themselves on hot paths.
import type { ClientBase, Pool, QueryConfig, QueryResultRow } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { areBound } from "./prepared/bound-values.js";
import { PreparedNames } from "./prepared/prepared-names.js";
import { readPrepared } from "./prepared/prepared-read.js";
import { readTypes } from "./prepared/read-types.js";
import type { SqlText } from "./sql-text.js";

/** What a resolver needs of the database: send a statement, get plain rows. */
export interface SqlClient {
  /** The same object for whatever reads the same database: what a process remembers of it is kept by this. */
  readonly home: object;
  query<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /** The same, planned for these very values: for conditions that many rows meet, or hardly any. */
  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * The same as well, but no table is read from end to end: for conditions on columns that PostgreSQL stores out of line, whose
   * reading its planner takes for free.
   */
  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
}

/** Sessions settle the plan of a prepared statement once and for all values; here the values decide. */
const BY_VALUES = "set local plan_cache_mode = auto";
/** Settled like any other: what is as long as a query costs as much to plan as to answer, and behind an index values change little. */
const BY_INDEX = "set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0";
const AS_USUAL = "set local enable_seqscan to default";

/** Many connections, of which any may run a statement. */
export interface ReadPool extends SqlClient {
  /** Runs the work's statements one after the other, all of which see the database as it is now. */
  snapshot<T>(work: (reads: SqlClient) => Promise<T>): Promise<T>;
}

export class Database implements ReadPool {
  readonly home: object = this;
  readonly #pool: Pool;
  readonly #names = new PreparedNames();

  constructor(dataSource: DataSource) {
    this.#pool = (dataSource.driver as unknown as { master: Pool }).master;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    const name = this.#names.nameOf(text);
    return name !== null && areBound(values)
      ? readPrepared<Row>(this.#pool, { name, text, values })
      : this.#queryUnprepared<Row>(text, values);
  }

  async #queryUnprepared<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#pool.query<Row>({ text, values: values as unknown[], types: readTypes })).rows;
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#queryWith<Row>(BY_VALUES, text, values);
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#queryWith<Row>(BY_INDEX, text, values);
  }

  async #queryWith<Row extends QueryResultRow>(
    settings: string,
    text: SqlText<Row>,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const name = this.#names.nameOf(text);
    const config: QueryConfig = { text, values: values as unknown[], types: readTypes };
    if (name !== null) config.name = name;
    const client = await this.#pool.connect();
    try {
      // Connections are pipelined: the answer to the first is only waited for together with that to the second.
      const [, result] = await Promise.all([client.query(`begin read only; ${settings}`), client.query<Row>(config)]);
      return result.rows;
    } finally {
      // Nobody has to wait for the end of a transaction that changed nothing.
      void client.query("rollback").then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    }
  }

  async snapshot<T>(work: (reads: SqlClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("begin isolation level repeatable read read only");
      return await work(new SerialReads(client, this));
    } finally {
      await client.query("rollback").catch((error: Error) => {
        failure = error;
      });
      client.release(failure);
    }
  }
}

/** One connection takes one statement at a time; those of a level of a query come together. */
class SerialReads implements SqlClient {
  readonly home: object;
  readonly #client: ClientBase;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: ClientBase, home: object) {
    this.#client = client;
    this.home = home;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#next(() => this.#run<Row>(text, values));
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.query<Row>(text, values);
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#next(async () => {
      const [, rows] = await Promise.all([
        this.#client.query(BY_INDEX),
        this.#run<Row>(text, values),
        this.#client.query(AS_USUAL),
      ]);
      return rows;
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result;
    return result;
  }

  async #run<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#client.query<Row>({ text, values: values as unknown[], types: readTypes })).rows;
  }
}

/** Reads inside an open transaction, which see what it has written. */
export class TransactionReads implements SqlClient {
  /** Nothing is remembered of what may never be committed. */
  readonly home: object = this;
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async query<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    const client: ClientBase = await this.#manager.queryRunner?.connect();
    const result = await client.query<Row>({ text, values: values as unknown[], types: readTypes });
    return result.rows;
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.query<Row>(text, values);
  }

  async queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    await this.#manager.query(BY_INDEX);
    try {
      return await this.query<Row>(text, values);
    } finally {
      await this.#manager.query(AS_USUAL).catch(() => undefined);
    }
  }
}
