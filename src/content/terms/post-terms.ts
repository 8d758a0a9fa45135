// The categories, tags and authors of posts, when one is merged or deleted. The row of a post repeats their ids, so every change
// of the join rows other than saving the post happens here, in one transaction and under the lock on terms. The statements are written
// by hand because they work on batches of posts.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";

export type TermKind = "category" | "tag" | "author";

const idsSql = (kind: TermKind, more = ""): string =>
  `(select m.${kind}_id from post_${kind} m where m.post_id = post.id order by m.position${more})`;

/** The assignments by which the row of a post repeats the ids in their order. */
const REPEATED: Record<TermKind, string> = {
  category: `category_ids = array${idsSql("category")}`,
  tag: `tag_ids = array${idsSql("tag")}`,
  author: `author_id = ${idsSql("author", " limit 1")}, co_author_ids = array${idsSql("author", " offset 1")}`,
};

/** The ids of the posts that have the term now. */
export async function postsWithTerm(tx: EntityManager, kind: TermKind, termId: string): Promise<string[]> {
  const statement = sql`/* post_${kind}.byTerm */ select ${computedColumn("postId", "uuid", "m.post_id")} from post_${kind} m where m.${kind}_id = $1`;
  const rows = await queryPrepared(tx, statement, [termId]);
  return rows.map((row) => row.postId);
}

/** A limit that keeps each statement well below the statement timeout. */
const POSTS_PER_STATEMENT = 1_000;

/** Gives every post that has the term `from` the term `to` instead. A post that has both gets the first of their positions. */
export async function replaceTerm(
  tx: EntityManager,
  kind: TermKind,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const allPostIds = await postsWithTerm(tx, kind, from);
  for (const postIds of chunksOf(allPostIds, POSTS_PER_STATEMENT)) {
    await tx.query(
      `/* post_${kind}.replace */ insert into post_${kind} (post_id, ${kind}_id, position, visible_from)
       select post_id, $2, position, visible_from from post_${kind}
       where ${kind}_id = $1 and post_id = any($3::uuid[])
       on conflict (post_id, ${kind}_id) do update set position = excluded.position
       where post_${kind}.position > excluded.position`,
      [from, to, postIds],
    );
  }
  await removeTerm(tx, kind, from, allPostIds);
}

/** Removes the term from the posts. `allPostIds` must be all posts that have it. */
export async function removeTerm(
  tx: EntityManager,
  kind: TermKind,
  termId: string,
  allPostIds: readonly string[],
): Promise<void> {
  for (const postIds of chunksOf(allPostIds, POSTS_PER_STATEMENT)) {
    await tx.query(
      `/* post_${kind}.remove */ delete from post_${kind} where ${kind}_id = $1 and post_id = any($2::uuid[])`,
      [termId, postIds],
    );
    await tx.query(`/* Post.${kind}Ids update */ update post set ${REPEATED[kind]} where id = any($1::uuid[])`, [
      postIds,
    ]);
  }
}
