// Bounds of the terms that are remembered, the same for every kind: what is beyond them is asked of the database.
import type { SqlClient } from "../../platform/db/database.js";

const MAX_TERMS = 20_000;
const MAX_CHARACTERS = 4_000_000;

/** All rows of the statement, frozen; null where they are more than is to be kept. */
export async function loadTerms<Term extends object>(
  db: SqlClient,
  statement: string,
  toTerm: (row: object) => Term,
): Promise<Term[] | null> {
  const rows = await db.query(`${statement} limit ${MAX_TERMS + 1}`);
  if (rows.length > MAX_TERMS) return null;
  let characters = 0;
  for (const row of rows)
    for (const value of Object.values(row)) if (typeof value === "string") characters += value.length;
  // Shared by all requests from now on.
  return characters > MAX_CHARACTERS ? null : rows.map((row) => Object.freeze(toTerm(row)));
}

/** All of them in the order of the ids; null where one is not among them. */
export function allTerms<Term>(terms: ReadonlyMap<string, Term>, ids: readonly string[]): Term[] | null {
  const found: Term[] = [];
  for (const id of ids) {
    const term = terms.get(id);
    if (term === undefined) return null;
    found.push(term);
  }
  return found;
}
