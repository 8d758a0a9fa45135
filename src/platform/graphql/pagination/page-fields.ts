// What a query wants of a page, told by look-ahead.
import { WANT, wantRow } from "../../db/list-source.js";
import { onceForSelection, type Selection } from "../look-ahead.js";

/** What a connection's selection wants of its page; `rowOf` tells the columns by what is selected of a row. */
export function createWants(rowOf: (selection: Selection) => number): (selection: Selection) => number {
  return onceForSelection((selection) => {
    const [edges, info] = [selection.at("edges"), selection.at("pageInfo")];
    const row = rowOf(selection.at("nodes")) | rowOf(edges.at("node"));
    const wantsKeys = edges.has("cursor") || info.has("startCursor") || info.has("endCursor");
    const wantsMore = info.has("hasNextPage") || info.has("hasPreviousPage");
    const wantsPage = selection.has("nodes") || selection.has("edges") || wantsKeys || wantsMore;
    return (
      wantRow(row) |
      (wantsKeys ? WANT.keys : 0) |
      (wantsMore ? WANT.more : 0) |
      // Beside a page the total costs no statement of its own; alone it needs no page.
      (selection.has("totalCount") ? WANT.total : 0) |
      (wantsPage ? WANT.page : 0)
    );
  });
}

/** For lists whose rows are always read whole. */
export const wholeRows = createWants(({ names }) => ([...names].length > 0 ? 1 : 0));
