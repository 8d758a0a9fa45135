// Selects the candidates of a strict search: the posts that hold all words of the query, best title vectors first, at most a window of them, so
// that the cost of a search is bounded. They are table expressions of the statement that scores them (scored-search.ts), because a round trip
// costs more than most of what it asks for. Of four strategies, the number of posts that hold the rarest word chooses
// one: every match is ranked, or titles first, or titles and the newest posts; a quoted phrase of common words is looked for in some of these.
import type { SqlParameters } from "../../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../../index/text-search-literal.js";
import { termNameLexeme } from "../../index/tokens.js";
import {
  bindTsquery,
  COMMON_COUNT,
  exclusionsOf,
  isCommonPhrase,
  isDense,
  isEveryTermCommon,
  isTelling,
  MAX_HITS,
  type MatchParts,
  RANKING_TERMS,
  rarestCount,
  rarestFirst,
  rowsInOrder,
  separatePhrases,
  strictParts,
  type WeightedPlan,
  wholeExpression,
} from "../candidates.js";
import { newestTables } from "../newest-matches.js";
import { newestRows, type ScopeSql, type SearchScope, scopeSql, whereSql } from "../search-scope.js";
import { any, everyOf, withoutOrder } from "../tsquery.js";
import { FILLER_IMPORTANCE } from "../words/query-terms.js";
import { bestMatches, isIndexed } from "./best-matches.js";
import { withClipped } from "./clipped-posts.js";
import { BEST_FIRST, type CandidateTables, hitSql, rankedByTitle, type StrictSql } from "./strict-sql.js";

/** How many candidates that hold every term of the query are added to those with the best title vectors. */
const EXACT_MATCHES = 50;
/** How many posts that hold every term are looked at for them. */
const EXACT_ROWS = 1_000;
/** How many candidates that hold the query as code are added. */
const CODE_MATCHES = 50;
/** How many candidates are added that the query may have been copied out of. */
const COPIED_MATCHES = 50;
/** The same where very many posts hold every word. */
const COMMON_RANKING_TERMS = 6;
/** How many titles are ranked then. */
const RANKED_TITLES = 1_000;

