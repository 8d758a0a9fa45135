// A body as the row that COPY takes, written in the thread that renders it, so that the thread that writes to the database neither receives
// nor converts its texts.
import { columnValues } from "../../../platform/db/column-values.js";
import { copyRows } from "../../../platform/db/copy/copy-rows.js";
import type { EntityColumn } from "../../../platform/db/entity-columns.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import { type BodyOfPost, type BodyRowColumn, bodyRow } from "./body-row.js";
import { internalPaths } from "./internal-paths.js";

/** Worker threads do not load the entity of which these are the facts. */
export interface BodyLayout {
  columns: readonly Pick<EntityColumn<BodyRowColumn>, "property" | "type">[];
  /** In graphemes. */
  excerptLength: number;
}

export interface EncodedBody {
  row: Uint8Array;
  generatedExcerpt: string;
  internalPaths: string[];
}

export function encodeBody(body: BodyOfPost, { columns, excerptLength }: BodyLayout): EncodedBody {
  const types = columns.map(({ type }) => type);
  return {
    row: copyRows(types, [columnValues(columns, bodyRow(body))]),
    generatedExcerpt: generateExcerpt(body.rendered.summary, excerptLength),
    internalPaths: internalPaths(body.rendered),
  };
}
