// Fills the change feeds of the two sites as if everything, hidden or not, had been written: twice, so that each object appears and changes. Identities and
// instants are those of the test, since they differ between databases.
import { encodeChangeCursor } from "../../src/content/change-feed/change-cursor.js";
import { ChangeNodeType } from "../../src/content/change-feed/change-kind.js";
import type { ChangedComment } from "../../src/content/change-feed/changed-node.js";
import { recordChanges } from "../../src/content/change-feed/record-changes.js";
import { recordCommentChanges } from "../../src/content/change-feed/record-comments.js";
import { SITE_UUID } from "../../src/content/site-path.js";
import type { SpiedApp } from "./spied-app.js";

const EPOCH = "11111111-1111-4111-8111-111111111111";
/** Yesterday: what is old would be compacted. */
const START = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
const TABLES = Object.values(ChangeNodeType).filter((type) => type !== "SITE" && type !== "COMMENT");

export async function fillChangeFeed({ dataSource }: SpiedApp): Promise<void> {
  const nodes = [{ type: ChangeNodeType.SITE as ChangeNodeType, id: SITE_UUID, isItself: true }];
  for (const type of TABLES) {
    const rows: { id: string }[] = await dataSource.query(`select id from ${type.toLowerCase()} order by random()`);
    nodes.push(...rows.map(({ id }) => ({ type, id, isItself: true })));
  }
  // Those that are shown, of hidden posts as well, as their writes name them.
  const comments: ChangedComment[] = await dataSource.query(
    `select id, post_id as "postId", 'CHANGED' as kind from comment where is_shown order by random()`,
  );
  await dataSource.query("delete from change_state");
  await dataSource.query("truncate change restart identity");
  for (let round = 0; round < 2; round += 1) {
    await dataSource.transaction(async (tx) => {
      await recordChanges(tx, { nodes, redirectPaths: ["/by-hand/to-0"] });
      await recordCommentChanges(tx, comments);
    });
  }
  await dataSource.query("update change set at = $1::timestamptz + make_interval(secs => id)", [
    new Date(START).toISOString(),
  ]);
  await dataSource.query("update change_feed set epoch = $1", [EPOCH]);
}

/** Behind so many changes. */
export const changeCursorAfter = (count: number): string =>
  encodeChangeCursor({
    epoch: EPOCH,
    id: String(count),
    at: count === 0 ? "" : new Date(START + 1_000 * count).toISOString(),
  });
