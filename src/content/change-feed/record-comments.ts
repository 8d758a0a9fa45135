// Records the changes of comments. They are not compared with what the feed said before, as other nodes are: a comment is shown or not by its own
// columns, which the write knows, and it appears and disappears with its post, whose change stands for all of its comments.
import type { EntityManager } from "typeorm";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { PATH_PREFIXES } from "../site-path.js";
import type { ChangedComment } from "./changed-node.js";

/** Nothing is recorded for a post that readers do not see. Ids are drawn above the sort. */
const RECORD = `/* change.record comments */ insert into change (kind, node_type, node_id, paths)
  select x.kind, 'COMMENT', x.id, array['${PATH_PREFIXES.post}' || p.slug]
  from unnest($1::uuid[], $2::uuid[], $3::text[]) x(id, post_id, kind)
  join post p on p.id = x.post_id and p.visible_from <= clock_timestamp() order by x.kind, x.id`;

/** To be called under the lock of the outbox. */
export async function recordCommentChanges(tx: EntityManager, comments: readonly ChangedComment[]): Promise<void> {
  if (comments.length === 0) return;
  const values = [comments.map(({ id }) => id), comments.map(({ postId }) => postId), comments.map(({ kind }) => kind)];
  await queryPrepared(tx, RECORD, values);
}
