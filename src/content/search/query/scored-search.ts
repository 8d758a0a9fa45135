// One statement of a search: finds candidates and gives each its exact score, which is how much of the query's rarity a
// post holds and where, and more for words that stand together, in the title (most where they are all of it), or recently.
// Scores are whole numbers, so that cursors compare them exactly.
import type { SqlClient } from "../../../platform/db/database.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { nameOfTerm } from "../index/tokens.js";
import { anchorGroups, middleOf, RANK_WEIGHTS, relaxedTable, strictTables, type WeighedPlan } from "./candidates.js";
import { everyOf, inTitle } from "./expressions.js";
import { NEWEST_INSTANT, rowsOf, type SearchScope } from "./search-scope.js";

export interface ScoredPost {
  id: string;
  /** Thousandths. */
  score: number;
  /** Of its publication. */
  instant: string;
}

export interface Scored {
  /** Best first; of equals the oldest, which of a series is its first part; then by id. */
  posts: ScoredPost[];
  /** Strict matches, as far as they were looked at. */
  count: number;
  /** Whether `count` is the number of all strict matches. */
  countsAll: boolean;
  /** When the newest post of all was published; null where nothing was found. */
  newest: string | null;
}

export interface Search {
  db: SqlClient;
  scope: SearchScope;
  plan: WeighedPlan;
  /** The day that ages are counted from, the same for all pages. */
  asOf: string;
}

export async function searchStrictly({ db, scope, plan, asOf }: Search, window: number): Promise<Scored> {
  const parameters = new SqlParameters();
  const { tables, candidates, count, countsAll } = strictTables(parameters, scope, plan, window);
  const rows = await db.queryByIndex<ScoredPost & { count: number; newest: string | null }>(
    `with ${tables.join(",\n")}
     ${scoreSql(parameters, plan, { scope, asOf, candidates, more: `${count} as count, ${NEWEST_INSTANT} as newest` })}`,
    parameters.values,
  );
  const { count: found = 0, newest = null } = rows[0] ?? {};
  return { posts: rows.map(toScored), count: found, countsAll, newest };
}

const toScored = ({ id, score, instant }: ScoredPost): ScoredPost => ({ id, score, instant });

export interface RelaxedSearch {
  /** Posts to keep whatever evidence they have. */
  ids: readonly string[];
  /** Evidence that a first page found to be enough; null for the first. */
  cut: number | null;
}

export interface RelaxedPosts {
  posts: ScoredPost[];
  cut: number;
  newest: string | null;
}

/** Nothing is found by a word that nobody wrote: then the words beside it are what is left of the query. */
export async function searchRelaxed(search: Search, relaxed: RelaxedSearch): Promise<RelaxedPosts> {
  const plan = allowingCuts(search.plan);
  let found: RelaxedPosts = { posts: [], cut: 0, newest: null };
  for (const anchors of anchorGroups(plan)) {
    found = await searchByAnchors({ ...search, plan }, relaxed, anchors);
    if (found.posts.length > relaxed.ids.length || relaxed.ids.length > 0) break;
  }
  return found;
}

async function searchByAnchors(
  { db, scope, plan, asOf }: Search,
  { ids, cut }: RelaxedSearch,
  anchors: readonly number[],
): Promise<RelaxedPosts> {
  const parameters = new SqlParameters();
  const table = relaxedTable(parameters, scope, plan, { anchors, cut });
  const candidates = `select post_id from relaxed union select unnest(${parameters.bind(ids, "uuid[]")})`;
  const rows = await db.queryByIndex<ScoredPost & { best: number | null; newest: string | null }>(
    `with ${table}
     ${scoreSql(parameters, plan, { scope, asOf, candidates, more: `(select max(best) from relaxed) as best, ${NEWEST_INSTANT} as newest` })}`,
    parameters.values,
  );
  const { best = 0, newest = null } = rows[0] ?? {};
  return { posts: rows.map(toScored), cut: cut ?? (best ?? 0) * 0.5, newest };
}

/** A word at an end of the query may as well be what is left of one in a title. */
function allowingCuts(plan: WeighedPlan): WeighedPlan {
  const units = plan.units.map((unit) =>
    unit.cut === null ? unit : { ...unit, tsquery: `(${unit.tsquery} | ${unit.cut})` },
  );
  const [only] = units;
  return { ...plan, units, piece: units.length === 1 && only !== undefined ? only.cut : plan.piece };
}

