// How categories, tags and authors are loaded into the reference data cache. Their number and size are limited; beyond the limits the
// service queries the database instead.
import type { SqlClient } from "../../platform/db/database.js";
import type { ReferenceData } from "../../platform/reference-cache/reference-cache.js";

const MAX_TERMS = 20_000;
const MAX_CHARACTERS = 4_000_000;

/** All rows of the statement, frozen, or null if they exceed the limits. */
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
  // Frozen, because all requests share them.
  return characters > MAX_CHARACTERS ? null : rows.map((row) => Object.freeze(toTerm(row)));
}

/** The rows of the statement as reference data, by their ids. `noun` is that of the events that invalidate them. */
export function termsById<Term extends { id: string }>(
  noun: string,
  statement: string,
  toTerm: (row: object) => Term,
): ReferenceData<ReadonlyMap<string, Term>> {
  return {
    noun,
    load: async (db) => {
      const terms = await loadTerms(db, statement, toTerm);
      return terms === null ? null : new Map(terms.map((term) => [term.id, term]));
    },
  };
}

/** The terms with the given ids, in their order, or null if any of them is missing. */
export function allTerms<Term>(terms: ReadonlyMap<string, Term>, ids: readonly string[]): Term[] | null {
  const found: Term[] = [];
  for (const id of ids) {
    const term = terms.get(id);
    if (term === undefined) return null;
    found.push(term);
  }
  return found;
}
