// Inserts many rows into one table with one statement, which is the same for any number of rows and therefore prepared once. Each column is
// one array parameter: with a parameter for each value, parsing the statement took several times as long as the insert of short rows.
import type { QueryResultRow } from "pg";
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";
import { binaryArray, wireTypeOf } from "./binary-array.js";
import { queryPrepared } from "./prepared/prepared-write.js";

/** Bounds the size of the arrays. */
const MAX_ROWS = 5_000;

export interface BulkInsert {
  /** Names the statement in logs and timings. Constant text. */
  name: string;
  /** Table and columns come from code, never from input. */
  table: string;
  /** The columns with their types. */
  columns: Readonly<Record<string, string>>;
  /** JSON is passed as text. */
  rows: readonly (readonly unknown[])[];
  /** For example `on conflict do nothing`. May end with a `returning` clause, whose rows the call returns. */
  onConflict?: string;
}

export async function bulkInsert<Returned extends QueryResultRow>(
  tx: EntityManager,
  { name, table, columns, rows, onConflict = "" }: BulkInsert,
): Promise<Returned[]> {
  const returned: Returned[] = [];
  if (rows.length === 0) return returned;
  const names = Object.keys(columns);
  const types = Object.values(columns);
  const values = types.map((type, index) => {
    const value = `v.${names[index]}`;
    return wireTypeOf(type) === type ? value : `${value}::${type}`;
  });
  const insert = `/* ${name} */ insert into ${table} (${names.join(", ")}) select ${values.join(", ")}
    from unnest(${types.map((type, index) => `$${index + 1}::${wireTypeOf(type)}[]`).join(", ")}) v(${names.join(", ")})
    ${onConflict}`;
  for (const part of chunksOf(rows, MAX_ROWS)) {
    const arrays = types.map((type, index) =>
      binaryArray(
        wireTypeOf(type),
        part.map((row) => row[index]),
      ),
    );
    returned.push(...(await queryPrepared<Returned>(tx, insert, arrays)));
  }
  return returned;
}
