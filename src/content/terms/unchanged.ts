// Whether a change of a term changes anything. A write that changes nothing stores nothing: no version, no event.
import { isDeepStrictEqual } from "node:util";

/** Whether the row has all of these values already. Values of JSON columns are compared by their content. */
export function isUnchanged<Row extends object>(row: Row, values: Partial<Row>): boolean {
  return (Object.keys(values) as (keyof Row)[]).every((column) => isDeepStrictEqual(row[column], values[column]));
}
