// Writes of single rows: one statement each, which opens with its name, changes the given columns only, and is checked against the entity
// by the compiler, as the lines marked with @ts-expect-error show.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { DataSource, Logger } from "typeorm";
import { entities } from "../../../src/app/registry.js";
import { Author } from "../../../src/content/authors/author.entity.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { deleteRow, insertRow, updateRow } from "../../../src/platform/db/single-row-writes.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";

const ID = "00000000-0000-4000-8000-000000000001";
const AVATAR = { url: "/lin.png", alt: "Lin", width: null, height: null };

let scratch: ScratchDatabase;
let source: DataSource;
const statements: string[] = [];

before(async () => {
  scratch = await createScratchDatabase();
  const limits = { poolSize: 1, poolWaitMs: 10_000, statementTimeoutMs: 10_000 };
  source = createDataSource({ url: scratch.url, ...limits }, { entities, migrations: [] });
  const logQuery: Logger["logQuery"] = (text) => statements.push(text);
  source.setOptions({ logging: true, logger: { ...silent, logQuery } });
  await source.initialize();
});
after(async () => {
  await source.destroy();
  await scratch.drop();
});

const silent: Omit<Logger, "logQuery"> = {
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

async function stored(): Promise<object[]> {
  return source.query("select slug, name, bio, avatar from author where id = $1", [ID]);
}

it("insert, update and delete one row by one named statement each", async () => {
  statements.length = 0;
  await insertRow(source.manager, Author, { id: ID, slug: "lin", name: "Lin", bio: "Writes.", avatar: AVATAR });
  assert.deepEqual(await stored(), [{ slug: "lin", name: "Lin", bio: "Writes.", avatar: AVATAR }]);
  await updateRow(source.manager, Author, ID, { name: "Lin Yi", avatar: null, bio: undefined });
  assert.deepEqual(await stored(), [{ slug: "lin", name: "Lin Yi", bio: "Writes.", avatar: null }]);
  await updateRow(source.manager, Author, ID, { bio: () => "upper(name)" });
  assert.deepEqual(await stored(), [{ slug: "lin", name: "Lin Yi", bio: "LIN YI", avatar: null }]);
  await deleteRow(source.manager, Author, ID);
  assert.deepEqual(await stored(), []);
  const names = statements
    .filter((text) => !text.startsWith("select"))
    .map((text) => text.slice(0, text.indexOf("*/")));
  assert.deepEqual(names, ["/* Author.insert ", "/* Author.update ", "/* Author.update ", "/* Author.delete "]);
});

it("are checked against the entity by the compiler", () => {
  const uses = () => {
    // @ts-expect-error A name is text.
    void updateRow(source.manager, Author, ID, { name: 1 });
    // @ts-expect-error A name cannot be null.
    void updateRow(source.manager, Author, ID, { name: null });
    // @ts-expect-error An author has no title.
    void insertRow(source.manager, Author, { id: ID, title: "Lin" });
  };
  assert.equal(typeof uses, "function");
});
