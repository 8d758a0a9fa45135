// Inserts rows by COPY, which costs the database less than an insert statement: it fills a page before it goes on to the next one. The rows are
// sent together with the statement, without waiting for a response.
import type { ClientBase, Connection, Submittable } from "pg";
import pg from "pg";
import { type EntityManager, QueryFailedError } from "typeorm";
import { copyRows } from "./copy-rows.js";

const DriverQuery = pg.Query as unknown as new (text: string) => { submit(connection: Connection): Error | null };

const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);

export interface CopyTarget {
  /** Names the statement in logs and timings. Constant text. */
  name: string;
  /** Table and columns come from code, never from input. */
  table: string;
  columns: readonly string[];
}

/** Inserts rows that `copyRows` has written. Like `queryPrepared`, it may be called without waiting for earlier statements. */
export async function copyIn(
  tx: EntityManager,
  { name, table, columns }: CopyTarget,
  rows: readonly Uint8Array[],
): Promise<void> {
  if (rows.length === 0) return;
  if (tx.queryRunner === undefined) throw new TypeError("Expected the manager of a transaction.");
  const client: ClientBase = await tx.queryRunner.connect();
  const text = `/* ${name} */ copy ${table} (${columns.join(", ")}) from stdin (format binary)`;
  try {
    await new Promise<void>((resolve, reject) => {
      const copy = new CopyQuery(text, rows);
      copy.callback = (error) => (error === null ? resolve() : reject(error));
      client.query(copy);
    });
  } catch (error) {
    // Callers find the details of a failure, such as the name of a constraint, where TypeORM puts them.
    throw new QueryFailedError(text, [], error as Error);
  }
}

interface BulkCopy {
  name: string;
  table: string;
  /** The columns with their types. */
  columns: Readonly<Record<string, string>>;
  rows: readonly (readonly unknown[])[];
}

/** Inserts rows of values. */
export async function bulkCopy(tx: EntityManager, { name, table, columns, rows }: BulkCopy): Promise<void> {
  if (rows.length === 0) return;
  await copyIn(tx, { name, table, columns: Object.keys(columns) }, [copyRows(Object.values(columns), rows)]);
}

/** Extends the driver's class, since a pipelined connection accepts only its instances. */
class CopyQuery extends DriverQuery implements Submittable {
  /** Called once; the driver wraps it with its timeout. */
  callback: (error: Error | null) => void = () => undefined;
  readonly #text: string;
  readonly #rows: readonly Uint8Array[];

  constructor(text: string, rows: readonly Uint8Array[]) {
    super(text);
    this.#text = text;
    this.#rows = rows;
  }

  /** If the database rejects the statement, it ignores the rows that follow. */
  override submit(connection: Connection): Error | null {
    connection.query(this.#text);
    const { stream } = connection;
    if (!stream.writable) return null;
    stream.cork();
    const size = this.#rows.reduce((sum, { byteLength }) => sum + byteLength, HEADER.length + TRAILER.length);
    stream.write(Buffer.concat([copyDataHead(size), HEADER]));
    for (const rows of this.#rows) stream.write(rows);
    stream.write(Buffer.concat([TRAILER, COPY_DONE]));
    stream.uncork();
    return null;
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

/** `size` is that of the data in bytes. */
function copyDataHead(size: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(0x64, 0);
  head.writeInt32BE(4 + size, 1);
  return head;
}
