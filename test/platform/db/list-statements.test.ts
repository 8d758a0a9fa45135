// The statements of a list as PostgreSQL gets them: whole texts, to be read, and the rules that keep their number small.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { PageRequest } from "../../../src/platform/db/keyset.js";
import { PAGE_FIELD, ROW_FIELDS, rowField } from "../../../src/platform/db/lists/list-page.js";
import { type ListSource, listParameters, PARENT_ID, tableList } from "../../../src/platform/db/lists/list-source.js";
import { countStatement, pageStatement, probeStatement } from "../../../src/platform/db/lists/list-statements.js";

const FIRST_TEN: PageRequest = { size: 10, forward: true, after: null, before: null };
const PARENTS = ["a", "b"];

/** The latest bottles of each shelf, as of a table that joins the two. */
function bottlesOfShelf(overrides: Partial<ListSource> = {}): ListSource {
  return {
    name: "Shelf.bottles",
    table: "shelf_bottle l",
    parent: "l.shelf_id",
    join: "join bottle b on b.id = l.bottle_id",
    conditionsNeedJoin: false,
    columns: (row) => (row === 0 ? "l.bottle_id as id" : "b.id, b.label"),
    keyset: {
      keys: [
        { column: "l.filled_at", type: "timestamptz" },
        { column: "l.bottle_id", type: "uuid" },
      ],
      direction: "DESC",
    },
    conditions: ["l.filled_at <= now()"],
    values: [],
    total: null,
    isFiltered: false,
    ...overrides,
  };
}

const bottles: ListSource = tableList({
  name: "Query.bottles",
  table: "bottle b",
  columns: "b.id, b.label",
  keyset: { keys: [{ column: "b.id", type: "uuid" }], direction: "ASC" },
});

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

it("reads a page of a list of the whole site by one plain statement", () => {
  const { text, values } = pageStatement(bottles, [null], FIRST_TEN, rowField(1) | PAGE_FIELD.page);
  assert.equal(
    oneLine(text),
    "/* Query.bottles */ select b.id, b.label from bottle b order by b.id asc limit $1::integer",
  );
  assert.deepEqual(values, [10]);
});

it("reads pages of many parents, with cursors, by one statement", () => {
  const page: PageRequest = { size: 10, forward: false, after: ["2024", "c"], before: ["2025", "d"] };
  const fields = rowField(1) | PAGE_FIELD.page | PAGE_FIELD.keys | PAGE_FIELD.more;
  const { text, values } = pageStatement(bottlesOfShelf(), PARENTS, page, fields);
  assert.equal(
    oneLine(text),
    oneLine(`/* Shelf.bottles */ select page.*, parent.index::integer as "parentIndex"
      from unnest($1::uuid[]) with ordinality as parent(id, index)
      cross join lateral (
        select b.id, b.label, l.filled_at as key0, l.bottle_id as key1
        from shelf_bottle l join bottle b on b.id = l.bottle_id
        where l.shelf_id = parent.id and l.filled_at <= now()
          and (l.filled_at, l.bottle_id) < ($2::timestamptz, $3::uuid)
          and (l.filled_at, l.bottle_id) > ($4::timestamptz, $5::uuid)
        order by l.filled_at asc, l.bottle_id asc limit $6::integer
      ) page`)
      .replace("lateral ( ", "lateral (")
      .replace(" ) page", ") page"),
  );
  assert.deepEqual(values, [PARENTS, "2024", "c", "2025", "d", 11]);
});

it("reads the total together with the page, and binds the values of a filter once", () => {
  const parameters = listParameters("l.shelf_id");
  const list = bottlesOfShelf({
    conditions: [`b.label = ${parameters.bind("red", "text")}`],
    values: parameters.values,
    conditionsNeedJoin: true,
    isFiltered: true,
  });
  const { text, values } = pageStatement(list, PARENTS, FIRST_TEN, rowField(1) | PAGE_FIELD.page | PAGE_FIELD.total);
  assert.equal(
    oneLine(text),
    `/* Shelf.bottles */ select page.*, parent.index::integer as "parentIndex", parent.total from ( \
select parent.id, parent.index, (select count(*) from shelf_bottle l join bottle b on b.id = l.bottle_id \
where l.shelf_id = parent.id and b.label = $2::text) as total \
from unnest($1::uuid[]) with ordinality as parent(id, index) offset 0 ) parent \
left join lateral (select b.id, b.label from shelf_bottle l join bottle b on b.id = l.bottle_id \
where l.shelf_id = parent.id and b.label = $2::text order by l.filled_at desc, l.bottle_id desc limit $3::integer) page on true`,
  );
  assert.deepEqual(values, [PARENTS, "red", 10]);
});

