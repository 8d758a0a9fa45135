// Everything a database hides, by what it could be recognised: read from the tables themselves and judged by the one
// predicate, so that a fault of the views or of a loader cannot hide itself here.

import { PATH_PREFIXES, type PathKind } from "../../content/site-path.js";
import { authorVisibleSql, seriesVisibleSql, tagVisibleSql, visibleSql } from "../../content/visibility.js";
import type { SqlClient } from "../../platform/db/database.js";
import { encodeGlobalId, type NodeType } from "../../platform/graphql/global-id.js";

export interface HiddenObject {
  kind: PathKind;
  uuid: string;
  globalId: string;
  slug: string;
  /** Title or name. */
  name: string;
  /** Its path and all former ones. */
  paths: string[];
}

const KINDS: readonly { kind: PathKind; type: NodeType; name: string; visible: string }[] = [
  { kind: "post", type: "Post", name: "title", visible: visibleSql("o") },
  { kind: "tag", type: "Tag", name: "name", visible: tagVisibleSql("o") },
  { kind: "author", type: "Author", name: "name", visible: authorVisibleSql("o") },
  { kind: "series", type: "Series", name: "title", visible: seriesVisibleSql("o") },
];

export async function readHiddenObjects(db: SqlClient): Promise<HiddenObject[]> {
  const lists = await Promise.all(
    KINDS.map(async ({ kind, type, name, visible }) => {
      const rows = await db.query<{ uuid: string; slug: string; name: string; former: string[] }>(
        `select o.id as uuid, o.slug, o.${name} as name,
           array(select a.path from path_alias a where a.target_id = o.id and a.kind = '${kind}') as former
         from ${kind} o where not (${visible}) order by o.id`,
      );
      return rows.map(({ uuid, slug, name: written, former }) => ({
        ...{ kind, uuid, slug, name: written },
        globalId: encodeGlobalId(type, uuid),
        paths: [PATH_PREFIXES[kind] + slug, ...former],
      }));
    }),
  );
  return lists.flat();
}

/** Whether it is hidden still; a post may be published while an audit runs. */
export async function isStillHidden(db: SqlClient, object: HiddenObject): Promise<boolean> {
  const kind = KINDS.find((candidate) => candidate.kind === object.kind);
  if (kind === undefined) throw new Error(`There is no kind ${object.kind}.`);
  const sql = `select 1 as one from ${kind.kind} o where o.id = $1::uuid and not (${kind.visible})`;
  return (await db.query(sql, [object.uuid])).length > 0;
}

const BATCH = 200;

/** All that visible posts and their terms say, in pieces: whatever stands there is no secret. */
export async function* readVisibleTexts(db: SqlClient): AsyncGenerator<string> {
  const terms = [
    "select name || ' ' || slug || ' ' || path || ' ' || coalesce(description, '') as text from category",
    ...KINDS.slice(1).map(
      ({ kind, name, visible }) =>
        `select o.slug || ' ' || o.${name} || ' ' || to_jsonb(o) as text from ${kind} o where ${visible}`,
    ),
    "select title || ' ' || coalesce(description, '') || ' ' || url as text from site",
  ];
  for (const sql of terms) for (const { text } of await db.query<{ text: string }>(sql)) yield text;
  for (let last = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.query<{ id: string; text: string }>(
      `select p.id, concat_ws(' ', p.slug, p.title, p.excerpt, p.seo_title, p.seo_description, p.canonical_url, p.cover::text,
         b.source, b.text, b.links::text) as text
       from post p join post_body b on b.post_id = p.id where ${visibleSql("p")} and p.id > $1::uuid order by p.id limit ${BATCH}`,
      [last],
    );
    for (const { text } of rows) yield text;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}
