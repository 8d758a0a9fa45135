// Statements of writes that recur. Without a name PostgreSQL parses and plans them at each execution, which for those that
// look at many tables takes several times as long as the work; so they are prepared like reads, on whichever connection
// the transaction has.
import type { ClientBase, QueryResultRow } from "pg";
import { type EntityManager, QueryFailedError } from "typeorm";
import type { SqlText } from "../sql-text.js";
import { PreparedNames } from "./prepared-names.js";
import { executePrepared } from "./prepared-read.js";
import { readTypes } from "./read-types.js";

const names = new PreparedNames();

/**
 * Rows as reads give them: instants are RFC 3339 texts. Several may be sent without waiting: they are executed in the order
 * of the calls, each on what the database is when its turn comes, and after one that failed all others fail.
 */
export async function queryPrepared<Row extends QueryResultRow>(
  tx: EntityManager,
  text: SqlText<Row>,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  if (tx.queryRunner === undefined) throw new TypeError("Expected the manager of a transaction.");
  const client: ClientBase = await tx.queryRunner.connect();
  const name = names.nameOf(text);
  try {
    if (name !== null) return await executePrepared<Row>(client, { name, text, values });
    return (await client.query<Row>({ text, values: values as unknown[], types: readTypes })).rows;
  } catch (error) {
    // What a caller knows a refusal by, such as the name of a constraint, stands where TypeORM has it.
    throw new QueryFailedError(text, values as unknown[], error as Error);
  }
}