it("leaves out the join if neither columns nor conditions need it", () => {
  const withoutRow = pageStatement(bottlesOfShelf(), PARENTS, FIRST_TEN, PAGE_FIELD.page);
  assert.doesNotMatch(withoutRow.text, /join bottle/);
  assert.match(withoutRow.text, /select l\.bottle_id as id/);
  assert.match(pageStatement(bottlesOfShelf(), PARENTS, FIRST_TEN, ROW_FIELDS).text, /join bottle/);
  const filtered = bottlesOfShelf({ conditionsNeedJoin: true });
  assert.match(pageStatement(filtered, PARENTS, FIRST_TEN, PAGE_FIELD.page).text, /join bottle/);
});

it("counts the rows of many parents by one statement", () => {
  const { text, values } = countStatement(bottlesOfShelf(), PARENTS);
  assert.equal(
    oneLine(text),
    `/* Shelf.bottles count */ select (select count(*) from shelf_bottle l where l.shelf_id = parent.id and l.filled_at <= now()) \
as count, parent.index::integer as "parentIndex" from unnest($1::uuid[]) with ordinality as parent(id, index)`,
  );
  assert.deepEqual(values, [PARENTS]);
});

it("takes a total that is known without counting", () => {
  const list = bottlesOfShelf({ total: `(select s.bottles from shelf s where s.id = ${PARENT_ID})` });
  assert.match(
    countStatement(list, PARENTS).text,
    /select \(select s\.bottles from shelf s where s\.id = parent\.id\) as count/,
  );
});

it("probes for the nearest row on one side of a cursor", () => {
  const { text, values } = probeStatement(bottlesOfShelf(), PARENTS, { side: "upTo", values: ["2024", "c"] });
  assert.equal(
    oneLine(text),
    `/* Shelf.bottles probe */ select parent.index::integer as "parentIndex" \
from unnest($1::uuid[]) with ordinality as parent(id, index) \
cross join lateral (select from shelf_bottle l where l.shelf_id = parent.id and l.filled_at <= now() \
and (l.filled_at, l.bottle_id) >= ($2::timestamptz, $3::uuid) order by l.filled_at asc, l.bottle_id asc limit 1) nearest`,
  );
  assert.deepEqual(values, [PARENTS, "2024", "c"]);
});

it("has one text for all pages of a shape, whatever their sizes, cursors and parents", () => {
  const list = bottlesOfShelf();
  const after = (value: string, size: number) =>
    pageStatement(list, [value], { ...FIRST_TEN, size, after: ["2024", value] }, ROW_FIELDS);
  const [one, other] = [after("a", 10), after("b", 20)];
  assert.equal(one.text, other.text);
  assert.deepEqual(
    [one.values, other.values],
    [
      [["a"], "2024", "a", 11],
      [["b"], "2024", "b", 21],
    ],
  );
  const shapes = [FIRST_TEN, { ...FIRST_TEN, forward: false }, { ...FIRST_TEN, before: ["2024", "a"] }];
  const texts = shapes.flatMap((page) =>
    [ROW_FIELDS, PAGE_FIELD.page].map((fields) => pageStatement(list, PARENTS, page, fields).text),
  );
  assert.equal(new Set([...texts, one.text]).size, texts.length + 1);
});

it("rejects more groups of columns than the bits of a page hold", () => {
  assert.equal(rowField(2 ** 27 - 1) & 15, 0);
  assert.ok(rowField(2 ** 27 - 1) > 0);
  assert.throws(() => rowField(2 ** 27), /Expected at most 27 groups of columns/);
});
