// Executes a prepared statement on one connection and reads its rows. The driver's own query requests and interprets the description of
// the columns at every execution, which for small results takes as long as the rest. Here the first execution on a connection is the
// driver's; later ones omit the description.
import type { ClientBase, Connection, Pool, QueryResultRow, Submittable } from "pg";
import pg from "pg";
import { serialize } from "pg-protocol";
import { type ParseColumn, parserOf } from "./read-types.js";

interface Column {
  name: string;
  parse: ParseColumn;
}

interface Description {
  fields: readonly { name: string; dataTypeID: number }[];
}

interface DataRow {
  fields: readonly (string | null)[];
}

/** Exports of the driver that its types omit or declare as properties. */
const { utils } = pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } };
const DriverQuery = pg.Query as unknown as new (
  text: string,
  values: readonly unknown[],
) => { submit(connection: Connection): Error | null };

const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute(), serialize.sync()]);

/**
 * The columns of the statements that a connection has described, and therefore prepared, by name. They do not change, because PostgreSQL
 * rejects the execution of a prepared statement whose columns have changed.
 */
const columnsByConnection = new WeakMap<Connection, Map<string, readonly Column[]>>();

export interface NamedStatement {
  name: string;
  text: string;
  values: readonly unknown[];
}

export function readPrepared<Row extends QueryResultRow>(pool: Pool, statement: NamedStatement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    // Created before a connection is taken, because it throws if a value cannot be bound.
    const read = new PreparedRead<Row>(statement);
    pool.connect((failure, client, release) => {
      if (client === undefined) {
        reject(failure);
        return;
      }
      read.callback = (error, rows) => {
        // The connection remains usable only after an error of the statement: after any other, it is about to end or still busy.
        const isUsable = error === null || (error instanceof pg.DatabaseError && error.severity === "ERROR");
        release(isUsable ? undefined : error);
        if (error === null) resolve(rows);
        else reject(error);
      };
      client.query(read);
    });
  });
}

/** Executes a statement on the caller's connection. Statements are executed in the order of the calls, whether or not they are awaited. */
export function executePrepared<Row extends QueryResultRow>(
  client: ClientBase,
  statement: NamedStatement,
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const read = new PreparedRead<Row>(statement);
    read.callback = (error, rows) => {
      if (error === null) resolve(rows);
      else reject(error);
    };
    client.query(read);
  });
}

/** Extends the driver's class, since a pipelined connection accepts only its instances: others may leave a portal open. */
class PreparedRead<Row extends QueryResultRow> extends DriverQuery implements Submittable {
  readonly name: string;
  /** Called once; the driver wraps it with its timeout. */
  callback: (error: Error | null, rows: Row[]) => void = () => undefined;
  readonly #values: (string | Buffer | null)[];
  readonly #rows: Row[] = [];
  #described: Map<string, readonly Column[]> | undefined;
  #columns: readonly Column[] | undefined;
  #failure: Error | null = null;

  constructor({ name, text, values }: NamedStatement) {
    const bound = values.map(utils.prepareValue);
    super(text, bound);
    this.name = name;
    this.#values = bound;
  }

  override submit(connection: Connection): Error | null {
    this.#described = columnsByConnection.get(connection);
    if (this.#described === undefined) {
      this.#described = new Map();
      columnsByConnection.set(connection, this.#described);
    }
    this.#columns = this.#described.get(this.name);
    if (this.#columns === undefined) return super.submit(connection);
    // One buffer, because writing three costs twice as much.
    const bind = serialize.bind({ statement: this.name, values: this.#values });
    if (connection.stream.writable) connection.stream.write(Buffer.concat([bind, EXECUTE_AND_SYNC]));
    return null;
  }

  handleRowDescription({ fields }: Description): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    this.#described?.set(this.name, this.#columns);
  }

  handleDataRow({ fields }: DataRow): void {
    if (this.#failure !== null) return;
    const columns = this.#columns as readonly Column[];
    const row: Record<string, unknown> = {};
    try {
      for (let i = 0; i < columns.length; i += 1) {
        const { name, parse } = columns[i] as Column;
        const text = fields[i] as string | null;
        row[name] = text === null || parse === null ? text : parse(text);
      }
      this.#rows.push(row as Row);
    } catch (error) {
      this.#failure = error as Error;
    }
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback(this.#failure, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error, this.#rows);
  }
}
