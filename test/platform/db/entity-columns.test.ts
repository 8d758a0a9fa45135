// Select lists derived from an entity: the names are those of PostgreSQL and of the entity, and the types of the rows are known to the
// compiler, which the lines marked with @ts-expect-error show.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Column, type DataSource, Entity, PrimaryColumn } from "typeorm";
import { entities } from "../../../src/app/registry.js";
import { Post } from "../../../src/content/posts/post.entity.js";
import { columnValues } from "../../../src/platform/db/column-values.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { Database } from "../../../src/platform/db/database.js";
import {
  computedColumn,
  entityColumns,
  nullableColumn,
  selectColumns,
} from "../../../src/platform/db/entity-columns.js";
import { sql } from "../../../src/platform/db/sql-text.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";

class Named {
  @PrimaryColumn("uuid")
  id!: string;
}

@Entity("sample")
class Sample extends Named {
  @Column({ type: "timestamptz", precision: 3 })
  lastSeenAt!: string;

  @Column("uuid", { array: true })
  friendIds!: string[];

  @Column("jsonb", { name: "data" })
  details!: { colour: string } | null;

  get label(): string {
    return this.id;
  }
}

const SAMPLE = sql`select ${selectColumns(Sample, "s", ["id", "lastSeenAt", "details"])} from sample s`;

describe("entityColumns", () => {
  it("gives the columns of the class and of the classes it extends, with their names and types", () => {
    assert.deepEqual(
      entityColumns(Sample).map(({ property, name, type }) => `${property} ${name} ${type}`),
      ["id id uuid", "lastSeenAt last_seen_at timestamptz", "friendIds friend_ids uuid[]", "details data jsonb"],
    );
  });

  it("says which properties are columns where one is not", () => {
    assert.throws(() => entityColumns(Sample, ["label" as "id"]), {
      message:
        "Sample.label is not a column. Expected a property with @Column, one of id, lastSeenAt, friendIds, details.",
    });
  });
});

describe("columnValues", () => {
  it("takes values by the name of their property and passes JSON as text", () => {
    const row = { details: { colour: "red" }, id: "1", unrelated: true };
    assert.deepEqual(columnValues(entityColumns(Sample, ["id", "details"]), row), ["1", '{"colour":"red"}']);
    assert.deepEqual(columnValues(entityColumns(Sample, ["details"]), { details: null }), [null]);
  });
});

/** Where statements have a row type that is stated beside them, with the reason. */
const STATED_ROW_TYPES: Readonly<Record<string, string>> = {
  "platform/db/": "passes row types on, and reads settings of the server",
  "platform/events/event-channel.ts": "a connection of the driver, without our types",
  "content/posts/body/post-body.loaders.ts": "the columns are chosen while a query is executed",
  "content/search/": "not yet changed",
};

it("a statement has the row type of its select list, which the compiler and PostgreSQL check", () => {
  const source = fileURLToPath(new URL("../../../../src/", import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const stated = files
    .filter((path) => /(?:\.query(?:ByValues|ByIndex)?|queryPrepared)</.test(readFileSync(join(source, path), "utf8")))
    .filter((path) => !Object.keys(STATED_ROW_TYPES).some((place) => path.startsWith(place)));
  assert.deepEqual(
    stated,
    [],
    "Join the statement by the tag `sql` from selectColumns() and computedColumn() instead of query<Row>(…); see CONTRIBUTING.md, House style.",
  );
});

describe("with a database", () => {
  let scratch: ScratchDatabase;
  let source: DataSource;
  let database: Database;
  before(async () => {
    scratch = await createScratchDatabase();
    const limits = { poolSize: 1, poolWaitMs: 10_000, statementTimeoutMs: 10_000 };
    source = await createDataSource({ url: scratch.url, ...limits }, { entities, migrations: [] }).initialize();
    database = new Database(source);
    await source.query("create table sample (id uuid, last_seen_at timestamptz(3), friend_ids uuid[], data jsonb)");
    await source.query(
      `insert into sample values (gen_random_uuid(), '2024-05-01T12:00:00Z', '{}', '{"colour":"red"}')`,
    );
  });
  after(async () => {
    await source.destroy();
    await scratch.drop();
  });

  it("every entity has the columns that TypeORM knows", () => {
    for (const { target, columns } of source.entityMetadatas) {
      assert.ok(typeof target === "function");
      const derived = entityColumns(target as new () => object).map(({ property, name }) => `${property} ${name}`);
      const expected = columns.map(({ propertyName, databaseName }) => `${propertyName} ${databaseName}`);
      assert.deepEqual(derived.sort(), expected.sort(), target.name);
    }
  });

  it("the rows of a select list have the names and types of the properties", async () => {
    const isNew = computedColumn("isNew", "boolean", "s.last_seen_at > '2024-01-01'");
    const [row] = await database.query(sql`${SAMPLE} where s.friend_ids = '{}'`);
    assert.deepEqual([row?.details?.colour, row?.lastSeenAt.slice(0, 10)], ["red", "2024-05-01"]);
    const [computed] = await database.query(sql`select ${isNew}, ${selectColumns(Sample, "s", ["id"])} from sample s`);
    const [whole] = await database.query(sql`select ${selectColumns(Sample, "s")} from sample s`);
    assert.deepEqual(whole?.friendIds satisfies string[] | undefined, []);
    const [isTrue, id]: [boolean | undefined, string | undefined] = [computed?.isNew, computed?.id];
    assert.deepEqual([isTrue, typeof id], [true, "string"]);
  });

  it("the compiler checks the rows of a statement", () => {
    const uses = () => {
      // @ts-expect-error A column that the statement does not select is not in its rows.
      void database.query(SAMPLE).then(([row]) => row?.friendIds);
      // @ts-expect-error A nullable column may be null.
      void database.query(sql`select ${nullableColumn("a", "text", "null")}`).then(([row]) => row?.a.length);
      // @ts-expect-error The rows of a statement cannot be claimed to be others.
      void database.query<{ id: number }>(SAMPLE);
      // @ts-expect-error A select list names columns, not getters.
      selectColumns(Sample, "s", ["label"]);
      // @ts-expect-error A readonly property is computed.
      selectColumns(Post, "p", ["status"]);
      // @ts-expect-error A relation is optional; its column is another property.
      selectColumns(Post, "p", ["writer"]);
    };
    assert.equal(typeof uses, "function");
  });
});
