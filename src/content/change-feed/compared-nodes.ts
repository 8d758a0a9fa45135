// The first part of the statement that records changes, in SQL: the nodes that a write may have changed, with what the feed last said about them
// and what the database says now. Parameter: $1 the changed nodes as JSON.
import { PATH_PREFIXES, ROUTE_PREFIXES } from "../site-path.js";
import { ChangeNodeType } from "./change-kind.js";

const candidates = (type: ChangeNodeType, relation = "candidate"): string =>
  `array(select c.node_id from ${relation} c where c.node_type = '${type}')`;
const given = (type: ChangeNodeType): string => candidates(type, "given");

/** The assets that objects use where readers can see it. Uses in working copies and revisions have the instant "infinity". */
const assetsOf = (kind: string, id: string): string =>
  `array(select u.asset_id from asset_use u where u.owner_id = ${id} and u.owner_kind = '${kind}' and u.visible_from < 'infinity')`;

const GIVEN = `
  moment as materialized (select clock_timestamp() as at),
  given as materialized (
    select x.type as node_type, x.id as node_id, bool_or(x."isItself") as is_itself, bool_or(coalesce(x."isImported", false)) as is_imported
    from jsonb_to_recordset($1::jsonb) as x(type text, id uuid, "isItself" boolean, "isImported" boolean) group by 1, 2)`;

type Types = ReadonlySet<ChangeNodeType>;

const MEMBERS = { TAG: "post_tag", AUTHOR: "post_author", SERIES: "series_entry" } as const;
const OWNERS = { POST: "post", PAGE: "page", SITE: "site" } as const;

/** Terms and assets become visible and hidden with what uses them, so that those of before and those of now are compared as well. */
function candidatesSql(types: Types): string {
  const related = (["TAG", "AUTHOR", "SERIES", "ASSET"] as const).filter((type) => types.has(type));
  const terms = (["TAG", "AUTHOR", "SERIES"] as const).filter((type) => types.has(type) && types.has("POST"));
  const owners = (["POST", "PAGE", "SITE"] as const).filter((type) => types.has(type));
  const ofTerms = terms.map(
    (type) =>
      `select '${type}', m.${type.toLowerCase()}_id from ${MEMBERS[type]} m where m.post_id = any(${given("POST")})`,
  );
  const ofOwners = owners.map(
    (type) => `select 'ASSET', u.asset_id from asset_use u
      where u.owner_kind = '${OWNERS[type]}' and u.owner_id = any(${given(type)}) and u.visible_from < 'infinity'`,
  );
  const ofAuthors = `
    union
    select s.node_type, s.node_id from change_state s
    where s.node_type = 'ASSET' and s.node_id = any(array(
      select unnest(b.members) from change_state b where b.node_type = 'AUTHOR' and b.node_id = any(${candidates("AUTHOR", "related")})))
    union select 'ASSET', u.asset_id from asset_use u
    where u.owner_kind = 'author' and u.owner_id = any(${candidates("AUTHOR", "related")}) and u.visible_from < 'infinity'`;
  return `
  related as materialized (
    select g.node_type, g.node_id from given g
    union
    select s.node_type, s.node_id from change_state s
    where s.node_type in (${related.map((type) => `'${type}'`).join(", ")}) and s.node_id = any(array(
      select unnest(b.members) from change_state b
      where b.node_id = any(array(select g.node_id from given g where g.node_type in ('POST', 'PAGE', 'SITE')))))
    union ${[...ofTerms, ...ofOwners].join("\n union ")}),
  candidate as materialized (
    select r.node_type, r.node_id from related r ${types.has("AUTHOR") ? ofAuthors : ""})`;
}

interface Present {
  table: string;
  path: string;
  label: string;
  visibleFrom: string;
  members: string;
}

const term = (table: "tag" | "author" | "series", label: string, members = "'{}'::uuid[]"): Present => ({
  table,
  path: `'${PATH_PREFIXES[table]}' || o.slug`,
  label,
  visibleFrom: "o.visible_from",
  members,
});
const ALWAYS = "'-infinity'::timestamptz";

export const POST_MEMBERS = `array_remove(array(select m.category_id from category_listing m where m.post_id = o.id)
      || array(select m.tag_id from post_tag m where m.post_id = o.id)
      || array(select m.author_id from post_author m where m.post_id = o.id)
      || array(select m.series_id from series_entry m where m.post_id = o.id)
      || ${assetsOf("post", "o.id")} || o.translation_group, null)`;

