// Checks that the authors and terms of a post exist.
import type { EntityManager } from "typeorm";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { Author } from "../../authors/author.entity.js";
import { Category } from "../../categories/category.entity.js";
import type { InputCheck } from "../../input-check.js";
import { Tag } from "../../tags/tag.entity.js";

const referenceSql = (entity: new () => { id: string }, table: string) =>
  sql`/* Post.${table} reference */ select ${selectColumns(entity, "t", ["id"])} from ${table} t
    where t.id = any($1::uuid[]) order by t.id for key share`;

const REFERENCES = {
  author: referenceSql(Author, "author"),
  category: referenceSql(Category, "category"),
  tag: referenceSql(Tag, "tag"),
};

/**
 * Adds NOT_FOUND for each id of an object that does not exist, at its place among the values of the input. The others cannot be deleted until
 * the transaction ends.
 */
export async function checkReferences(
  tx: EntityManager,
  check: InputCheck,
  kind: keyof typeof REFERENCES,
  ids: readonly string[],
  { values, field }: { values: readonly string[]; field: string },
): Promise<void> {
  const existing = await existingReferences(tx, kind, ids);
  if (existing.size < ids.length) check.absentIds(values, { ids, existing, noun: kind }, field);
}

/** Those of the ids whose objects exist, which cannot be deleted until the transaction ends. */
export async function existingReferences(
  tx: EntityManager,
  kind: keyof typeof REFERENCES,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = ids.length === 0 ? [] : await queryPrepared(tx, REFERENCES[kind], [ids]);
  return new Set(rows.map(({ id }) => id));
}
