// Stores the addresses that the archives of terms and authors had in the source, as former paths. Of terms that were renamed or deleted here, nothing is stored.
import type { EntityManager } from "typeorm";
import type { ContentEvent } from "../../content/cache-tags/content-event.js";
import { normalisePath, PATH_PREFIXES } from "../../content/site-path.js";
import type { ImportedTermPath } from "./import-event.js";

const NAME = { category: "path", tag: "slug", author: "slug" } as const;

/** Returns the content events of the terms that have new former paths. */
export async function saveTermPaths(tx: EntityManager, paths: readonly ImportedTermPath[]): Promise<ContentEvent[]> {
  const events: ContentEvent[] = [];
  for (const kind of ["category", "tag", "author"] as const) {
    const rows = paths.flatMap(({ kind: of, key, path }) => {
      const stored = of === kind ? normalisePath(path) : null;
      return stored === null || stored === PATH_PREFIXES[kind] + key ? [] : [{ key, path: stored }];
    });
    if (rows.length === 0) continue;
    const found: { id: string }[] = await tx.query(
      `/* import.termPaths insert */
       insert into path_alias (path, kind, target_id)
       select k.path, '${kind}', t.id from unnest($1::text[], $2::text[]) k(key, path) join ${kind} t on t.${NAME[kind]} = k.key
       on conflict do nothing returning target_id as id`,
      [rows.map(({ key }) => key), rows.map(({ path }) => path)],
    );
    for (const id of new Set(found.map((row) => row.id))) events.push(eventOf(kind, id));
  }
  return events;
}

function eventOf(kind: ImportedTermPath["kind"], id: string): ContentEvent {
  if (kind === "category") return { type: "category.updated", payload: { categoryId: id, categoryIds: [id] } };
  return kind === "tag"
    ? { type: "tag.updated", payload: { tagId: id } }
    : { type: "author.updated", payload: { authorId: id } };
}