/** What a reader may see of each type of node. Comments are recorded by `record-comments.ts`. */
const PRESENT: Readonly<Partial<Record<ChangeNodeType, Present>>> = {
  POST: {
    table: "post",
    path: `'${PATH_PREFIXES.post}' || o.slug`,
    label: "o.title",
    visibleFrom: "o.visible_from",
    members: POST_MEMBERS,
  },
  PAGE: {
    table: "page",
    path: "o.path",
    label: "o.title",
    visibleFrom: "o.visible_from",
    members: `array_remove(${assetsOf("page", "o.id")} || o.parent_id, null)`,
  },
  CATEGORY: {
    table: "category",
    path: `'${PATH_PREFIXES.category}' || o.path`,
    label: "o.name",
    visibleFrom: ALWAYS,
    members: "array_remove(array[o.parent_id], null)",
  },
  TAG: term("tag", "o.name"),
  AUTHOR: term("author", "o.name", assetsOf("author", "o.id")),
  SERIES: term("series", "o.title"),
  MENU: {
    table: "menu",
    path: "null::text",
    label: "o.name",
    visibleFrom: ALWAYS,
    members: "array(select i.target_id from menu_item i where i.menu_id = o.id and i.target_id is not null)",
  },
  ASSET: {
    table: "asset",
    path: "null::text",
    label: "null::text",
    visibleFrom:
      "coalesce((select u.visible_from from asset_use u where u.asset_id = o.id order by u.visible_from limit 1), 'infinity')",
    members: "'{}'::uuid[]",
  },
};

const presentSql = (types: Types): string =>
  [
    ...Object.entries(PRESENT)
      .filter(([type]) => types.has(type as ChangeNodeType))
      .map(
        ([type, { table, path, label, visibleFrom, members }]) => `
    select '${type}' as node_type, o.id as node_id, ${path} as path, ${label} as label, ${visibleFrom} as visible_from, ${members} as members
    from ${table} o where o.id = any(${candidates(type as ChangeNodeType)})`,
      ),
    ...(types.has("SITE")
      ? [
          `
    select 'SITE', c.node_id, null, null, ${ALWAYS}, ${assetsOf("site", "c.node_id")} from candidate c where c.node_type = 'SITE'`,
        ]
      : []),
  ].join(" union all ");

/** Empty for pages, whose former paths have no prefix by which those of this service could be told from others. */
const OWN_PREFIX = `case c.node_type ${Object.entries(ROUTE_PREFIXES)
  .filter(([, prefix]) => prefix !== "")
  .map(([kind, prefix]) => `when '${kind.toUpperCase()}' then '${prefix}'`)
  .join(" ")} else '' end`;

/**
 * Former paths that lead to the node: those that were public here, those of nodes that were merged into it, and redirects that are meant for readers. A
 * path that it had only while it was hidden leads to it too, but no reader has seen it.
 */
const FORMER = `
  array(
    select a.path from path_alias a
    where a.target_id = c.node_id and a.kind = lower(c.node_type) and (
      a.is_manual or c.is_imported or c.node_type = 'CATEGORY' or a.path = any(c.former_paths) or not starts_with(a.path, ${OWN_PREFIX})
      or a.path in (select d.path from joined d where d.was and d.node_type = c.node_type and d.present_from is null)
      or a.path in (select unnest(d.former_paths) from joined d where d.node_type = c.node_type and d.present_from is null))
    order by a.created_at desc, a.path limit 500)
  || case when c.was and (c.path is distinct from c.present_path or not c.is_now) then array_remove(array[c.path], null) else '{}'::text[] end
  || case when not c.is_now and c.present_path = any(c.former_paths) then array[c.present_path] else '{}'::text[] end`;

const COMPARED = `
  joined as materialized (
    select c.node_type, c.node_id, coalesce(g.is_itself, false) as is_itself, coalesce(g.is_imported, false) as is_imported,
      s.path, s.label, s.visible_from, s.members, coalesce(s.is_recorded, false) as is_recorded, coalesce(s.former_paths, '{}') as former_paths,
      n.path as present_path, n.label as present_label, n.visible_from as present_from, n.members as present_members,
      coalesce(s.is_recorded or s.visible_from <= m.at, false) as was, coalesce(n.visible_from <= m.at, false) as is_now
    from candidate c cross join moment m
    left join given g on g.node_id = c.node_id and g.node_type = c.node_type
    left join lateral (select s.* from change_state s where s.node_id = c.node_id and s.node_type = c.node_type limit 1) s on true
    left join present n on n.node_id = c.node_id and n.node_type = c.node_type),
  compared as materialized (
    select c.*, f.former as present_former,
      case when c.is_now and not c.is_recorded then 'APPEARED'
        when c.was and not c.is_now then 'DISAPPEARED'
        when c.is_recorded and c.is_now and (c.is_itself or c.path is distinct from c.present_path or c.label is distinct from c.present_label)
        then 'CHANGED' end as kind,
      c.path is distinct from c.present_path or c.label is distinct from c.present_label as is_renamed
    from joined c cross join lateral (select array(select distinct x from unnest(${FORMER}) x where not c.is_now or x is distinct from c.present_path) as former) f)`;

/** Tables: `compared`, `moment`, `given`. Nodes of other types than these are not looked at. */
export const comparedNodesSql = (types: Types): string =>
  [GIVEN, candidatesSql(types), `present as materialized (${presentSql(types)})`, COMPARED].join(",");
