// Reads pages, counts and existence of one list for many parents at once: one statement each, however many parents.
// A list is described by SQL that comes from code alone; every value a client gave is bound.

import type { QueryResultRow } from "pg";
import { BoundedMap } from "../../lib/bounded-map.js";
import type { SqlClient } from "./database.js";
import { type Keyset, keyColumnsSql, orderSql, type PageRequest, type Side, sideSql } from "./keyset.js";
import { SqlParameters } from "./sql-parameters.js";

export interface ListSource {
  /** The driving table with its alias, such as `post_tag l`. */
  table: string;
  /** Column of the driving table that names the parent; null for a list of the whole site. */
  parent: string | null;
  /** Joins needed to read `columns`, such as `join post p on p.id = l.post_id`. */
  join: string;
  /** Whether the conditions or keys need the join as well; false lets counts stay on the driving table. */
  conditionsNeedJoin: boolean;
  /** A function where callers may do with some of them, told by bits; for 0 it gives `id` alone, without the join. */
  columns: string | ((row: number) => string);
  keyset: Keyset;
  /** How many rows the list of a parent has, as an expression, where that is known without counting them. */
  total?: ((parent: string) => string) | undefined;
  /** Whether conditions are a client's, which many rows may meet or hardly any. */
  isFiltered?: boolean;
  /** Statements of its pages by what they are to read, kept here where neither conditions nor total bind a value. */
  statements?: BoundedMap<string, string>;
  /** All conditions but the parent's, visibility among them. */
  conditions(parameters: SqlParameters): string[];
}

/** Clients choose which columns of a page to read, so the number of statements has a limit. */
const MAX_PAGE_STATEMENTS = 500;

export const createPageStatements = (): BoundedMap<string, string> => new BoundedMap(MAX_PAGE_STATEMENTS);

/** What is wanted of a page; bits, put together by `|`. */
export const PAGE_FIELD = {
  /** How many rows the whole list has. */
  total: 1,
  /** Whether there are rows beyond the page. */
  more: 2,
  /** The values of the keys, which cursors are made of. */
  keys: 4,
  /** Rows at all: their number at least. */
  page: 8,
} as const;
const ROW_SHIFT = 4;
/** Everything about the rows, but not the total. */
export const ROW_FIELDS = ~PAGE_FIELD.total;

/** The bits of a row's columns, as the list itself tells them apart. */
export const rowField = (row: number): number => row << ROW_SHIFT;

export interface ListPage<Row> {
  /** In the order of the list, at most as many as asked for. */
  rows: Row[];
  /** Whether more rows exist beyond the page in the direction of paging; false where that is not wanted. */
  hasMore: boolean;
  /** Null where it is not wanted. */
  total: number | null;
}

/** A page for each parent, in the order of `parents`; `[null]` for a list without a parent. */
export async function loadPages<Row extends QueryResultRow>(
  db: SqlClient,
  source: ListSource,
  parents: readonly (string | null)[],
  page: PageRequest,
  wants: number = ROW_FIELDS,
): Promise<ListPage<Row>[]> {
  const { text, values } = pageStatement(source, parents, page, wants);
  if (source.parent === null && (wants & PAGE_FIELD.total) === 0) {
    return [pageOf(await send<Row>(db, source, text, values), page, null)];
  }
  const rows = await send<Row & { parentIndex: number; total?: number }>(db, source, text, values);
  return groupByParent(rows, parents.length).map((group) => {
    const total = group[0]?.total ?? null;
    // A list whose page is empty has one row all the same, which only tells the total.
    if (total !== null && group[0]?.id === null) group.length = 0;
    return pageOf(group, page, total);
  });
}

interface Statement {
  text: string;
  values: readonly unknown[];
}

function pageStatement(
  source: ListSource,
  parents: readonly (string | null)[],
  page: PageRequest,
  wants: number,
): Statement {
  const { statements } = source;
  if (statements === undefined) return writtenStatement(source, parents, page, wants);
  const { after, before, forward } = page;
  const name = `${wants} ${forward} ${after === null} ${before === null}`;
  const text = statements.get(name);
  if (text !== undefined) {
    const values: unknown[] = source.parent === null ? [] : [parents];
    if (after !== null) values.push(...after);
    if (before !== null) values.push(...before);
    values.push(limitOf(page, wants));
    return { text, values };
  }
  const statement = writtenStatement(source, parents, page, wants);
  statements.set(name, statement.text);
  return statement;
}

function writtenStatement(
  source: ListSource,
  parents: readonly (string | null)[],
  page: PageRequest,
  wants: number,
): Statement {
  const parameters = new SqlParameters();
  const parentList = source.parent === null ? null : parameters.bind(parents, "uuid[]");
  const select = pageSql(source, page, wants, parameters);
  const total = (wants & PAGE_FIELD.total) === 0 ? null : totalSql(source, parameters);
  const text = parentList === null && total === null ? select : inParents(select, parentList, total);
  return { text, values: parameters.values };
}

/** One row more tells whether there are more. */
const limitOf = (page: PageRequest, wants: number): number =>
  (wants & PAGE_FIELD.more) === 0 ? page.size : page.size + 1;

