// Selects the candidates of a strict search: the posts that hold all words of the query, best title vectors first, at most a window of
// them, so that the cost of a search is bounded. They are table expressions of the statement that scores them (scored-search.ts), because
// a round trip costs more than most of what it asks for.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { termNameLexeme } from "../index/tokens.js";
import { MAX_HITS, newestTables } from "./newest-matches.js";
import type { EdgeWord, QueryPlan } from "./query-plan.js";
import { type ScopeSql, type SearchScope, scopeSql, whereSql } from "./search-scope.js";
import { everyOf, someOf } from "./tsquery.js";
import { FILLER_IMPORTANCE } from "./words/query-terms.js";

/** How many candidates that hold every term of the query are added to those with the best title vectors. */
const EXACT_MATCHES = 50;
/** How many candidates that hold the query as code are added. */
const CODE_MATCHES = 50;
/** How many terms, rarest first, rank the title vectors. */
export const RANKING_TERMS = 20;
/** If more posts than this hold every word, their order within words is ignored and not every match is ranked. */
const COMMON_COUNT = 2_000;
/** The expected share of matches from which reading the newest rows in order finds enough of them. */
const DENSE_SHARE = 0.08;

/** Fewer posts hold what is no word. On a large site, any word that is not common is estimated at this. */
const UNKNOWN_SHARE = 0.0005;

/** The weights of `ts_rank` for the labels D, C, B and A: unlabelled, body, heading, title or term. */
export const RANK_WEIGHTS = "'{0.05,0.15,0.5,1.0}'::real[]";

/** A plan with the document frequencies of its terms. */
export interface WeightedPlan extends QueryPlan {
  /** The plan before it was simplified for a large site, by which the few candidates are scored. */
  asTyped: QueryPlan;
  /** Public posts. */
  posts: number;
  /** Of each term: its inverse document frequency. */
  weights: number[];
  /** Of each term: the public posts that hold it. */
  counts: number[];
}

/** No more posts than this can hold all words. */
export const rarestCount = (plan: WeightedPlan): number => Math.min(...plan.counts);
/** Treats the terms as statistically independent. */
export const isDense = (plan: WeightedPlan): boolean =>
  rarestCount(plan) > COMMON_COUNT &&
  plan.counts.reduce((share, count) => (share * count) / plan.posts, 1) > DENSE_SHARE;

/** What a strict match satisfies: all words, or the query as a phrase that may be truncated at its ends. */
export function strictExpression(plan: WeightedPlan): string {
  const words = rarestCount(plan) > COMMON_COUNT ? plan.unorderedWords : plan.requiredWords;
  const phrases = [
    plan.mayBeTruncated ? plan.fullPhrase : null,
    selectiveInnerPhrase(plan),
    middleExpression(plan, (edge) => edge.isShort),
  ].filter((phrase) => phrase !== null);
  const alternatives =
    phrases.length === 0 ? words : [someOf([`(${everyOf(words)})`, ...phrases.map((phrase) => `(${phrase})`)]) ?? ""];
  return everyOf([...(phrases.length === 0 ? alternatives : [`(${alternatives[0]})`]), ...exclusionsOf(plan)]) ?? "";
}

/** The query without its truncated words, if these are short and the rest is rare enough to be looked for. */
function selectiveInnerPhrase(plan: WeightedPlan): string | null {
  const isLikely =
    plan.mayBeTruncated && plan.edgeWords.some((edge) => edge.isShort && edge.expression === plan.requiredWords[0]);
  return isLikely && Math.min(...plan.counts.slice(1)) <= COMMON_COUNT ? plan.innerPhrase : null;
}

/** The phrases of the query without optional edge words; null if there are none or if too little would be left. */
export function middleExpression(plan: QueryPlan, isOptional: (edge: EdgeWord) => boolean): string | null {
  const optional = plan.edgeWords.filter(isOptional).map(({ expression }) => expression);
  if (optional.length === 0 || !plan.hasLongMiddle) return null;
  return everyOf(plan.phrases.filter((phrase) => !optional.includes(phrase)));
}

