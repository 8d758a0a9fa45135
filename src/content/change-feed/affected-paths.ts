// The second part of the statement that records changes, in SQL: the paths of the pages that each change affects. Of a node that is hidden now, only what
// it had while it was visible counts, and of other nodes only those that are visible. Parameter: $2 the paths of redirects without an object.
import { PATH_PREFIXES } from "../site-path.js";
import type { ChangeNodeType } from "./change-kind.js";

/** A change that affects more pages concerns the whole site. */
export const MAX_PATHS = 5_000;
/** Further paths follow in further rows of the same change. */
const PATHS_IN_ROW = 500;

const NOTICED = `
  noticed as materialized (
    select c.*, case when c.was then c.members else '{}'::uuid[] end || case when c.is_now then c.present_members else '{}'::uuid[] end as shown_members,
      array_remove(array[case when c.was then c.visible_from end, case when c.is_now then c.present_from end], null) as instants,
      array_remove(array[case when c.was then c.path end, case when c.is_now then c.present_path end] || c.former_paths
        || case when c.is_now or c.was then c.present_former else '{}'::text[] end, null) as own_paths,
      c.node_type in ('CATEGORY', 'TAG', 'AUTHOR', 'SERIES') and (
        (c.kind = 'CHANGED' and (c.is_renamed or c.node_type in ('AUTHOR', 'SERIES'))) or (c.kind = 'DISAPPEARED' and c.present_from is null)
        or (c.kind = 'APPEARED' and c.node_type = 'SERIES')) as shows_in_posts
    from compared c where c.kind is not null)`;

/** The pages of an archive, in the time zone of the site as the query `archive` has it. */
const archiveOf = (instants: string): string =>
  `select to_char(v at time zone (select z.time_zone from site z where z.id = 1), f.format)
   from unnest(${instants}) v cross join (values ('"/archive/"FMYYYY"/"MM'), ('"/archive/"FMYYYY')) f(format)
   where v > '-infinity' and v < 'infinity'`;

const termPaths = (ids: string): string =>
  [
    `select '${PATH_PREFIXES.category}' || o.path from category o where o.id = any(${ids})`,
    ...(["tag", "author", "series"] as const).map(
      (kind) => `select '${PATH_PREFIXES[kind]}' || o.slug from ${kind} o where o.id = any(${ids})`,
    ),
  ].join(" union all ");

const neighbour = (side: "<" | ">"): string =>
  `(select '${PATH_PREFIXES.post}' || p.slug from post p
    where (p.visible_from, p.id) ${side} (v, n.node_id) and p.visible_from <= m.at
    order by p.visible_from ${side === "<" ? "desc" : "asc"}, p.id ${side === "<" ? "desc" : "asc"} limit 1)`;

/**
 * The rows that meet the condition, found by its index before their visibility is looked at: with the statistics of an empty table, as at the beginning of
 * an import, the planner would read everything that is visible.
 */
const rowsWhere = (table: "post" | "page", column: string, condition: string): string =>
  `(select o.${column}, o.visible_from from ${table} o where ${condition} offset 0)`;

/** The lists that show a post, the other parts of its series, its translations, and its neighbours at the old and the new place. */
const OF_POSTS = `
  select n.node_type, n.node_id, x.path from noticed n cross join moment m cross join lateral (
    select '/' as path
    union all ${termPaths("n.shown_members")}
    union all ${archiveOf("n.instants")}
    union all select '${PATH_PREFIXES.post}' || p.slug from series_entry e join post p on p.id = e.post_id
      where e.series_id = any(n.shown_members) and e.visible_from <= m.at
    union all select '${PATH_PREFIXES.post}' || p.slug from ${rowsWhere("post", "slug", "o.translation_group = any(n.shown_members)")} p where p.visible_from <= m.at
    union all select b.path from unnest(n.instants) v
      cross join lateral (select ${neighbour("<")} as path union all select ${neighbour(">")}) b
  ) x where n.node_type = 'POST'`;

const OF_PAGES = `
  select n.node_type, n.node_id, p.path from noticed n cross join moment m cross join lateral (
    select p.path from ${rowsWhere("page", "path", "o.id = any(n.shown_members)")} p where p.visible_from <= m.at
    union all select p.path from ${rowsWhere("page", "path", "o.parent_id = n.node_id")} p where p.visible_from <= m.at
    union all select s.path from change_state s where s.members @> array[n.node_id] and s.node_type = 'PAGE' and s.is_recorded
  ) p where n.node_type = 'PAGE'`;

/** Categories are always visible. */
const OF_CATEGORIES = `
  select n.node_type, n.node_id, '${PATH_PREFIXES.category}' || t.path from noticed n cross join lateral (
    select t.path from category t where t.id = any(n.shown_members)
    union all select t.path from category t where t.id = any(array(select unnest(a.ancestor_ids) from category a where a.id = any(n.shown_members)))
    union all select t.path from category t where t.parent_id = n.node_id
  ) t where n.node_type = 'CATEGORY'`;

