// Joins the posts of a source that are translations of each other to groups, after the last post, since a translation may be imported before or
// long after the others. Posts keep their group while the source names it.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { ImportNotice } from "../import-event.js";

/** `place` is 1 for the post that has the language of a group, and `languages` are those of the group. */
const WANTED = `with claimed as (
    select p.id, p.title, p.locale, p.translation_group as current, i.translation_group as claimed,
      row_number() over (partition by i.translation_group, p.locale order by i.key) as place
    from import_item i join post p on p.id = i.post_id where i.source = $1 and i.translation_group is not null),
  wanted as (
    select *, case when place = 1 and count(*) filter (where place = 1) over (partition by claimed) > 1 then claimed end as wanted
    from claimed)`;

/** Also of posts for which the source does not name a group any more. */
const LEAVE = `/* import.translations leave */ ${WANTED}
  update post p set translation_group = null
  from post q
  left join wanted w on w.id = q.id
  where p.id = q.id and q.translation_group is not null and w.wanted is distinct from q.translation_group
    and exists (select from import_item i where i.source = $1 and i.post_id = q.id)`;

/** Separate, since no post may enter a group before another of its language has left it. */
const ENTER = `/* import.translations enter */ ${WANTED}
  update post p set translation_group = w.wanted from wanted w
  where p.id = w.id and w.wanted is not null and p.translation_group is distinct from w.wanted`;

const REPEATED = `/* import.translations repeated */ ${WANTED}
  select title, locale from wanted where place > 1 order by title limit 100`;

/** `tell` receives a notice for each post that is left out of its group because another one has its language. */
export async function joinTranslations(
  transaction: WriteTransaction,
  source: string,
  tell: (notice: ImportNotice) => void,
): Promise<void> {
  const repeated: { title: string; locale: string }[] = await transaction(async (tx: EntityManager) => {
    await tx.query(LEAVE, [source]);
    await tx.query(ENTER, [source]);
    return tx.query(REPEATED, [source]);
  });
  for (const { title, locale } of repeated) {
    const reason = `Its translations include another post in ${locale}, so that it does not belong to them here.`;
    tell({ code: "CHANGED", item: title, reason });
  }
}
