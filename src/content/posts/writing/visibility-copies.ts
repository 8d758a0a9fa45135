// The rows that repeat the visibility of a post, so that lists and searches need not join it: its authors and terms, and its entry in the search index.
import type { EntityManager } from "typeorm";
import { moveIndexRows } from "../../search/index/index-writer.js";

/** Repeats the visibility that the row of the post has been given. */
export async function repeatVisibility(tx: EntityManager, postId: string, visibleFrom: string): Promise<void> {
  for (const table of ["post_author", "post_category", "category_listing", "post_tag"] as const) {
    await tx.query(`/* ${table}.visibility update */ update ${table} set visible_from = $2 where post_id = $1`, [
      postId,
      visibleFrom,
    ]);
  }
  await moveIndexRows(tx, [postId]);
}
