// Reads pages, counts and existence of one list for many parents: one statement each, however many parents there are.
import type { QueryResultRow } from "pg";
import type { SqlClient } from "../database.js";
import type { PageRequest, Side } from "../keyset.js";
import { type ListPage, type PageFields, ROW_FIELDS } from "./list-page.js";
import type { ListSource } from "./list-source.js";
import { countStatement, isGrouped, pageStatement, probeStatement, type Statement } from "./list-statements.js";

type Parents = readonly (string | null)[];

interface OfParent {
  /** The position of the parent among the requested ones, from 1. */
  parentIndex: number;
}

/** A page for each parent, in the order of `parents`; `[null]` for a list of the whole site. */
export async function loadPages<Row extends QueryResultRow>(
  db: SqlClient,
  list: ListSource,
  parents: Parents,
  page: PageRequest,
  fields: PageFields = ROW_FIELDS,
): Promise<ListPage<Row>[]> {
  const statement = pageStatement(list, parents, page, fields);
  if (!isGrouped(list, fields)) return [pageOf(await send<Row>(db, list, statement), page, null)];
  const rows = await send<Row & OfParent & { total?: number }>(db, list, statement);
  return groupByParent(rows, parents.length).map((group) => {
    const total = group[0]?.total ?? null;
    // The one row of an empty page only has the total.
    if (total !== null && group[0]?.id === null) group.length = 0;
    return pageOf(group, page, total);
  });
}

/** The number of rows of each parent's list. */
export async function countLists(db: SqlClient, list: ListSource, parents: Parents): Promise<number[]> {
  const rows = await send<OfParent & { count: number }>(db, list, countStatement(list, parents));
  const counts = new Array<number>(parents.length).fill(0);
  for (const { parentIndex, count } of rows) counts[parentIndex - 1] = count;
  return counts;
}

/** Whether each parent's list has a row on that side of the keyset values. */
export async function probeLists(
  db: SqlClient,
  list: ListSource,
  parents: Parents,
  probe: { side: Side; values: readonly string[] },
): Promise<boolean[]> {
  const { text, values } = probeStatement(list, parents, probe);
  const found = new Array<boolean>(parents.length).fill(false);
  for (const { parentIndex } of await db.query<OfParent>(text, values)) found[parentIndex - 1] = true;
  return found;
}

/** Conditions of a client may be met by many rows or by few, so a statement with a filter is planned for its values. */
function send<Row extends QueryResultRow>(
  db: SqlClient,
  { isFiltered }: ListSource,
  { text, values }: Statement,
): Promise<Row[]> {
  return isFiltered ? db.queryByValues<Row>(text, values) : db.query<Row>(text, values);
}

/** The rows of one parent arrive in the order of its lateral subquery; parents may arrive in any order. */
function groupByParent<Row extends OfParent>(rows: readonly Row[], parents: number): Row[][] {
  const groups: Row[][] = Array.from({ length: parents }, () => []);
  for (const row of rows) groups[row.parentIndex - 1]?.push(row);
  return groups;
}

function pageOf<Row>(rows: Row[], page: PageRequest, total: number | null): ListPage<Row> {
  const hasMore = rows.length > page.size;
  if (hasMore) rows.pop();
  if (!page.forward) rows.reverse();
  return { rows, hasMore, total };
}
