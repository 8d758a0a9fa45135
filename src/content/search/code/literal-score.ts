// Ranks the best posts of a query with signs of code again by whether they hold it as it was typed. The index has no punctuation, so only
// the texts can tell `--secure` from "secure".
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import type { CodeLiterals } from "./code-signs.js";

/** In shares of the weight of all terms, as the bonuses of the score formula. */
const BONUS = {
  /** The text or the title holds the whole query. It outweighs a title that has only the words. */
  whole: 5,
  /** The same for a query that may be prose as well, such as a name with a version. */
  wholeProse: 0.5,
  /** Multiplied by the share of the pieces that the text or the title holds. */
  pieces: 1,
};

/** An expression, as `postId` is one; null for a query without signs of code. */
export function literalBonus(
  parameters: SqlParameters,
  postId: string,
  { whole, pieces, isCode }: CodeLiterals,
): string | null {
  if (whole === null) return null;
  const isHeld = (literal: string) => `(strpos(t.text, ${literal}) > 0)::integer`;
  const bonuses = [`${isHeld(parameters.bind(whole, "text"))} * ${isCode ? BONUS.whole : BONUS.wholeProse}`];
  if (isCode && pieces.length > 0) {
    const list = parameters.bind(pieces, "text[]");
    bonuses.push(`(select avg(${isHeld("piece")}) from unnest(${list}) piece) * ${BONUS.pieces}`);
  }
  // The collation "C" changes the case of ASCII letters only, which takes a hundredth of the time.
  return `coalesce((select ${bonuses.join(" + ")}
    from (select lower((p.title || ' ' || b.text) collate "C") as text
          from post p join post_body b on b.post_id = p.id where p.id = ${postId} offset 0) t), 0)`;
}
