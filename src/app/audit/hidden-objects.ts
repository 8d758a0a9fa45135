// Reads the hidden objects of a database with everything that could reveal them. They are read from the tables with the visibility
// predicate, so that a defect in the views or in a loader does not affect them.

import { ROUTE_PREFIXES, type RoutedKind } from "../../content/site-path.js";
import { hasVisiblePostSql, isPublicAssetSql, visibleSql } from "../../content/visibility.js";
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn, nullableColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { encodeGlobalId, type NodeType } from "../../platform/graphql/global-id.js";
import { assetFolder } from "../../platform/markup/files/file-path.js";

export interface HiddenObject {
  kind: RoutedKind | "asset" | "comment";
  uuid: string;
  globalId: string;
  slug: string;
  /** Title or name. */
  name: string;
  /** The present path and all former paths. */
  paths: string[];
}

interface HideableKind {
  kind: HiddenObject["kind"];
  type: NodeType;
  /** The columns. The slug of an asset is its key. */
  slug?: string;
  name: string;
  visible: string;
  former?: string;
  /** The number of objects with which a site is audited, if it may have very many. */
  limit?: number;
}

const FORMER_FILES = "array(select l.path from asset_alias l where l.asset_id = o.id)";
/** Those with the smallest ids, which are random. */
const MAX_COMMENTS = 10;
const KINDS: readonly HideableKind[] = [
  { kind: "post", type: "Post", name: "title", visible: visibleSql("o") },
  { kind: "page", type: "Page", name: "title", visible: visibleSql("o") },
  { kind: "tag", type: "Tag", name: "name", visible: hasVisiblePostSql("tag", "o.id") },
  { kind: "author", type: "Author", name: "name", visible: hasVisiblePostSql("author", "o.id") },
  { kind: "series", type: "Series", name: "title", visible: hasVisiblePostSql("series", "o.id") },
  {
    ...{ kind: "asset", type: "Asset", slug: "key", name: "file_name", visible: isPublicAssetSql("o") },
    former: FORMER_FILES,
  },
  {
    ...{
      kind: "comment",
      type: "Comment",
      slug: "id::text",
      name: "text",
      former: "'{}'::text[]",
      limit: MAX_COMMENTS,
    },
    visible: `(o.is_shown and exists (select 1 from post p where p.id = o.post_id and ${visibleSql("p")}))`,
  },
];
const PREFIXES: Readonly<Record<HiddenObject["kind"], string>> = {
  ...ROUTE_PREFIXES,
  asset: assetFolder(""),
  comment: "",
};

export async function readHiddenObjects(db: SqlClient): Promise<HiddenObject[]> {
  const lists = await Promise.all(
    KINDS.map(async ({ kind, type, slug: slugColumn = "slug", name, visible, former: formerSql, limit }) => {
      const rows = await db.query(
        sql`/* audit.hidden objects */
         select ${computedColumn("uuid", "uuid", "o.id")}, ${computedColumn("slug", "text", `o.${slugColumn}`)}, ${computedColumn("name", "text", `o.${name}`)},
           ${nullableColumn("path", "text", kind === "page" ? "o.path" : "null")},
           ${computedColumn("former", "text[]", formerSql ?? `array(select a.path from path_alias a where a.target_id = o.id and a.kind = '${kind}')`)}
         from ${kind} o where not (${visible}) order by o.id ${limit === undefined ? "" : `limit ${limit}`}`,
      );
      return rows.map(({ uuid, slug, name: written, path, former }) => ({
        ...{ kind, uuid, slug, name: written },
        globalId: encodeGlobalId(type, uuid),
        paths: [...(path === null ? [PREFIXES[kind] + slug] : [path]), ...former],
      }));
    }),
  );
  return lists.flat();
}

/** Whether an object is still hidden. A post may be published while an audit runs. */
export async function isStillHidden(db: SqlClient, object: HiddenObject): Promise<boolean> {
  const kind = KINDS.find((candidate) => candidate.kind === object.kind);
  if (kind === undefined) throw new Error(`Expected a kind of hidden object, got ${object.kind}.`);
  const statement = `/* audit.is hidden */ select 1 as one from ${kind.kind} o where o.id = $1::uuid and not (${kind.visible})`;
  return (await db.query(statement, [object.uuid])).length > 0;
}

const BATCH = 200;

const textOf = (expression: string) => computedColumn("text", "text", expression);

/** The texts of all visible posts, pages and terms, whose words are no secret. */
export async function* readVisibleTexts(db: SqlClient): AsyncGenerator<string> {
  const terms = [
    sql`/* audit.category texts */ select ${textOf("name || ' ' || slug || ' ' || path || ' ' || coalesce(description, '')")} from category`,
    ...KINDS.slice(1).map(
      ({ kind, slug = "slug", name, visible }) =>
        sql`/* audit.visible texts */ select ${textOf(`o.${slug} || ' ' || o.${name} || ' ' || to_jsonb(o)`)} from ${kind} o where ${visible}`,
    ),
    sql`/* audit.site text */ select ${textOf("title || ' ' || coalesce(description, '') || ' ' || url")} from site`,
  ];
  for (const statement of terms) for (const { text } of await db.query(statement)) yield text;
  yield* visibleBodies(db, "post", "p.excerpt");
  yield* visibleBodies(db, "page", "p.path");
}

async function* visibleBodies(db: SqlClient, owner: "post" | "page", more: string): AsyncGenerator<string> {
  for (let last = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.query(
      sql`/* audit.${owner} texts */
       select ${computedColumn("id", "uuid", "p.id")}, ${textOf(`concat_ws(' ', p.slug, p.title, ${more}, p.seo_title, p.seo_description,
         p.canonical_url, p.cover::text, b.source, b.text, b.links::text)`)}
       from ${owner} p join ${owner}_body b on b.${owner}_id = p.id where ${visibleSql("p")} and p.id > $1::uuid order by p.id limit ${String(BATCH)}`,
      [last],
    );
    for (const { text } of rows) yield text;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}
