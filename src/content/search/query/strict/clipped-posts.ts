// Posts that hold a quoted phrase at a place of which PostgreSQL stores no positions: behind the 16,383rd, or of a word that was written 255 times before.
// Few posts are that long, and their texts are read, so that no answer is empty where a text holds the phrase.
import type { SqlParameters } from "../../../../platform/db/sql-parameters.js";
import { bindTsquery, exclusionsOf, type WeightedPlan } from "../candidates.js";
import { whereSql } from "../search-scope.js";
import { everyOf, withoutOrder } from "../tsquery.js";
import type { CandidateTables, StrictSql } from "./strict-sql.js";

/** If at least so many posts hold the phrase, no more are looked for. */
const ENOUGH = 10;
/** How many long posts are read, the newest first. */
const MAX_READ = 50;

export function withClipped(
  parameters: SqlParameters,
  sql: StrictSql,
  plan: WeightedPlan,
  found: CandidateTables,
): CandidateTables {
  if (!plan.isFullyQuoted || found.counts === "SOME") return found;
  const { rows, join, where } = sql.scope;
  const words = bindTsquery(
    parameters,
    everyOf([...plan.requiredWords.map(withoutOrder), ...exclusionsOf(plan)]) ?? "",
  );
  const conditions = ["s.is_clipped", `s.doc @@ ${words}`, `${found.count} < ${ENOUGH}`, ...where];
  const patterns = parameters.bind(plan.quotedPatterns, "text[]");
  return {
    ...found,
    tables: [
      ...found.tables,
      `clipped as materialized (
         select c.post_id from (
           select s.post_id from ${rows}${join}${whereSql(conditions)} order by s.visible_from desc, s.post_id desc limit ${MAX_READ}) c
         join post q on q.id = c.post_id join post_body b on b.post_id = c.post_id
         where q.title || ' ' || b.text ~* all(${patterns}))`,
    ],
    candidates: `${found.candidates} union select post_id from clipped`,
    isPartial: `x.post_id in (select post_id from clipped) and not x.v @@ ${sql.strict}`,
  };
}
