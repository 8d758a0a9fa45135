// Ranks the best posts of a query with signs of code again by whether they hold it as it was typed. The index has no punctuation, so only
// the texts can tell `--secure` from "secure". They are read for a bounded number of posts, within the statement that scores them.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import type { CodeLiterals } from "./code-signs.js";

/** How many of the best posts are read. */
const READ_POSTS = 30;

/** In shares of the weight of all terms, as the bonuses of the score formula. */
const BONUS = {
  /** The text or the title holds the whole query. It outweighs a title that has only the words. */
  whole: 5,
  /** The same for a query that may be prose as well, such as a name with a version. */
  wholeProse: 0.5,
  /** Multiplied by the share of the pieces that the text or the title holds. */
  pieces: 1,
};

export interface ScoredSql {
  /** A query with the columns id, score and instant, and `more`, best first. */
  sql: string;
  /** Names of its further columns. */
  more: readonly string[];
  /** The sum of the weights of all terms. */
  totalWeight: number;
}

/** The same rows with the bonuses added to their scores, best first. */
export function withLiterals(
  parameters: SqlParameters,
  { sql, more, totalWeight }: ScoredSql,
  { whole, pieces, isCode }: CodeLiterals,
): string {
  if (whole === null) return sql;
  const isHeld = (literal: string) => `(strpos(t.text, ${literal}) > 0)::integer`;
  const bonuses = [`${isHeld(parameters.bind(whole, "text"))} * ${isCode ? BONUS.whole : BONUS.wholeProse}`];
  if (isCode && pieces.length > 0) {
    const list = parameters.bind(pieces, "text[]");
    bonuses.push(`(select avg(${isHeld("piece")}) from unnest(${list}) piece) * ${BONUS.pieces}`);
  }
  const weight = parameters.bind(totalWeight, "double precision");
  // The collation "C" changes the case of ASCII letters only, which takes a hundredth of the time.
  return `select r.id, r.score + coalesce(b.bonus, 0) as score, r.instant${more.map((name) => `, r.${name}`).join("")}
    from (select y.*, row_number() over (order by y.score desc, y.instant, y.id desc) as place from (${sql}) y) r
    left join lateral (
      select round((1000 * ${weight} * (${bonuses.join(" + ")}))::numeric)::bigint as bonus
      from (select lower((p.title || ' ' || b.text) collate "C") as text
            from post p join post_body b on b.post_id = p.id where p.id = r.id offset 0) t) b on r.place <= ${READ_POSTS}
    order by score desc, instant, id desc`;
}
