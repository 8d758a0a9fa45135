// Writes many rows of one table in one statement. Values travel as parameters of their own: arrays would have to be
// escaped, which costs more than the insert where texts are long.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";

/** PostgreSQL's protocol counts parameters in 16 bits. */
const MAX_PARAMETERS = 65_535;

export interface BulkInsert {
  /** Names the statement in logs and timings. Constant text. */
  name?: string;
  /** Table and columns come from code, never from input. */
  table: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
  /** Such as `on conflict do nothing`; what it returns, the call returns. */
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
