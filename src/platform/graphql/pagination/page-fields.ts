// Which parts of a page a query selects, read from the query by look-ahead.
import { PAGE_FIELD, type PageFields, rowField } from "../../db/lists/list-page.js";
import { onceForSelection, type SelectedFields } from "../look-ahead.js";

/** Reads the fields of a connection's page from its selection; `rowOf` gives the columns that the selection of a row needs. */
export function createPageFields(
  rowOf: (selection: SelectedFields) => number,
): (selection: SelectedFields) => PageFields {
  return onceForSelection((selection) => {
    const [edges, info] = [selection.at("edges"), selection.at("pageInfo")];
    const row = rowOf(selection.at("nodes")) | rowOf(edges.at("node"));
    const hasKeys = edges.has("cursor") || info.has("startCursor") || info.has("endCursor");
    const hasMore = info.has("hasNextPage") || info.has("hasPreviousPage");
    const hasPage = selection.has("nodes") || selection.has("edges") || hasKeys || hasMore;
    return (
      rowField(row) |
      (hasKeys ? PAGE_FIELD.keys : 0) |
      (hasMore ? PAGE_FIELD.more : 0) |
      // With a page the total costs no statement of its own; without one no page is read.
      (selection.has("totalCount") ? PAGE_FIELD.total : 0) |
      (hasPage ? PAGE_FIELD.page : 0)
    );
  });
}

/** For lists whose rows are always read with all columns. */
export const wholeRows = createPageFields(({ names }) => ([...names].length > 0 ? 1 : 0));