/**
 * What the query as it was typed earns on top of its units, in shares of their whole rarity. Words of one post that stand
 * together by chance are common; in the order of the query, one behind the other, they are what was looked for.
 */
const BONUS = {
  phrasesInHead: 0.4,
  phrases: 0.5,
  words: 0.3,
  wordsInTitle: 0.5,
  pieceInTitle: 0.4,
  piece: 0.6,
  trimmedPiece: 0.3,
  /** A single word stands inside of others too often: go in django. */
  literalInTitle: { word: 0.2, piece: 0.6 },
  wholeTitle: 1,
  nameOfTerm: 0.8,
  shareOfTitle: 0.3,
  fresh: 0.05,
};

/** Two years on, freshness counts a third. */
const FADING = "(730 * 86400.0)";

interface ScoreSql {
  scope: SearchScope;
  asOf: string;
  candidates: string;
  more: string;
}

/** The columns id and score and whatever more is asked for, of the candidates, which are of one scope already. */
function scoreSql(parameters: SqlParameters, plan: WeighedPlan, { scope, asOf, candidates, more }: ScoreSql): string {
  const expression = (text: string) => `${parameters.bind(text, "text")}::tsquery`;
  const phrases = everyOf(plan.phrases) ?? "";
  const words = everyOf(plan.words) ?? "";
  const either = (one: string, other: string | null) => (other === null ? one : `(${one}) | (${other})`);
  const titlePiece = plan.piece === null ? null : inTitle(plan.piece);
  const [inHead, together, allWords, titleWords] = [
    expression(either(inTitle(phrases), titlePiece)),
    expression(
      either(
        phrases,
        middleOf(plan, () => true),
      ),
    ),
    expression(words),
    expression(inTitle(words)),
  ];
  // Written out one by one: a sum over rows of units costs several times as much.
  const ranks = plan.units.map((unit, index) => {
    const weight = parameters.bind(plan.rarities[index] ?? 0, "double precision");
    return `${weight} * ts_rank(${RANK_WEIGHTS}, v, ${expression(unit.tsquery)})`;
  });
  const total = parameters.bind(
    plan.rarities.reduce((sum, one) => sum + one, 0),
    "double precision",
  );
  const piece =
    plan.piece === null || titlePiece === null
      ? "0"
      : `((head @@ ${expression(titlePiece)})::int * ${BONUS.pieceInTitle}
          + (v @@ ${expression(plan.piece)})::int * ${BONUS.piece})`;
  const trimmed = plan.trimmed === null ? "0" : `(v @@ ${expression(plan.trimmed)})::int * ${BONUS.trimmedPiece}`;
  const literal = parameters.bind(plan.literal, "text");
  const literalBonus = plan.piece === null ? BONUS.literalInTitle.word : BONUS.literalInTitle.piece;
  const term = expression(quoteLexeme(nameOfTerm(plan.literal)));
  const day = parameters.bind(asOf, "timestamptz");
  const length = parameters.bind(plan.length, "integer");
  // Each candidate is looked up by its id: its row is read once, and its vector copied once for all that is asked of it.
  return `select x.post_id as id, round((1000 * (${ranks.join(" + ")}
       + ${total} * (in_head + (head @@ ${together})::int * ${BONUS.phrasesInHead} + (v @@ ${together})::int * ${BONUS.phrases}
         + (v @@ ${allWords})::int * ${BONUS.words} + (head @@ ${titleWords})::int * ${BONUS.wordsInTitle}
         + ${piece} + ${trimmed} + (strpos(title_folded, ${literal}) > 0)::int * ${literalBonus}
         + (title_folded = ${literal})::int * ${BONUS.wholeTitle} + (head @@ ${term})::int * ${BONUS.nameOfTerm}
         + in_head * ${BONUS.shareOfTitle} * least(1, ${length} / greatest(1.0, length(title_folded)))
         + ${BONUS.fresh} * exp(-least(700, greatest(0, extract(epoch from ${day} - least(visible_from, ${day})) / ${FADING}))))))::numeric)::bigint as score,
       visible_from as instant, ${more}
     from (${candidates}) c cross join lateral (
       select s.post_id, s.visible_from, s.title_folded, s.head, (s.head @@ ${inHead})::int as in_head,
         setweight(s.doc, 'D', '{}'::text[]) as v
       from ${rowsOf(scope)} where s.post_id = c.post_id offset 0) x
     order by score desc, instant, id desc`;
}
