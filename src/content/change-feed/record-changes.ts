// Records what readers could notice of a write, in its transaction and under the lock of the outbox. What is visible is judged by the clock at that
// moment: a scheduled post that is edited after its instant appears with the edit, if its appearance has not been recorded yet.
import type { EntityManager } from "typeorm";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { SITE_UUID } from "../site-path.js";
import { affectedPathsSql } from "./affected-paths.js";
import { ChangeNodeType } from "./change-kind.js";
import type { ChangedNode, ChangedNodes } from "./changed-node.js";
import { comparedNodesSql, POST_MEMBERS } from "./compared-nodes.js";

/** Ids are drawn above the sort. Nothing is inserted and no id is drawn if no reader can notice anything. */
const recordSql = (
  name: string,
  types: readonly ChangeNodeType[],
): string => `/* change.${name} */ with ${comparedNodesSql(new Set(types))}, ${affectedPathsSql(new Set(types))},
  recorded as (
    insert into change (kind, node_type, node_id, paths)
    select r.kind, r.node_type, r.node_id, r.paths from change_row r order by r.node_type, r.node_id, r.part),
  wanted as materialized (
    select c.node_id, c.node_type, c.present_from < 'infinity' as is_dated,
      c.path, c.label, c.visible_from, c.is_recorded, c.members, c.former_paths,
      c.present_path, c.present_label, c.present_from, c.is_now, c.present_members, c.present_former
    from compared c),
  stored as (
    insert into change_state as s (node_id, node_type, path, label, visible_from, is_recorded, members, former_paths)
    select w.node_id, w.node_type, x.path, x.label, x.visible_from, x.is_recorded, x.members, x.former_paths
    from wanted w cross join lateral (
      select w.present_path as path, w.present_label as label, w.present_from as visible_from, w.is_now as is_recorded, w.present_members as members,
        w.present_former as former_paths where w.is_dated
      union all select null, null, 'infinity', false, '{}', w.present_former where not w.is_dated and w.present_former <> '{}') x
    where (w.path, w.label, w.visible_from, w.is_recorded, w.members, w.former_paths)
      is distinct from (x.path, x.label, x.visible_from, x.is_recorded, x.members, x.former_paths)
    on conflict (node_id, node_type) do update set path = excluded.path, label = excluded.label, visible_from = excluded.visible_from,
      is_recorded = excluded.is_recorded, members = excluded.members, former_paths = excluded.former_paths)
  delete from change_state s using wanted w
  where s.node_id = w.node_id and s.node_type = w.node_type and (w.present_from is null or (not w.is_dated and w.present_former = '{}'))`;

/** By what a write changes, since most writes concern few types, and executing the branches of the others would take most of the time. */
const RECORD = {
  post: recordSql("record post", ["POST", "ASSET"]),
  posts: recordSql("record posts", ["POST", "TAG", "AUTHOR", "SERIES", "ASSET"]),
  pages: recordSql("record pages", ["PAGE", "ASSET"]),
  all: recordSql(
    "record",
    Object.values(ChangeNodeType).filter((type) => type !== "COMMENT"),
  ),
};

function statementFor(nodes: readonly ChangedNode[]): string {
  if (nodes.length > 0 && nodes.every(({ type }) => type === "PAGE")) return RECORD.pages;
  if (nodes.length === 0 || nodes.some(({ type }) => type !== "POST")) return RECORD.all;
  return nodes.every(({ keepsPlaces = false }) => keepsPlaces) ? RECORD.post : RECORD.posts;
}

/** Posts and menus that had the terms have others now, which they name when they change the next time. */
const REFRESH = `/* change.refresh */ update change_state s set members = x.members
  from (
    select o.id, 'POST' as node_type, ${POST_MEMBERS} as members from post o
    where o.id = any(array(select r.node_id from change_state r where r.members && $1::uuid[] and r.node_type = 'POST'))
    union all
    select o.id, 'MENU', array(select i.target_id from menu_item i where i.menu_id = o.id and i.target_id is not null) from menu o) x
  where s.node_id = x.id and s.node_type = x.node_type and s.members is distinct from x.members`;

export async function recordChanges(
  tx: EntityManager,
  { nodes, redirectPaths, replacedTermIds }: ChangedNodes,
): Promise<void> {
  if (nodes.length === 0 && redirectPaths === undefined) return;
  await queryPrepared(tx, statementFor(nodes), [JSON.stringify(nodes), redirectPaths ?? [], SITE_UUID]);
  if (replacedTermIds !== undefined && replacedTermIds.length > 0) await queryPrepared(tx, REFRESH, [replacedTermIds]);
}
