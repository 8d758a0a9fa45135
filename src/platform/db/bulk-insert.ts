// Inserts many rows into one table with one statement. Each value is a parameter of its own: array parameters would have to be
// escaped, which takes longer than the insert itself if texts are long.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";

/** PostgreSQL's protocol has a 16-bit parameter count. */
const MAX_PARAMETERS = 65_535;

export interface BulkInsert {
  /** Names the statement in logs and timings. Constant text. */
  name?: string;
  /** Table and columns come from code, never from input. */
  table: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
  /** For example `on conflict do nothing`. May end with a `returning` clause, whose rows the call returns. */
  onConflict?: string;
}

export async function bulkInsert(
  tx: EntityManager,
  { name, table, columns, rows, onConflict = "" }: BulkInsert,
): Promise<unknown[]> {
  const returned: unknown[] = [];
  const rowsPerStatement = Math.floor(MAX_PARAMETERS / columns.length);
  for (const part of chunksOf(rows, rowsPerStatement)) {
    const tuple = (row: number) => `(${columns.map((_, i) => `$${row * columns.length + i + 1}`).join(",")})`;
    const values = part.map((_, row) => tuple(row)).join(",");
    const comment = name === undefined ? "" : `/* ${name} */ `;
    const insert = `${comment}insert into ${table} (${columns.join(",")}) values ${values} ${onConflict}`;
    returned.push(...(await tx.query(insert, part.flat())));
  }
  return returned;
}
