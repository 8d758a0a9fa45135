// Remembers where something was, in the transaction that moves it.
import type { EntityManager } from "typeorm";
import type { AliasKind } from "./path-alias.entity.js";

/** From now on the old path redirects to wherever the object is; a path it comes back to is no former one any more. */
export async function recordFormerPath(
  tx: EntityManager,
  kind: AliasKind,
  targetId: string,
  move: { from: string; to: string },
): Promise<void> {
  await tx.query(
    "insert into path_alias (path, kind, target_id) values ($1, $2, $3) on conflict (path, kind, target_id) do update set created_at = now()",
    [move.from, kind, targetId],
  );
  await tx.query("delete from path_alias where path = $1 and kind = $2 and target_id = $3", [move.to, kind, targetId]);
}

/** The former paths of something that became part of something else lead there. */
export async function adoptFormerPaths(
  tx: EntityManager,
  kind: AliasKind,
  sourceId: string,
  targetId: string,
): Promise<void> {
  await tx.query(
    `insert into path_alias (path, kind, target_id, created_at)
     select path, kind, $3, created_at from path_alias where kind = $1 and target_id = $2 on conflict do nothing`,
    [kind, sourceId, targetId],
  );
  await forgetFormerPaths(tx, kind, sourceId);
}

/** All former paths of something that is no more. */
export async function forgetFormerPaths(tx: EntityManager, kind: AliasKind, targetId: string): Promise<void> {
  await tx.query("delete from path_alias where kind = $1 and target_id = $2", [kind, targetId]);
}
