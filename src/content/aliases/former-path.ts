// Records the former path of an object in the transaction that moves it.
import type { EntityManager } from "typeorm";
import type { AliasKind } from "./path-alias.entity.js";

/** The former path redirects to the object from now on. A path to which the object returns is no longer a former one. */
export async function recordFormerPath(
  tx: EntityManager,
  kind: AliasKind,
  targetId: string,
  move: { from: string; to: string },
): Promise<void> {
  await tx.query(
    "/* PathAlias.record */ insert into path_alias (path, kind, target_id) values ($1, $2, $3) on conflict (path, kind, target_id) do update set created_at = now()",
    [move.from, kind, targetId],
  );
  await tx.query("/* PathAlias.revive */ delete from path_alias where path = $1 and kind = $2 and target_id = $3", [
    move.to,
    kind,
    targetId,
  ]);
}

/** The former paths of an object that was merged into another, redirects that an editor made to it, and items of menus lead to that one. */
export async function adoptFormerPaths(
  tx: EntityManager,
  kind: AliasKind,
  sourceId: string,
  targetId: string,
): Promise<void> {
  await tx.query(
    `/* PathAlias.adopt */ update path_alias a set target_id = $3 where a.kind = $1 and a.target_id = $2
       and not exists (select from path_alias o where o.path = a.path and o.kind = a.kind and o.target_id = $3)`,
    [kind, sourceId, targetId],
  );
  await deleteFormerPaths(tx, kind, sourceId);
  await tx.query("/* MenuItem.adopt */ update menu_item set target_id = $3 where target_kind = $1 and target_id = $2", [
    kind,
    sourceId,
    targetId,
  ]);
}

/** Deletes all former paths of a deleted object. */
export async function deleteFormerPaths(tx: EntityManager, kind: AliasKind, targetId: string): Promise<void> {
  await tx.query("/* PathAlias.delete */ delete from path_alias where kind = $1 and target_id = $2", [kind, targetId]);
}
