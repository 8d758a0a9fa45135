// The time of a transaction, by the clock of the database.
import type { EntityManager } from "typeorm";
import { computedColumn } from "../entity-columns.js";
import { sql } from "../sql-text.js";
import type { Instant } from "../timestamp.js";
import { queryPrepared } from "./prepared-write.js";

const NOW = sql`/* transaction time */ select ${computedColumn("now", "timestamptz", "date_trunc('milliseconds', now())")}`;

/** To the millisecond. */
export async function transactionTime(tx: EntityManager): Promise<Instant> {
  const [row] = await queryPrepared(tx, NOW);
  if (row === undefined) throw new Error("Expected one row with the time, got none.");
  return row.now;
}