/** Whether the word is more likely a part of a word: it is short, or hardly a post holds it. */
export function isLikelyTruncated(plan: WeightedPlan, { lexeme, isShort }: EdgeWord): boolean {
  const index = plan.terms.findIndex((term) => term.isWord && term.lexeme === lexeme);
  return isShort || index === -1 || (plan.counts[index] ?? 0) <= Math.max(1, plan.posts * UNKNOWN_SHARE);
}

export const exclusionsOf = (plan: QueryPlan): string[] => plan.excludedPhrases.map((phrase) => `!${phrase}`);

/** Indices of the terms, rarest first. */
export function rarestFirst(plan: WeightedPlan): number[] {
  return plan.terms.map((_, index) => index).sort((a, b) => (plan.weights[b] ?? 0) - (plan.weights[a] ?? 0));
}

export interface CandidateTables {
  tables: string[];
  /** A query of their post_id. */
  candidates: string;
  /** A condition on a candidate x: it lacks a word of the query. */
  isPartial: string;
  /** An expression: the number of strict matches that were looked at. MAX_HITS + 1 means that there are more than MAX_HITS. */
  count: string;
  /** Whether `count` is the number of all matches. */
  countsAll: boolean;
}

const BEST_FIRST = "order by rank desc, visible_from desc, post_id desc";

/** Chooses between three strategies by the number of posts that hold the rarest term: rank all, rank titles first, or titles and newest. */
export function strictTables(
  parameters: SqlParameters,
  scope: SearchScope,
  plan: WeightedPlan,
  window: number,
): CandidateTables {
  const rarest = rarestFirst(plan).slice(0, RANKING_TERMS);
  const rankQuery = someOf([
    ...rarest.map((index) => plan.terms[index]?.tsquery ?? ""),
    quoteLexeme(termNameLexeme(plan.foldedQuery)),
  ]);
  const sql: StrictSql = {
    scope: scopeSql(scope, parameters),
    rank: bindTsquery(parameters, rankQuery ?? ""),
    strict: bindTsquery(parameters, strictExpression(plan)),
  };
  const rarestTermCount = rarestCount(plan);
  if (rarestTermCount > MAX_HITS) {
    return withCode(parameters, sql, plan, { found: broadTables(sql, plan, window / 2), window });
  }
  const found = rarestTermCount > COMMON_COUNT ? commonTables(sql, plan, window) : rareTables(sql, window);
  const tables = withCode(parameters, sql, plan, { found, window });
  // With so many matches, title vectors alone decide too little: matches of every term, as typed, are added.
  const terms = plan.terms.map((term) => term.tsquery);
  if (terms.every((term) => plan.requiredWords.includes(term))) return tables;
  // Nearly all posts hold fillers, so that only their order tells a copied text apart.
  const hasFillers = plan.terms.some(({ isWord, importance }) => isWord && importance <= FILLER_IMPORTANCE);
  const asWritten =
    hasFillers && rarestTermCount <= COMMON_COUNT && plan.fullPhrase !== null ? [plan.fullPhrase] : terms;
  const everyTerm = everyOf([...asWritten, ...exclusionsOf(plan)]) ?? "";
  return {
    ...tables,
    tables: [
      ...tables.tables,
      `exact as materialized (${rankedByTitle(sql, `s.doc @@ ${bindTsquery(parameters, everyTerm)}`, EXACT_MATCHES, {
        onlyIf: `(select count(*) from best) >= ${window}`,
      })})`,
    ],
    candidates: `${tables.candidates} union select post_id from exact`,
  };
}

/**
 * For a query with signs of code, adds strict matches that have its marked names, or its words as a phrase: options and names are common as plain words
 * and rarely in titles. Phrases are not looked for in the vectors of very many posts.
 */
