// Executes the recurring statements of writes. Without a name PostgreSQL parses and plans a statement at each execution, which takes
// several times as long as executing it if it reads many tables. So they are prepared like reads, on the transaction's connection.
import type { ClientBase, QueryResultRow } from "pg";
import { type EntityManager, QueryFailedError } from "typeorm";
import { usesPreparedStatements } from "../data-source.js";
import type { SqlText } from "../sql-text.js";
import { PreparedNames } from "./prepared-names.js";
import { executePrepared } from "./prepared-read.js";
import { readTypes } from "./read-types.js";

const names = new PreparedNames();

/**
 * Returns rows of the same types as reads, so instants are RFC 3339 texts. Several statements may be sent without waiting: they are
 * executed in the order of the calls, each sees the changes of those before it, and after one that failed all others fail.
 */
export async function queryPrepared<Row extends QueryResultRow>(
  tx: EntityManager,
  text: SqlText<Row>,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  if (tx.queryRunner === undefined) throw new TypeError("Expected the manager of a transaction.");
  const client: ClientBase = await tx.queryRunner.connect();
  const name = usesPreparedStatements(tx.queryRunner.dataSource) ? names.nameOf(text) : null;
  try {
    if (name !== null) return await executePrepared<Row>(client, { name, text, values });
    return (await client.query<Row>({ text, values: values as unknown[], types: readTypes })).rows;
  } catch (error) {
    // Callers find the details of a failure, such as the name of a constraint, where TypeORM puts them.
    throw new QueryFailedError(text, values as unknown[], error as Error);
  }
}