function pageSql(source: ListSource, page: PageRequest, wants: number, parameters: SqlParameters): string {
  const { keyset, columns, parent } = source;
  const conditions = source.conditions(parameters);
  if (parent !== null) conditions.unshift(`${parent} = k.id`);
  if (page.after !== null) conditions.push(sideSql(keyset, "after", page.after, parameters));
  if (page.before !== null) conditions.push(sideSql(keyset, "before", page.before, parameters));
  const limit = parameters.bind(limitOf(page, wants), "integer");
  const row = wants >> ROW_SHIFT;
  const read = typeof columns === "string" ? columns : columns(row);
  const join = row === 0 && typeof columns !== "string" && !source.conditionsNeedJoin ? "" : source.join;
  const keys = (wants & PAGE_FIELD.keys) === 0 ? "" : `, ${keyColumnsSql(keyset)}`;
  return `select ${read}${keys} from ${source.table} ${join}${whereSql(conditions)}
    order by ${orderSql(keyset, page.forward)} limit ${limit}`;
}

function send<Row extends QueryResultRow>(
  db: SqlClient,
  { isFiltered = false }: ListSource,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return isFiltered ? db.queryByValues<Row>(text, values) : db.query<Row>(text, values);
}

/** The page of each parent, or of the only list there is; with the total, each has at least one row. */
function inParents(select: string, parentList: string | null, total: string | null): string {
  const parents = parentList === null ? "(select null::uuid, 1)" : `unnest(${parentList}) with ordinality`;
  if (total === null) {
    return `select x.*, k.index::integer as "parentIndex" from ${parents} as k(id, index) cross join lateral (${select}) x`;
  }
  // Without the offset the total would be worked out for each row of the page.
  return `select x.*, k.index::integer as "parentIndex", k.total
    from (select k.id, k.index, ${total} as total from ${parents} as k(id, index) offset 0) k
    left join lateral (${select}) x on true`;
}

/** How many rows each parent's list has. */
export async function countLists(
  db: SqlClient,
  source: ListSource,
  parents: readonly (string | null)[],
): Promise<number[]> {
  const parameters = new SqlParameters();
  if (source.parent === null) {
    const text = `select ${totalSql(source, parameters)} as count`;
    const [row] = await send<{ count: number }>(db, source, text, parameters.values);
    return [row?.count ?? 0];
  }
  const parentList = parameters.bind(parents, "uuid[]");
  const text = `select ${totalSql(source, parameters)} as count, k.index::integer as "parentIndex"
     from unnest(${parentList}) with ordinality as k(id, index)`;
  const rows = await send<{ count: number; parentIndex: number }>(db, source, text, parameters.values);
  const counts = new Array<number>(parents.length).fill(0);
  for (const row of rows) counts[row.parentIndex - 1] = row.count;
  return counts;
}

/** The number of rows of the list whose parent is `k.id`. */
function totalSql(source: ListSource, parameters: SqlParameters): string {
  const { parent } = source;
  if (source.total !== undefined) return source.total("k.id");
  const from = `from ${source.table}${source.conditionsNeedJoin ? ` ${source.join}` : ""}`;
  const own = parent === null ? [] : [`${parent} = k.id`];
  return `(select count(*) ${from}${whereSql([...own, ...source.conditions(parameters)])})`;
}

/** Whether each parent's list has a row on that side of the values. */
export async function probeLists(
  db: SqlClient,
  source: ListSource,
  parents: readonly (string | null)[],
  probe: { side: Side; values: readonly string[] },
): Promise<boolean[]> {
  const parameters = new SqlParameters();
  const from = `from ${source.table}${source.conditionsNeedJoin ? ` ${source.join}` : ""}`;
  const parentList = source.parent === null ? null : parameters.bind(parents, "uuid[]");
  const conditions = source.conditions(parameters);
  conditions.push(sideSql(source.keyset, probe.side, probe.values, parameters));
  // The nearest row, and not `exists`, whose order the planner drops: it then expects to meet a row soon wherever it
  // begins, and reads a table from its oldest row to find one of the newest.
  const order = orderSql(source.keyset, probe.side === "from" || probe.side === "after");
  const nearest = (where: string[]): string => `select 1 as found ${from}${whereSql(where)} order by ${order} limit 1`;
  if (parentList === null) {
    const rows = await db.query(nearest(conditions), parameters.values);
    return [rows.length > 0];
  }
  const rows = await db.query<{ index: number }>(
    `select k.index::integer as index from unnest(${parentList}) with ordinality as k(id, index)
     cross join lateral (${nearest([`${source.parent} = k.id`, ...conditions])}) x`,
    parameters.values,
  );
  const found = new Array<boolean>(parents.length).fill(false);
  for (const row of rows) found[row.index - 1] = true;
  return found;
}

function whereSql(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
}

// Rows of one parent arrive in the order of its lateral subquery; parents may arrive in any order.
function groupByParent<Row extends { parentIndex: number }>(rows: readonly Row[], parents: number): Row[][] {
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
