// Executes reads: plain rows over TypeORM's connection pool, with named prepared statements. On hot paths TypeORM's hydration and
// unnamed statements take several times longer than the queries themselves.
import type { ClientBase, Pool, QueryConfig, QueryResultRow } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { poolOf, sessionsOf, usesPreparedStatements } from "./data-source.js";
import { pipelined } from "./prepared/pipeline.js";
import { PreparedNames } from "./prepared/prepared-names.js";
import { readPrepared } from "./prepared/prepared-read.js";
import { readTypes } from "./prepared/read-types.js";
import type { SessionGuard } from "./sessions/session-guard.js";
import type { SqlText } from "./sql-text.js";

/** The database as resolvers see it: they send a statement and get plain rows. */
export interface SqlClient {
  /** The same object for all clients of one database: the key under which a process caches data of that database. */
  readonly cacheScope: object;
  query<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /** Like `query`, but planned for the given values: for conditions whose selectivity varies widely with the value. */
  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Like `query`, but without sequential scans: for conditions on columns that PostgreSQL stores out of line (TOAST), since its
   * planner does not count the cost of reading those.
   */
  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values?: readonly unknown[]): Promise<Row[]>;
}

/** Sessions use a generic plan for a prepared statement; this lets the planner choose a plan for the values. */
const BY_VALUES = "set local plan_cache_mode = auto";
/** The plan stays generic: these statements take as long to plan as to execute, and with an index the values hardly affect the plan. */
const BY_INDEX = "set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0";
const SEQSCAN_DEFAULT = "set local enable_seqscan to default";

/** A pool of connections; a statement may run on any of them. */
export interface ReadPool extends SqlClient {
  /** Runs the statements of `work` one after the other in a read-only transaction, so that all see the same snapshot. */
  snapshot<T>(work: (reads: SqlClient) => Promise<T>): Promise<T>;
}

export class Database implements ReadPool {
  readonly cacheScope: object = this;
  readonly #pool: Pool;
  readonly #names: PreparedNames;
  readonly #sessions: SessionGuard;

  constructor(dataSource: DataSource) {
    this.#pool = poolOf(dataSource);
    this.#names = new PreparedNames(usesPreparedStatements(dataSource) ? PreparedNames.maxNames : 0);
    this.#sessions = sessionsOf(dataSource);
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    if (this.#sessions.refusal !== null) return Promise.reject(this.#sessions.refusal);
    const name = this.#names.nameOf(text);
    return name !== null
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
    if (this.#sessions.refusal !== null) throw this.#sessions.refusal;
    const name = this.#names.nameOf(text);
    const config: QueryConfig = { text, values: values as unknown[], types: readTypes };
    if (name !== null) config.name = name;
    const client = await this.#pool.connect();
    try {
      // Connections are pipelined: both statements are sent at once and cost one round trip.
      const [, result] = await pipelined([client.query(`begin read only; ${settings}`), client.query<Row>(config)]);
      return result.rows;
    } finally {
      // The transaction changed nothing, so the caller does not wait for its end.
      void client.query("rollback").then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    }
  }

  async snapshot<T>(work: (reads: SqlClient) => Promise<T>): Promise<T> {
    if (this.#sessions.refusal !== null) throw this.#sessions.refusal;
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

/** Queues statements on one connection, which executes one at a time, while loaders send those of one query level together. */
class SerialReads implements SqlClient {
  readonly cacheScope: object;
  readonly #client: ClientBase;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: ClientBase, cacheScope: object) {
    this.#client = client;
    this.cacheScope = cacheScope;
  }

  query<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#next(() => this.#run<Row>(text, values));
  }

  queryByValues<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.query<Row>(text, values);
  }

  queryByIndex<Row extends QueryResultRow>(text: SqlText<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#next(async () => {
      const [, rows] = await pipelined([
        this.#client.query(BY_INDEX),
        this.#run<Row>(text, values),
        this.#client.query(SEQSCAN_DEFAULT),
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

/** Reads inside an open transaction, which see its uncommitted changes. */
export class TransactionReads implements SqlClient {
  /** A scope of its own, because uncommitted data must not be cached. */
  readonly cacheScope: object = this;
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
      await this.#manager.query(SEQSCAN_DEFAULT).catch(() => undefined);
    }
  }
}
