// The posts that are worth a score: those in which all words stand, best heads first; and where these are too few, those
// with the rarest part of the query. Bounded, so that no query costs more than its share. Both are table expressions of
// one statement (see scored-search.ts), because every wait for an answer costs more than most of what it asks for.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { nameOfTerm } from "../index/tokens.js";
import { everyOf, someOf } from "./expressions.js";
import { MAX_HITS, newestTables } from "./newest-matches.js";
import type { QueryPlan } from "./query-plan.js";
import { type ScopeSql, type SearchScope, scopeSql, whereSql } from "./search-scope.js";

export const MAX_RELAXED = 100;
/** How many of those that hold every unit of the query are looked at beside the best heads. */
const EXACT_MATCHES = 50;
const RANK_UNITS = 20;
/** Rows that the rarest units of a relaxed query may bring in. */
const ANCHOR_ROWS = 5_000;
/** Loose words are cheap to answer; where one is this common, that counts, and so does the rank of every match. */
const COMMON = 2_000;
/** The share of matches that makes it worth the while to read the newest rows one after the other. */
const DENSE = 0.08;

export const RANK_WEIGHTS = "'{0.05,0.15,0.5,1.0}'::real[]";

/** A plan with what is known about its units. */
export interface WeighedPlan extends QueryPlan {
  /** Public posts. */
  posts: number;
  rarities: number[];
  counts: number[];
}

/** No more posts than this can hold all words. */
export const leastCount = (plan: WeighedPlan): number => Math.min(...plan.counts);
/** As if the units knew nothing of each other. */
export const isDense = (plan: WeighedPlan): boolean =>
  leastCount(plan) > COMMON && plan.counts.reduce((share, count) => (share * count) / plan.posts, 1) > DENSE;

/** What a strict match must satisfy: every word, or what was typed as it stands, cut through at its ends. */
export function strictExpression(plan: WeighedPlan): string {
  const words = leastCount(plan) > COMMON ? plan.looseWords : plan.words;
  const pieces = [plan.isCut ? plan.piece : null, rareTrimmed(plan), middleOf(plan, (end) => end.isShort)].filter(
    (one) => one !== null,
  );
  const wanted =
    pieces.length === 0 ? words : [someOf([`(${everyOf(words)})`, ...pieces.map((one) => `(${one})`)]) ?? ""];
  return everyOf([...(pieces.length === 0 ? wanted : [`(${wanted[0]})`]), ...excludedBy(plan)]) ?? "";
}

/** What is left of a query that was cut through words at both sides, where it is rare enough to be looked for. */
function rareTrimmed(plan: WeighedPlan): string | null {
  const isLikely = plan.isCut && plan.ends.some((end) => end.isShort && end.phrase === plan.words[0]);
  return isLikely && Math.min(...plan.counts.slice(1)) <= COMMON ? plan.trimmed : null;
}

/** The phrases of a query without those of its ends that may be left out; null where that is nothing else or too little. */
export function middleOf(plan: QueryPlan, isOptional: (end: QueryPlan["ends"][number]) => boolean): string | null {
  const optional = plan.ends.filter(isOptional).map(({ phrase }) => phrase);
  if (optional.length === 0 || !plan.hasLongMiddle) return null;
  return everyOf(plan.phrases.filter((phrase) => !optional.includes(phrase)));
}

const excludedBy = (plan: QueryPlan): string[] => plan.excluded.map((expression) => `!${expression}`);

/** Places in the plan, rarest unit first. */
export function byRarity(plan: WeighedPlan): number[] {
  return plan.units.map((_, index) => index).sort((a, b) => (plan.rarities[b] ?? 0) - (plan.rarities[a] ?? 0));
}

export interface CandidateTables {
  tables: string[];
  /** A query of their post_id. */
  candidates: string;
  /** An expression of how many match strictly, as far as they were looked at; more than MAX_HITS is that many and one. */
  count: string;
  /** Whether that expression is the number of all matches. */
  countsAll: boolean;
}

const RANKED = "order by rank desc, visible_from desc, post_id desc";

export function strictTables(
  parameters: SqlParameters,
  scope: SearchScope,
  plan: WeighedPlan,
  window: number,
): CandidateTables {
  const rarest = byRarity(plan).slice(0, RANK_UNITS);
  const rankQuery = someOf([
    ...rarest.map((index) => plan.units[index]?.tsquery ?? ""),
    quoteLexeme(nameOfTerm(plan.literal)),
  ]);
  const sql: StrictSql = {
    scope: scopeSql(scope, parameters),
    rank: tsquery(parameters, rankQuery ?? ""),
    strict: tsquery(parameters, strictExpression(plan)),
  };
  const least = leastCount(plan);
  if (least > MAX_HITS) return broadTables(sql, plan, window / 2);
  const tables = least > COMMON ? commonTables(sql, plan, window) : rareTables(sql, window);
  // So many hold the words that their heads alone tell too little: what was typed as it stands must not be lost.
  const units = plan.units.map((unit) => unit.tsquery);
  if (units.every((unit) => plan.words.includes(unit))) return tables;
  const everyUnit = everyOf([...units, ...excludedBy(plan)]) ?? "";
  return {
    ...tables,
    tables: [
      ...tables.tables,
      `exact as materialized (${headRanked(sql, `s.doc @@ ${tsquery(parameters, everyUnit)}`, EXACT_MATCHES, {
        only: `(select count(*) from best) >= ${window}`,
      })})`,
    ],
    candidates: `${tables.candidates} union select post_id from exact`,
  };
}