/** The posts that show a term, as the feed knows them: also those that a deletion or a merge has just taken it from. */
const TERM_POSTS = `
  term_post as materialized (
    select n.node_type, n.node_id, p.path, p.visible_from, p.members from noticed n cross join lateral (
      select s.path, s.visible_from, s.members from change_state s
      where s.members @> array[n.node_id] and s.node_type = 'POST' and s.is_recorded limit ${MAX_PATHS + 1}) p
    where n.shows_in_posts
    union all
    select n.node_type, n.node_id, p.path, p.visible_from, '{}' from noticed n cross join moment m cross join lateral (
      select '${PATH_PREFIXES.post}' || p.slug as path, p.visible_from from series_entry e join post p on p.id = e.post_id
      where e.series_id = n.node_id and e.visible_from <= m.at limit ${MAX_PATHS + 1}) p
    where n.node_type = 'SERIES' and n.shows_in_posts),
  term_lists as materialized (
    select p.node_type, p.node_id, array_agg(distinct i.id) as members
    from term_post p cross join lateral unnest(p.members) i(id) group by 1, 2)`;

const OF_TERMS = `
  select p.node_type, p.node_id, p.path from term_post p
  union all select distinct p.node_type, p.node_id, '/' from term_post p
  union all select t.node_type, t.node_id, x.path from term_lists t cross join lateral (${termPaths("t.members")}) x(path)
  union all select p.node_type, p.node_id, x.path from (
    select p.node_type, p.node_id, array_agg(distinct p.visible_from) as instants from term_post p group by 1, 2) p
    cross join lateral (${archiveOf("p.instants")}) x(path)`;

/** The pages of what uses an asset, now and as the feed knows it. */
const OF_ASSETS = `
  select n.node_type, n.node_id, x.path from noticed n cross join moment m cross join lateral (
    with owner as (
      select s.node_id, s.node_type, s.path from change_state s where s.is_recorded and s.members @> array[n.node_id]
      union all
      select s.node_id, s.node_type, s.path from asset_use u cross join lateral (
        select s.node_id, s.node_type, s.path from change_state s
        where s.node_id = u.owner_id and s.node_type = upper(u.owner_kind) and s.is_recorded limit 1) s
      where u.asset_id = n.node_id and u.visible_from <= m.at)
    select case when o.node_type = 'SITE' then '/' else o.path end as path from owner o
    union all select s.path from owner o cross join lateral (
      select s.path from change_state s where s.members @> array[o.node_id] and s.node_type = 'POST' and s.is_recorded limit ${MAX_PATHS + 1}) s
    where o.node_type = 'AUTHOR'
  ) x where n.node_type = 'ASSET'`;

/** What menus show of the nodes: whether they are there, their paths and their names. There are few menus. */
const MENUS = `
  menu_row as materialized (
    select s.node_id from menu o cross join lateral (
      select s.node_id, s.members from change_state s where s.node_id = o.id and s.node_type = 'MENU' limit 1) s
    where s.members && array(select n.node_id from noticed n where n.kind <> 'CHANGED' or n.is_renamed)
    and not exists (select 1 from noticed n where n.node_type = 'MENU' and n.node_id = s.node_id))`;

/** Terms that only become visible or hidden with a post are in no other post. */
const hasTerms = (types: ReadonlySet<ChangeNodeType>): boolean => types.has("CATEGORY");

const ofTypes = (types: ReadonlySet<ChangeNodeType>): string =>
  [
    ...(types.has("POST") ? [OF_POSTS] : []),
    ...(types.has("PAGE") ? [OF_PAGES] : []),
    ...(hasTerms(types) ? [OF_CATEGORIES, OF_TERMS] : []),
    ...(types.has("ASSET") ? [OF_ASSETS] : []),
  ].join(" union all ");

const rowsSql = (types: ReadonlySet<ChangeNodeType>): string => `
  affected as materialized (
    select x.node_type, x.node_id, x.path, bool_or(x.is_own) as is_own from (
      select n.node_type, n.node_id, p.path, true as is_own from noticed n cross join lateral unnest(n.own_paths) p(path)
      union all select y.*, false from (${ofTypes(types)}) y
      union all select n.node_type, n.node_id, '/', true from noticed n where n.node_type in ('MENU', 'SITE')) x
    where x.path is not null group by 1, 2, 3),
  counted as materialized (
    select a.node_type, a.node_id, count(*) > ${MAX_PATHS} as is_much from affected a group by 1, 2),
  numbered as materialized (
    select a.node_type, a.node_id, a.path, (row_number() over (partition by a.node_type, a.node_id order by a.is_own desc, a.path) - 1) / ${PATHS_IN_ROW} as part
    from affected a join counted k on k.node_type = a.node_type and k.node_id = a.node_id where a.is_own or not k.is_much),
  site_path as materialized (
    select p.path from unnest($2::text[]) p(path) union select '/' from counted k where k.is_much
    union select r.path from numbered r where r.node_type = 'SITE'),
  change_row as materialized (
    select n.kind, n.node_type, n.node_id, coalesce(r.part, 0) as part, array_remove(array_agg(r.path order by r.path), null) as paths
    from noticed n left join numbered r on r.node_type = n.node_type and r.node_id = n.node_id
    where n.node_type <> 'SITE' group by 1, 2, 3, 4
    union all select 'CHANGED', 'MENU', m.node_id, 0, '{/}' from menu_row m
    union all select 'CHANGED', 'SITE', $3::uuid, 0, array_agg(p.path order by p.path) from site_path p having count(*) > 0)`;

/** Tables: `change_row` with the rows to be recorded. $3 is the id of the site. */
export const affectedPathsSql = (types: ReadonlySet<ChangeNodeType>): string =>
  [NOTICED, ...(hasTerms(types) ? [TERM_POSTS] : []), MENUS, rowsSql(types)].join(",");
