// What a query wants of a page, told by look-ahead.
import { PAGE_FIELD, rowField } from "../../db/list-source.js";
import { onceForSelection, type SelectedFields } from "../look-ahead.js";

/** What a connection's selection wants of its page; `rowOf` tells the columns by what is selected of a row. */
export function createPageFields(rowOf: (selection: SelectedFields) => number): (selection: SelectedFields) => number {
  return onceForSelection((selection) => {
    const [edges, info] = [selection.at("edges"), selection.at("pageInfo")];
    const row = rowOf(selection.at("nodes")) | rowOf(edges.at("node"));
    const wantsKeys = edges.has("cursor") || info.has("startCursor") || info.has("endCursor");
    const wantsMore = info.has("hasNextPage") || info.has("hasPreviousPage");
    const wantsPage = selection.has("nodes") || selection.has("edges") || wantsKeys || wantsMore;
    return (
      rowField(row) |
      (wantsKeys ? PAGE_FIELD.keys : 0) |
      (wantsMore ? PAGE_FIELD.more : 0) |
      // Beside a page the total costs no statement of its own; alone it needs no page.
      (selection.has("totalCount") ? PAGE_FIELD.total : 0) |
      (wantsPage ? PAGE_FIELD.page : 0)
    );
  });
}

/** For lists whose rows are always read whole. */
export const wholeRows = createPageFields(({ names }) => ([...names].length > 0 ? 1 : 0));
