// A post's row repeats which categories and tags the post has. Whoever changes the join rows other than by saving the post
// does it here, in one transaction and under the lock on terms.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";

export type TermKind = "category" | "tag";

/** Ids of the posts that have the term now. */
export async function postsWithTerm(tx: EntityManager, kind: TermKind, termId: string): Promise<string[]> {
  const rows: { post_id: string }[] = await tx.query(`select post_id from post_${kind} where ${kind}_id = $1`, [
    termId,
  ]);
  return rows.map((row) => row.post_id);
}

/** Few enough for the time that one statement has. */
const POSTS_AT_ONCE = 1_000;

/** What carried one term carries the other; who carried both keeps the place that the other had. */
export async function replaceTerm(
  tx: EntityManager,
  kind: TermKind,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const carriers = await postsWithTerm(tx, kind, from);
  for (const postIds of chunksOf(carriers, POSTS_AT_ONCE)) {
    await tx.query(
      `insert into post_${kind} (post_id, ${kind}_id, position, visible_from)
       select post_id, $2, position, visible_from from post_${kind}
       where ${kind}_id = $1 and post_id = any($3::uuid[]) on conflict do nothing`,
      [from, to, postIds],
    );
  }
  await removeTerm(tx, kind, from, carriers);
}

/** The carriers are all that the term has. */
export async function removeTerm(
  tx: EntityManager,
  kind: TermKind,
  termId: string,
  carriers: readonly string[],
): Promise<void> {
  for (const postIds of chunksOf(carriers, POSTS_AT_ONCE)) {
    await tx.query(`delete from post_${kind} where ${kind}_id = $1 and post_id = any($2::uuid[])`, [termId, postIds]);
    await tx.query(
      `update post set ${kind}_ids =
         array(select m.${kind}_id from post_${kind} m where m.post_id = post.id order by m.position)
       where id = any($1::uuid[])`,
      [postIds],
    );
  }
}