function withCode(
  parameters: SqlParameters,
  sql: StrictSql,
  plan: WeightedPlan,
  { found, window }: { found: CandidateTables; window: number },
): CandidateTables {
  const { whole } = plan.literals;
  const phrase =
    whole !== null && rarestCount(plan) <= COMMON_COUNT ? (plan.fullPhrase ?? everyOf(plan.phrases)) : null;
  const code = everyOf(plan.markedNames) ?? phrase;
  if (code === null) return found;
  const match = `s.doc @@ ${sql.strict} and s.doc @@ ${bindTsquery(parameters, code)}`;
  const onlyIf = `${found.count} >= ${window}`;
  return {
    ...found,
    tables: [...found.tables, `code as materialized (${rankedByTitle(sql, match, CODE_MATCHES, { onlyIf })})`],
    candidates: `${found.candidates} union select post_id from code`,
  };
}

interface StrictSql {
  scope: ScopeSql;
  rank: string;
  strict: string;
}

/** Binds an expression as text and casts it, so that it is a value and never a part of the statement. */
export const bindTsquery = (parameters: SqlParameters, expression: string): string =>
  `${parameters.bind(expression, "text")}::tsquery`;

function hitSql({ scope, rank }: StrictSql, match: string, onlyIf?: string): string {
  const conditions = [match, ...scope.where, ...(onlyIf === undefined ? [] : [onlyIf])];
  return `select s.post_id, s.visible_from, ts_rank(${RANK_WEIGHTS}, s.head, ${rank}) as rank
    from ${scope.rows}${scope.join}${whereSql(conditions)} limit ${MAX_HITS + 1}`;
}

function rankedByTitle(sql: StrictSql, match: string, limit: number, { onlyIf }: { onlyIf?: string } = {}): string {
  return `select post_id, visible_from, rank from (${hitSql(sql, match, onlyIf)}) x ${BEST_FIRST} limit ${limit}`;
}

/** Every match is ranked and counted. */
function rareTables(sql: StrictSql, window: number): CandidateTables {
  return {
    tables: [
      `hit as materialized (${hitSql(sql, `s.doc @@ ${sql.strict}`)})`,
      `best as materialized (select post_id from hit ${BEST_FIRST} limit ${window})`,
    ],
    candidates: "select post_id from best",
    isPartial: "false",
    count: "(select count(*) from hit)",
    countsAll: true,
  };
}

/** The same order, but only matches whose title vector holds a term are ranked. The newest of the others fill the window. */
function commonTables(sql: StrictSql, plan: WeightedPlan, window: number): CandidateTables {
  const match = `s.doc @@ ${sql.strict}`;
  const scope: ScopeSql = { ...sql.scope, where: [match, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${rankedByTitle(sql, `${match} and s.head @@ ${sql.rank}`, window)})`,
      ...newestTables(scope, {
        name: "newest",
        limit: window,
        isDense: isDense(plan),
        onlyIf: `(select count(*) from ranked) < ${window}`,
      }),
      `best as materialized (
         select post_id from (select post_id, visible_from, rank from ranked union all
           select post_id, visible_from, -1 from newest where post_id not in (select post_id from ranked)) x
         ${BEST_FIRST} limit ${window})`,
    ],
    candidates: "select post_id from best",
    isPartial: "false",
    count: "(select count(*) from best)",
    countsAll: false,
  };
}

/** If very many posts hold every word: `limit` matches with the best title vectors, and as many of the newest matches. */
function broadTables(sql: StrictSql, plan: WeightedPlan, limit: number): CandidateTables {
  const scope: ScopeSql = { ...sql.scope, where: [`s.doc @@ ${sql.strict}`, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${rankedByTitle(sql, `s.head @@ ${sql.strict}`, limit)})`,
      ...newestTables(scope, { name: "newest", limit, isDense: isDense(plan) }),
    ],
    candidates: "select post_id from ranked union select post_id from newest",
    isPartial: "false",
    count: "(select count(*) from (select post_id from ranked union select post_id from newest) x)",
    countsAll: false,
  };
}
