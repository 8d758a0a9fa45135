// The three statements of a list, each composed in one function: a page of rows, the number of rows, and whether there is a row
// on one side of a cursor. Each serves many parents at once. Their texts depend on the shape of a request and never on its values.
import { BoundedMap } from "../../../lib/bounded-map.js";
import { keyColumnsSql, orderSql, type PageRequest, type Side, sideSql } from "../keyset.js";
import { SqlParameters } from "../sql-parameters.js";
import { hasField, type PageFields, rowOf } from "./list-page.js";
import type { ListSource } from "./list-source.js";

export interface Statement {
  text: string;
  values: readonly unknown[];
}

type Parents = readonly (string | null)[];

/** The parents of a list as rows `(id, index)`; a list of the whole site has one row. */
const parentsSql = (list: ListSource): string =>
  list.parent === null ? "(select null::uuid, 1)" : "unnest($1::uuid[]) with ordinality";

const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`;

const parentCondition = ({ parent }: ListSource): string[] => (parent === null ? [] : [`${parent} = parent.id`]);

/** The parameters of a statement after those of the list itself. */
const furtherParameters = ({ parent, values }: ListSource): SqlParameters =>
  new SqlParameters((parent === null ? 0 : 1) + values.length);

const valuesOf = (list: ListSource, parents: Parents, further: readonly unknown[]): unknown[] =>
  list.parent === null ? [...list.values, ...further] : [parents, ...list.values, ...further];

/** One row more than the page tells whether there are more. */
const limitOf = ({ size }: PageRequest, fields: PageFields): number => (hasField(fields, "more") ? size + 1 : size);

/** Whether the rows of a page carry `parentIndex`, and their total if it is read. */
export const isGrouped = (list: ListSource, fields: PageFields): boolean =>
  list.parent !== null || hasField(fields, "total");

export function pageStatement(list: ListSource, parents: Parents, page: PageRequest, fields: PageFields): Statement {
  const { after, before } = page;
  const further = [...(after ?? []), ...(before ?? []), limitOf(page, fields)];
  return { text: pageText(list, page, fields), values: valuesOf(list, parents, further) };
}

/** The texts of a list's pages. A client chooses their shape, by what it selects. */
const pageTexts = new WeakMap<ListSource, BoundedMap<number, string>>();
const MAX_TEXTS_OF_A_LIST = 500;

/** A text is the same for all pages of its shape. The list of a filtered request ends with the request, so it is not cached. */
function pageText(list: ListSource, page: PageRequest, fields: PageFields): string {
  if (list.isFiltered) return composePage(list, page, fields);
  let texts = pageTexts.get(list);
  if (texts === undefined) {
    texts = new BoundedMap(MAX_TEXTS_OF_A_LIST);
    pageTexts.set(list, texts);
  }
  const shape = fields * 8 + (page.forward ? 4 : 0) + (page.after === null ? 0 : 2) + (page.before === null ? 0 : 1);
  return texts.getOrCreate(shape, () => composePage(list, page, fields));
}

function composePage(list: ListSource, page: PageRequest, fields: PageFields): string {
  const { name, table, columns, conditions, keyset } = list;
  const { after, before, forward } = page;
  const parameters = furtherParameters(list);
  const row = rowOf(fields);
  const isIdAlone = row === 0 && typeof columns !== "string";
  const selected = typeof columns === "string" ? columns : columns(row);
  const keys = hasField(fields, "keys") ? `, ${keyColumnsSql(keyset)}` : "";
  const join = isIdAlone && !list.conditionsNeedJoin ? "" : list.join;
  const where = whereSql([
    ...parentCondition(list),
    ...conditions,
    ...(after === null ? [] : [sideSql(keyset, "after", after, parameters)]),
    ...(before === null ? [] : [sideSql(keyset, "before", before, parameters)]),
  ]);
  const limit = parameters.bind(limitOf(page, fields), "integer");

  const rows = `select ${selected}${keys} from ${table} ${join} ${where}
    order by ${orderSql(keyset, forward)} limit ${limit}`;

  if (!isGrouped(list, fields)) return `/* ${name} */ ${rows}`;
  if (!hasField(fields, "total")) {
    return `/* ${name} */ select page.*, parent.index::integer as "parentIndex"
      from ${parentsSql(list)} as parent(id, index)
      cross join lateral (${rows}) page`;
  }
  // Without `offset 0` the total would be computed for each row of the page. An empty page has one row, with the total alone.
  return `/* ${name} */ select page.*, parent.index::integer as "parentIndex", parent.total
    from (
      select parent.id, parent.index, ${totalSql(list)} as total
      from ${parentsSql(list)} as parent(id, index) offset 0
    ) parent
    left join lateral (${rows}) page on true`;
}

/** The number of rows of the list whose parent is `parent.id`. */
function totalSql(list: ListSource): string {
  if (list.total !== null) return list.total;
  const join = list.conditionsNeedJoin ? list.join : "";
  return `(select count(*) from ${list.table} ${join} ${whereSql([...parentCondition(list), ...list.conditions])})`;
}

export function countStatement(list: ListSource, parents: Parents): Statement {
  const text = `/* ${list.name} count */ select ${totalSql(list)} as count, parent.index::integer as "parentIndex"
    from ${parentsSql(list)} as parent(id, index)`;
  return { text, values: valuesOf(list, parents, []) };
}

/** Whether each parent's list has a row on that side of the keyset values. */
export function probeStatement(
  list: ListSource,
  parents: Parents,
  { side, values }: { side: Side; values: readonly string[] },
): Statement {
  const parameters = furtherParameters(list);
  const join = list.conditionsNeedJoin ? list.join : "";
  const where = whereSql([
    ...parentCondition(list),
    ...list.conditions,
    sideSql(list.keyset, side, values, parameters),
  ]);
  // The nearest row instead of `exists`: the planner drops the order inside `exists`, expects to meet a row soon wherever it
  // begins, and then reads a table from its oldest row to find one of the newest.
  const order = orderSql(list.keyset, side === "from" || side === "after");
  const text = `/* ${list.name} probe */ select parent.index::integer as "parentIndex"
    from ${parentsSql(list)} as parent(id, index)
    cross join lateral (select from ${list.table} ${join} ${where} order by ${order} limit 1) nearest`;
  return { text, values: valuesOf(list, parents, parameters.values) };
}
