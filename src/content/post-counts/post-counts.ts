// How many visible posts a list has, without counting them all: the sum of what triggers have noted up to a horizon, and
// the index range of the few posts that became public since. One statement sees both, so the total is exact.

import { codeOf } from "../../lib/error-facts.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { visibleSql } from "../visibility.js";

export type CountScope = "site" | "author" | "category" | "category_tree" | "tag";

/** The table that drives a list, with its alias, and the columns that name its parent and the visibility of its rows. */
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
  const noted = `(select coalesce(sum(n.change), 0) from post_count n
    where n.scope = '${scope}' and n.parent_id = ${list.parent === null ? SITE : parent})`;
  // A clock that was put back stands before the horizon: then all are counted.
  return `(select (case when h.horizon <= now() then ${noted} + ${counted(` and ${visibleFrom} > h.horizon`)}
    else ${counted("")} end)::bigint from post_count_horizon h)`;
}

/** Transactions that began before it may still ask for the total of their moment. */
const BEHIND = "1 minute";
/** Writers hold the horizon until they have ended; a long one, such as an import's rehearsal, is not waited for. */
const WAIT = "2s";
const LOCK_NOT_AVAILABLE = "55P03";

/** Moves the horizon up behind the present and adds up what has been noted; harmless in several processes at once. */
export async function advancePostCounts(transact: WriteTransaction): Promise<void> {
  try {
    await transact(async (tx) => {
      await tx.query(`set local lock_timeout = '${WAIT}'`);
      await tx.query("select advance_post_counts(date_trunc('milliseconds', now()) - $1::interval)", [BEHIND]);
    });
  } catch (error) {
    if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
  }
}