/** Chooses between three strategies by the number of posts that hold the rarest term: rank all, rank titles first, or titles and newest. */
export function strictTables(
  parameters: SqlParameters,
  scope: SearchScope,
  plan: WeightedPlan,
  window: number,
): CandidateTables {
  const match = strictParts(plan);
  const rarestTermCount = rarestCount(plan);
  const rarest = rarestFirst(plan).slice(0, rarestTermCount > COMMON_COUNT ? COMMON_RANKING_TERMS : RANKING_TERMS);
  const sql: StrictSql = {
    scope: scopeSql(scope, parameters),
    rank: bindTsquery(parameters, titleQuery(plan, rarest)),
    strict: bindTsquery(parameters, wholeExpression(match)),
  };
  if (isCommonPhrase(plan)) return phraseTables(parameters, sql, plan);
  const found =
    rarestTermCount > MAX_HITS
      ? broadTables(sql, plan, window / 2)
      : rarestTermCount > COMMON_COUNT
        ? commonTables(parameters, sql, plan, { rarest, window })
        : rareTables(parameters, sql, match, window);
  const code = withCode(parameters, sql, plan, { match, found, window });
  const tables = withClipped(parameters, sql, plan, withCopied(parameters, sql, plan, code));
  // With so many matches, title vectors alone decide too little: matches of every term, as typed, are added.
  const terms = plan.terms.filter((_, index) => isTelling(plan, index)).map((term) => term.tsquery);
  if (isEveryTermCommon(plan) || terms.every((term) => plan.requiredWords.includes(term))) return tables;
  // Nearly all posts hold fillers, so that only their order tells a copied text apart.
  const hasFillers = plan.terms.some(({ isWord, importance }) => isWord && importance <= FILLER_IMPORTANCE);
  const asWritten =
    hasFillers && rarestTermCount <= COMMON_COUNT && plan.fullPhrase !== null ? [plan.fullPhrase] : terms;
  const matches = bestMatches(
    parameters,
    sql,
    { ...match, parts: [...match.parts, ...asWritten] },
    { limit: EXACT_MATCHES, onlyIf: `${found.count} >= ${window}`, rows: EXACT_ROWS },
  );
  return {
    ...tables,
    tables: [...tables.tables, `exact as materialized (${matches})`],
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
  { match, found, window }: { match: MatchParts; found: CandidateTables; window: number },
): CandidateTables {
  const { whole } = plan.literals;
  const phrase =
    whole !== null && rarestCount(plan) <= COMMON_COUNT ? (plan.fullPhrase ?? everyOf(plan.phrases)) : null;
  const code = everyOf(plan.markedNames) ?? phrase;
  if (code === null) return found;
  const matches = bestMatches(
    parameters,
    sql,
    { ...match, parts: [...match.parts, code] },
    { limit: CODE_MATCHES, onlyIf: `${found.count} >= ${window}` },
  );
  return {
    ...found,
    tables: [...found.tables, `code as materialized (${matches})`],
    candidates: `${found.candidates} union select post_id from code`,
  };
}

/** Adds posts that hold the query as a phrase, truncated at its ends; they may lack a word. */
function withCopied(
  parameters: SqlParameters,
  sql: StrictSql,
  plan: WeightedPlan,
  found: CandidateTables,
): CandidateTables {
  const { inTitle, anywhere } = separatePhrases(plan);
  const bound = (expression: string) =>
    bindTsquery(parameters, everyOf([`(${expression})`, ...exclusionsOf(plan)]) ?? "");
  const copies: string[] = [];
  if (inTitle !== null) {
    // The index knows which titles hold the words; which of them hold the phrase is read in so many of them.
    const { rows, join, where } = sql.scope;
    const titles = whereSql([`s.head @@ ${bound(withoutOrder(inTitle))}`, ...where]);
    copies.push(
      `(select post_id from (select s.post_id, s.visible_from, s.head from ${rows}${join}${titles} limit ${EXACT_ROWS}) s
        where s.head @@ ${bindTsquery(parameters, inTitle)} order by visible_from desc, post_id desc limit ${COPIED_MATCHES})`,
    );
  }
  if (anywhere !== null) {
    const match = { parts: [`(${anywhere})`], exclusions: exclusionsOf(plan), narrow: null };
    const matches = bestMatches(parameters, sql, match, { limit: COPIED_MATCHES, rows: EXACT_ROWS });
    copies.push(`(select post_id from (${matches}) x)`);
  }
  if (copies.length === 0) return found;
  return {
    ...found,
    tables: [...found.tables, `copied as materialized (${copies.join(" union all ")})`],
    candidates: `${found.candidates} union select post_id from copied`,
    isPartial: `x.post_id in (select post_id from copied) and not x.v @@ ${sql.strict}`,
  };
}

/** Every match is ranked, and counted if the index alone knows the matches. */
function rareTables(parameters: SqlParameters, sql: StrictSql, match: MatchParts, window: number): CandidateTables {
  const found = { candidates: "select post_id from best", isPartial: `not x.v @@ ${sql.strict}` };
  if (!isIndexed(match)) {
    const best = `best as materialized (${bestMatches(parameters, sql, match, { limit: window })})`;
    return { ...found, tables: [best], count: "(select count(*) from best)", counts: "WINDOW" };
  }
  return {
    ...found,
    tables: [
      `hit as materialized (${hitSql(sql, `s.doc @@ ${sql.strict}`)})`,
      `best as materialized (select post_id from hit ${BEST_FIRST} limit ${window})`,
    ],
    count: "(select count(*) from hit)",
    counts: "ALL",
  };
}

/** The same order, but only matches whose title vector holds a telling term are ranked. The newest of the others fill the window. */
function commonTables(
  parameters: SqlParameters,
  sql: StrictSql,
  plan: WeightedPlan,
  { rarest, window }: { rarest: readonly number[]; window: number },
): CandidateTables {
  const match = `s.doc @@ ${sql.strict}`;
  const telling = rarest.filter((index) => isTelling(plan, index));
  const title = bindTsquery(parameters, titleQuery(plan, telling));
  const scope: ScopeSql = { ...sql.scope, where: [match, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${rankedByTitle(sql, `${match} and s.head @@ ${title}`, window, { rows: RANKED_TITLES })})`,
      ...newestTables(scope, {
        name: "newest",
        limit: window,
        inOrder: rowsInOrder(plan, window),
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
    counts: "SOME",
  };
}

/** If very many posts hold every word: `limit` matches with the best title vectors, and as many of the newest matches. */
function broadTables(sql: StrictSql, plan: WeightedPlan, limit: number): CandidateTables {
  const scope: ScopeSql = { ...sql.scope, where: [`s.doc @@ ${sql.strict}`, ...sql.scope.where] };
  return {
    tables: [
      `ranked as materialized (${rankedByTitle(sql, `s.head @@ ${sql.strict}`, limit, { rows: RANKED_TITLES })})`,
      ...newestTables(scope, { name: "newest", limit, inOrder: rowsInOrder(plan, limit) }),
    ],
    candidates: "select post_id from ranked union select post_id from newest",
    isPartial: "false",
    count: "(select count(*) from (select post_id from ranked union select post_id from newest) x)",
    counts: "SOME",
  };
}

/** Some of the terms, or the query as the name of a category, tag, author or series. */
const titleQuery = (plan: WeightedPlan, indices: readonly number[]): string =>
  any([...indices.map((index) => plan.terms[index]?.tsquery ?? ""), quoteLexeme(termNameLexeme(plan.foldedQuery))]);

/** How many titles, and how many of the newest posts, a phrase of common words is looked for in. */
const PHRASE_ROWS = 400;
const MAX_HELD = 200;

function phraseTables(parameters: SqlParameters, sql: StrictSql, plan: WeightedPlan): CandidateTables {
  const broad = broadTables(sql, plan, PHRASE_ROWS);
  const { scope, where } = sql.scope;
  // If most posts hold the words, gathering all of them for the newest takes longer than looking for the phrase.
  const tables =
    isDense(plan) && scope.conditions === null
      ? [
          ...broad.tables.slice(0, 1),
          `newest as materialized (select post_id from ${newestRows(scope, where, PHRASE_ROWS)})`,
        ]
      : broad.tables;
  const phrase = bindTsquery(parameters, everyOf([...plan.requiredWords, ...exclusionsOf(plan)]) ?? "");
  return {
    ...broad,
    tables: [
      ...tables,
      `held as materialized (select c.post_id from (${broad.candidates}) c cross join lateral (
         select s.doc from ${sql.scope.rows} where s.post_id = c.post_id offset 0) s where s.doc @@ ${phrase} limit ${MAX_HELD})`,
    ],
    candidates: "select post_id from held",
    count: "(select count(*) from held)",
  };
}
