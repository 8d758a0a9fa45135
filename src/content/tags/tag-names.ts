// Finds tags by their names as people type them, and makes those that do not exist. Names are compared without case and width, as slugs and
// imports compare them; a tag that was renamed or merged is also found by the name that its slug or a former one came from.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import { nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { lowerCase, slugFrom } from "../../platform/markup/slug.js";
import { PATH_PREFIXES } from "../site-path.js";
import { Tag } from "./tag.entity.js";

/** Equal for names that are one tag: without case, width, invisible characters and repeated spaces. */
export function comparableName(name: string): string {
  return lowerCase(lowerCase(name.normalize("NFKC")).normalize("NFKC"))
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

const COLUMNS = selectColumns(Tag, "t", ["id", "slug", "name"]);

/** Former paths, the latest first, are what remains of the slugs of tags that were merged or have another slug now. */
const BY_NAMES = sql`/* Tag.byNames */ select ${COLUMNS}, ${nullableColumn("formerPath", "text", "null")} from tag t
    where lower(normalize(t.name, NFKC)) = any($1::text[]) or t.slug = any($2::text[])
  union all
  (select ${COLUMNS}, ${nullableColumn("formerPath", "text", "a.path")} from path_alias a join tag t on t.id = a.target_id
    where a.kind = 'tag' and a.path = any($3::text[]) order by a.created_at desc, t.id)`;

/**
 * The forms of a name that PostgreSQL may store. Its \`lower\` changes ASCII letters only in the collation of the column, so that other
 * letters are looked for in the usual mixtures of upper and lower case; a tag in another mixture is found by its slug.
 */
function storedForms(name: string): string[] {
  const text = name.normalize("NFKC").replace(/\s+/gu, " ").trim();
  const lower = text.toLowerCase();
  const capitals = lower.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
  const first = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  return [text, lower, text.toUpperCase(), capitals, first].map((form) =>
    form.normalize("NFKC").replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  );
}

/** The ids of the tags that exist, by the comparable form of their names. */
export async function tagsByNames(tx: EntityManager, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const slugs = names.map(slugFrom);
  const forms = [...new Set(names.flatMap(storedForms))];
  const rows = await queryPrepared(tx, BY_NAMES, [forms, slugs, slugs.map((slug) => PATH_PREFIXES.tag + slug)]);
  const found = new Map<string, string>();
  for (const name of names) {
    const [key, slug] = [comparableName(name), slugFrom(name)];
    const namesakes = rows.filter((row) => row.formerPath === null && comparableName(row.name) === key);
    const tag =
      namesakes.find((row) => row.slug === slug) ??
      namesakes.sort((one, other) => (one.slug < other.slug ? -1 : 1))[0] ??
      rows.find((row) => row.formerPath === null && row.slug === slug) ??
      rows.find((row) => row.formerPath === PATH_PREFIXES.tag + slug);
    if (tag !== undefined) found.set(key, tag.id);
  }
  return found;
}

const MAX_ATTEMPTS = 5;

/** Makes the tags of names of which none was found. A concurrent writer may make some of them first. */
export async function makeTags(
  tx: EntityManager,
  names: readonly string[],
): Promise<{ byName: ReadonlyMap<string, string>; made: string[] }> {
  // In the order of their slugs, so that concurrent writers of the same tags wait for each other instead of blocking each other.
  const rows = names
    .map((name) => [randomUUID(), slugFrom(name), name])
    .sort(([, a = ""], [, b = ""]) => (a < b ? -1 : 1));
  const made: string[] = [];
  let missing = rows;
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts += 1) {
    const inserted = await bulkInsert<{ id: string }>(tx, {
      name: "Tag.insert by name",
      table: "tag",
      columns: { id: "uuid", slug: "text", name: "text" },
      rows: missing,
      onConflict: "on conflict (slug) do nothing returning id",
    });
    made.push(...inserted.map(({ id }) => id));
    const byName = await tagsByNames(tx, names);
    missing = rows.filter(([, , name = ""]) => !byName.has(comparableName(name)));
    if (missing.length === 0) return { byName, made };
  }
  throw new Error(`Expected the tags ${names.join(", ")} to exist after their insertion.`);
}
