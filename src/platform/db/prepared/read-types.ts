// Parsers for the column types of reads. Instants remain text (see timestamp.ts); counts fit into a double.
import pg from "pg";
import { instantFromPostgres } from "../timestamp.js";

const INT8 = 20;
const TIMESTAMPTZ = 1184;
const UUID_ARRAY = 2951;
/** char, name, text, bpchar, varchar, uuid. */
const TEXTS: ReadonlySet<number> = new Set([18, 19, 25, 1042, 1043, 2950]);

/** Null if the text itself is the value. */
export type ParseColumn = ((text: string) => unknown) | null;

/** Parses PostgreSQL's text of an array of UUIDs, which never contains quotes; a general parser takes ten times as long. */
const uuidsFromPostgres = (text: string): string[] => (text.length === 2 ? [] : text.slice(1, -1).split(","));

export function parserOf(oid: number): ParseColumn {
  if (TEXTS.has(oid)) return null;
  if (oid === TIMESTAMPTZ) return instantFromPostgres;
  if (oid === INT8) return Number;
  if (oid === UUID_ARRAY) return uuidsFromPostgres;
  return pg.types.getTypeParser(oid, "text");
}

/** The same parsers for the driver's own queries. */
export const readTypes = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format === "binary") return pg.types.getTypeParser(oid, format);
    return parserOf(oid) ?? String;
  },
};
