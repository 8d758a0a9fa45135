// Counts the visible posts of a list without reading all of them: it adds the changes that triggers recorded up to a horizon to the index
// range of the few posts that became public later. One statement reads both, so that the total is exact.
import { codeOf } from "../../lib/error-facts.js";
import { LOCK_NOT_AVAILABLE } from "../../platform/db/failures/sqlstates.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { visibleSql } from "../visibility.js";

export type CountScope = "site" | "author" | "category" | "category_tree" | "tag";

/** The table that drives a list, with its alias and the columns of its parent and of the visibility of its rows. */
export interface CountedList {
  table: string;
  alias: string;
  parent: string | null;
  visibleFrom: string;
}

const SITE = "'00000000-0000-0000-0000-000000000000'::uuid";

/** An expression for the number of visible posts in the list of `parent`, an expression of its id. */
export function visiblePostsSql(scope: CountScope, list: CountedList, parent: string): string {
  const { table, alias, visibleFrom } = list;
  const own = list.parent === null ? "" : `${list.parent} = ${parent} and `;
  const counted = (more: string): string => `(select count(*) from ${table} where ${own}${visibleSql(alias)}${more})`;
  const recorded = `(select coalesce(sum(n.change), 0) from post_count n
    where n.scope = '${scope}' and n.parent_id = ${list.parent === null ? SITE : parent})`;
  // After the clock was set back it may be before the horizon; all posts are counted then.
  return `(select (case when h.horizon <= now() then ${recorded} + ${counted(` and ${visibleFrom} > h.horizon`)}
    else ${counted("")} end)::bigint from post_count_horizon h)`;
}

/** The distance of the horizon from the present, since transactions that began earlier may still count as of their time. */
const BEHIND = "1 minute";
/** Writers lock the horizon until they end. A long one, such as a dry run of an import, is not waited for. */
const WAIT = "2s";

/** Advances the horizon and sums the recorded changes. Several processes may run it at the same time. */
export async function advancePostCounts(transact: WriteTransaction): Promise<void> {
  try {
    await transact(async (tx) => {
      await tx.query(`set local lock_timeout = '${WAIT}'`);
      await tx.query(
        "/* PostCount.advance */ select advance_post_counts(date_trunc('milliseconds', now()) - $1::interval)",
        [BEHIND],
      );
    });
  } catch (error) {
    if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
  }
}
