// A prepared statement as one connection executes it: bound, executed and read into rows. The driver's own query asks for
// the description of the columns at every execution and interprets it anew, which for small results takes as long as the
// rest. The first execution on a connection is the driver's; later ones leave the description out.
import type { ClientBase, Connection, Pool, QueryResultRow, Submittable } from "pg";
import pg from "pg";
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

/** What the driver exports and its types leave out or call a property. */
const { utils } = pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } };
const DriverQuery = pg.Query as unknown as new (
  text: string,
  values: readonly unknown[],
) => { submit(connection: Connection): Error | null };

/**
 * Columns by the name of the statement that a connection has described, and therefore prepared. They stay the same:
 * PostgreSQL refuses to execute a prepared statement whose columns have changed.
 */
const columnsByConnection = new WeakMap<Connection, Map<string, readonly Column[]>>();

export interface NamedStatement {
  name: string;
  text: string;
  values: readonly unknown[];
}

export function readPrepared<Row extends QueryResultRow>(pool: Pool, statement: NamedStatement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    // Made before a connection is taken, because it throws if a value cannot be bound.
    const read = new PreparedRead<Row>(statement);
    pool.connect((failure, client, release) => {
      if (client === undefined) {
        reject(failure);
        return;
      }
      read.callback = (error, rows) => {
        // A connection outlives what the server refused, and nothing else: it is about to end, or something is under way.
        const isRefused = error instanceof pg.DatabaseError && error.severity === "ERROR";
        release(error === null || isRefused ? undefined : error);
        if (error === null) resolve(rows);
        else reject(error);
      };
      client.query(read);
    });
  });
}

/** On a connection that the caller holds. Statements are executed in the order in which they were given, waited for or not. */
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

/** A pipelined connection accepts instances of the driver's class only, since others may leave a portal open. */
class PreparedRead<Row extends QueryResultRow> extends DriverQuery implements Submittable {
  readonly name: string;
  /** Called once; the driver puts its timeout around it. */
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
    connection.stream.cork();
    connection.bind({ statement: this.name, values: this.#values }, true);
    connection.execute(null, true);
    connection.sync();
    connection.stream.uncork();
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
