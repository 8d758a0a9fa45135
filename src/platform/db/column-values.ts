// Separate from the derivation of columns, because worker threads load it, and do not load the entities.
import type { EntityColumn } from "./entity-columns.js";

/** The values of an object in the order of the columns, as parameters of a statement: JSON is passed as text. */
export function columnValues<Property extends string>(
  columns: readonly Pick<EntityColumn<Property>, "property" | "type">[],
  row: { readonly [P in Property]: unknown },
): unknown[] {
  return columns.map(({ property, type }) => {
    const value = row[property] ?? null;
    return type === "jsonb" && value !== null ? JSON.stringify(value) : value;
  });
}
