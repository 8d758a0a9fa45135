// A prepared statement as one connection executes it: bound, executed and read into rows, and nothing else. The driver's
// own query asks for the description of the columns and works it out anew at every execution, which for small results takes
// as long as everything else about them.
import type { ClientBase, Connection, Pool, QueryResultRow, Submittable } from "pg";
import pg from "pg";
import { type BoundValue, executionOf, toText } from "./bound-values.js";
import { type ParseColumn, parserOf } from "./read-types.js";

interface PreparingConnection extends Connection {
  /** Texts by name; the driver notes what the server has taken. */
  parsedStatements: Record<string, string>;
  /** And what it has been sent, which it may not have answered yet. */
  submittedNamedStatements: Record<string, string>;
}

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

/** Columns of what a connection has prepared, by name. What is prepared keeps its columns: PostgreSQL refuses other ones. */
const columnsByConnection = new WeakMap<Connection, Map<string, readonly Column[]>>();

export interface BoundStatement {
  name: string;
  text: string;
  values: readonly BoundValue[];
}

export function readPrepared<Row extends QueryResultRow>(pool: Pool, statement: BoundStatement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    pool.connect((failure, client, release) => {
      if (client === undefined) {
        reject(failure);
        return;
      }
      const done = (error: Error | null, rows: Row[]) => {
        // A connection outlives what the server refused, and nothing else: it is about to end, or something is under way.
        const isRefused = error instanceof pg.DatabaseError && error.severity === "ERROR";
        release(error === null || isRefused ? undefined : error);
        if (error === null) resolve(rows);
        else reject(error);
      };
      client.query(new PreparedRead<Row>(statement, done));
    });
  });
}

/** On a connection that the caller holds. Statements are executed in the order in which they were given, waited for or not. */
export function executePrepared<Row extends QueryResultRow>(
  client: ClientBase,
  statement: BoundStatement,
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new PreparedRead<Row>(statement, (error, rows) => {
        if (error === null) resolve(rows);
        else reject(error);
      }),
    );
  });
}

class PreparedRead<Row extends QueryResultRow> implements Submittable {
  readonly name: string;
  readonly text: string;
  /** Called once; the driver puts its timeout around it. */
  callback: (error: Error | null, rows: Row[]) => void;
  readonly #values: readonly BoundValue[];
  readonly #rows: Row[] = [];
  #columns: readonly Column[] | undefined;
  #known: Map<string, readonly Column[]> | undefined;
  #failure: Error | null = null;

  constructor({ name, text, values }: BoundStatement, callback: (error: Error | null, rows: Row[]) => void) {
    this.name = name;
    this.text = text;
    this.#values = values;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements } = connection as PreparingConnection;
    const isPrepared = parsedStatements[name] === text || submittedNamedStatements[name] === text;
    this.#known = columnsByConnection.get(connection);
    if (this.#known === undefined) {
      this.#known = new Map();
      columnsByConnection.set(connection, this.#known);
    }
    this.#columns = isPrepared ? this.#known.get(name) : undefined;
    if (this.#columns !== undefined) {
      if (connection.stream.writable) connection.stream.write(executionOf(name, this.#values));
      return;
    }
    connection.stream.cork();
    if (!isPrepared) {
      connection.parse({ name, text, types: [] }, true);
      submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name, values: this.#values.map(toText) }, true);
    connection.describe({ type: "P", name: "" }, true);
    connection.execute({ portal: "", rows: "0" }, true);
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: Description): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    this.#known?.set(this.name, this.#columns);
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
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  handleReadyForQuery(): void {
    this.callback(this.#failure, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error, this.#rows);
  }
}

// Only its own class goes through a pipeline, because others may leave a portal open. This one never does, and
// the state that the constructor of that class makes is what it spares.
Object.setPrototypeOf(PreparedRead.prototype, pg.Query.prototype);
