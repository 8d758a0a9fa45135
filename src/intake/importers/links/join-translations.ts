// Joins the posts of a source that are translations of each other to groups, after the last post, since a translation may be imported before or
// long after the others. Posts keep their group while the source names it.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../../lib/chunks.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { ImportNotice } from "../import-event.js";
import { recordRelinked } from "./rewrite-links.js";

/** `place` is 1 for the post that has the language of a group, and `languages` are those of the group. */
const WANTED = `with claimed as (
    select p.id, p.title, p.locale, p.translation_group as current, i.translation_group as claimed,
      row_number() over (partition by i.translation_group, p.locale order by i.key) as place
    from import_item i join post p on p.id = i.post_id where i.source = $1 and i.translation_group is not null),
  wanted as (
    select *, case when place = 1 and count(*) filter (where place = 1) over (partition by claimed) > 1 then claimed end as wanted
    from claimed)`;

/** Also of posts for which the source does not name a group any more. */
const LEAVING = `/* import.translations leaving */ ${WANTED}
  select q.id, q.translation_group as "from" from post q left join wanted w on w.id = q.id
  where q.translation_group is not null and w.wanted is distinct from q.translation_group
    and exists (select from import_item i where i.source = $1 and i.post_id = q.id)`;
const LEAVE = "/* import.translations leave */ update post set translation_group = null where id = any($1::uuid[])";

/** Read again, since no post may enter a group before another of its language has left it. */
const ENTERING = `/* import.translations entering */ ${WANTED}
  select id, wanted from wanted where wanted is not null and current is distinct from wanted`;
const ENTER = `/* import.translations enter */ update post p set translation_group = v.wanted
  from unnest($1::uuid[], $2::uuid[]) v(id, wanted) where p.id = v.id`;

const MEMBERS =
  "/* import.translations members */ select id from post where translation_group = any($1::uuid[]) order by id";
/** Of one event. */
const POSTS_OF_EVENT = 500;

const REPEATED = `/* import.translations repeated */ ${WANTED}
  select title, locale from wanted where place > 1 order by title limit 100`;

/** `tell` receives a notice for each post that is left out of its group because another one has its language. */
export async function joinTranslations(
  transaction: WriteTransaction,
  source: string,
  tell: (notice: ImportNotice) => void,
): Promise<void> {
  const repeated: { title: string; locale: string }[] = await transaction(async (tx: EntityManager) => {
    // An update, even of no post, runs the triggers that count posts, which takes longer than these queries.
    const leaving: { id: string; from: string }[] = await tx.query(LEAVING, [source]);
    const left = leaving.map(({ id }) => id);
    const former = await membersOf(
      tx,
      leaving.map(({ from }) => from),
    );
    if (left.length > 0) await tx.query(LEAVE, [left]);
    const entering: { id: string; wanted: string }[] = await tx.query(ENTERING, [source]);
    const wanted = entering.map(({ wanted: group }) => group);
    if (entering.length > 0) await tx.query(ENTER, [entering.map(({ id }) => id), wanted]);
    const changed = new Set([...left, ...former, ...(await membersOf(tx, wanted))]);
    for (const postIds of chunksOf([...changed], POSTS_OF_EVENT)) await recordRelinked(tx, [...postIds]);
    return tx.query(REPEATED, [source]);
  });
  for (const { title, locale } of repeated) {
    const reason = `Its translations include another post in ${locale}, so that it does not belong to them here.`;
    tell({ code: "CHANGED", item: title, reason });
  }
}

/** All posts of the groups, whose translations change when one enters or leaves. */
async function membersOf(tx: EntityManager, groups: readonly string[]): Promise<string[]> {
  if (groups.length === 0) return [];
  const members: { id: string }[] = await tx.query(MEMBERS, [[...new Set(groups)]]);
  return members.map(({ id }) => id);
}