interface StrictSql {
  scope: ScopeSql;
  rank: string;
  strict: string;
}

const tsquery = (parameters: SqlParameters, expression: string): string =>
  `${parameters.bind(expression, "text")}::tsquery`;

function hitSql({ scope, rank }: StrictSql, match: string, only?: string): string {
  const conditions = [match, ...scope.where, ...(only === undefined ? [] : [only])];
  return `select s.post_id, s.visible_from, ts_rank(${RANK_WEIGHTS}, s.head, ${rank}) as rank
    from ${scope.rows}${scope.join}${whereSql(conditions)} limit ${MAX_HITS + 1}`;
}

function headRanked(sql: StrictSql, match: string, limit: number, { only }: { only?: string } = {}): string {
  return `select post_id, visible_from, rank from (${hitSql(sql, match, only)}) x ${RANKED} limit ${limit}`;
}

/** Every match is ranked and counted. */
function rareTables(sql: StrictSql, window: number): CandidateTables {
  return {
    tables: [
      `hit as materialized (${hitSql(sql, `s.doc @@ ${sql.strict}`)})`,
      `best as materialized (select post_id from hit ${RANKED} limit ${window})`,
    ],
    candidates: "select post_id from best",
    count: "(select count(*) from hit)",
    countsAll: true,
  };
}

/** The same order, but only heads that hold something are ranked; the others have no rank and come as the clock has them. */
function commonTables(sql: StrictSql, plan: WeighedPlan, window: number): CandidateTables {
  const match = `s.doc @@ ${sql.strict}`;
  const scope: ScopeSql = { ...sql.scope, where: [match, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${headRanked(sql, `${match} and s.head @@ ${sql.rank}`, window)})`,
      ...newestTables(scope, {
        name: "newest",
        limit: window,
        isDense: isDense(plan),
        only: `(select count(*) from ranked) < ${window}`,
      }),
      `best as materialized (
         select post_id from (select post_id, visible_from, rank from ranked union all
           select post_id, visible_from, -1 from newest where post_id not in (select post_id from ranked)) x
         ${RANKED} limit ${window})`,
    ],
    candidates: "select post_id from best",
    count: "(select count(*) from best)",
    countsAll: false,
  };
}

/** Where every word is everywhere, heads tell the best ones and the clock the others; so many of each. */
function broadTables(sql: StrictSql, plan: WeighedPlan, limit: number): CandidateTables {
  const scope: ScopeSql = { ...sql.scope, where: [`s.doc @@ ${sql.strict}`, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${headRanked(sql, `s.head @@ ${sql.strict}`, limit)})`,
      ...newestTables(scope, { name: "newest", limit, isDense: isDense(plan) }),
    ],
    candidates: "select post_id from ranked union select post_id from newest",
    count: "(select count(*) from (select post_id from ranked union select post_id from newest) x)",
    countsAll: false,
  };
}

/**
 * Posts with at least half of the evidence that the best one has; `cut` is what a first page found that half to be. The
 * table `relaxed` has the columns post_id, evidence and best.
 */
export function relaxedTable(
  parameters: SqlParameters,
  scope: SearchScope,
  plan: WeighedPlan,
  { anchors, cut }: { anchors: readonly number[]; cut: number | null },
): string {
  const units = parameters.bind(
    anchors.map((index) => plan.units[index]?.tsquery),
    "text[]",
  );
  const weights = parameters.bind(
    anchors.map((index) => String(plan.rarities[index])),
    "text[]",
  );
  const { rows, join, where } = scopeSql(scope, parameters);
  const excluded = everyOf(excludedBy(plan));
  const wanted = excluded === null ? [] : [`s.doc @@ ${tsquery(parameters, excluded)}`];
  const least = cut === null ? "0.5 * best" : parameters.bind(cut, "double precision");
  return `relaxed as materialized (
    select post_id, evidence, best from (
      select s.post_id, sum(u.weight order by u.n) as evidence, max(sum(u.weight order by u.n)) over () as best
      from unnest(${units}::tsquery[], ${weights}::double precision[]) with ordinality u(unit, weight, n)
      cross join lateral (
        select s.post_id from ${rows}${join}${whereSql(["s.doc @@ u.unit", ...wanted, ...where])} limit ${ANCHOR_ROWS}) s
      group by s.post_id) x
    where evidence >= ${least} order by evidence desc, post_id desc limit ${MAX_RELAXED})`;
}

/** At most so many times are the rarest units asked for. */
const MAX_ANCHOR_GROUPS = 3;

/** Places of the rarest units, in groups that bring in few rows each: the next is for where nobody has those before it. */
export function anchorGroups(plan: WeighedPlan): number[][] {
  const groups: number[][] = [[]];
  let rows = 0;
  for (const index of byRarity(plan)) {
    rows += plan.counts[index] ?? 0;
    if ((groups.at(-1)?.length ?? 0) > 0 && rows > ANCHOR_ROWS) {
      groups.push([]);
      rows = plan.counts[index] ?? 0;
    }
    groups.at(-1)?.push(index);
  }
  return groups.slice(0, MAX_ANCHOR_GROUPS);
}
