// Puts words of a query right that no public post holds, or few while many hold a word that differs in a letter or two: `Kuberntes 安装` is
// read as `Kubernetes 安装`. The other words of the query decide between words that are equally near.
import type { SqlClient } from "../../../platform/db/database.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { stemOf } from "../index/tokens.js";
import type { DocumentFrequencies } from "../query/document-frequencies.js";
import type { QueryPlan } from "../query/query-plan.js";
import { rowsOf } from "../query/search-scope.js";
import { everyOf, withoutOrder } from "../query/tsquery.js";
import type { Correction } from "./query-reading.js";
import { isCorrectable, loadVocabulary, type NearWord, nearestWords } from "./vocabulary.js";

/** A word may be misspelt if the posts with a near word are this many times as many. */
const RARE_RATIO = 50;
/** A word that posts hold is more likely a word of its own, so that a short one must differ in one letter only. */
const LONG_WORD = 8;
/** Posts beyond this number are not counted. */
const MAX_COUNT = 200;
/** How many posts that hold the parts of a word such as CString, in any order, are looked at for it. */
const MAX_READ = 1_000;
/** In edits: how much nearer a word is that occurs together with the other words of the query. */
const CONTEXT_GAIN = 0.75;
/** Each takes some index scans. */
const MAX_WORDS = 5;

/** A word of the query, with how many public posts hold it; null if that is not known exactly. */
interface TypedWord {
  /** Folded, with the marks that belong to its name. */
  lexeme: string;
  /** What it matches in the plan. */
  expression: string;
  /** What it matches in titles that it may have been cut out of; null for words within a query. */
  truncated: string | null;
  count: number | null;
}

interface Suspect {
  typed: TypedWord;
  near: readonly NearWord[];
}

export async function findCorrections(
  db: SqlClient,
  plan: QueryPlan,
  { posts, counts, countOf }: DocumentFrequencies,
): Promise<Correction[]> {
  const words = plan.terms.flatMap(({ lexeme, tsquery, truncatedTsquery }, index): TypedWord[] => {
    if (!plan.typedWords.includes(lexeme)) return [];
    // Estimates say of a rare word only that it is rare.
    const count = countOf === null ? (counts[index] ?? 0) : null;
    return [{ lexeme, expression: tsquery, truncated: truncatedTsquery, count }];
  });
  const isRare = ({ count, lexeme }: TypedWord) => {
    const rarity = count ?? countOf?.(lexeme) ?? 0;
    return (
      rarity === 0 || (rarity * RARE_RATIO < posts && !plan.literals.isCode) || (count === null && plan.literals.isCode)
    );
  };
  const rare = words.filter(isRare).slice(0, MAX_WORDS);
  const names = rare.filter(({ lexeme, count }) => isName(lexeme) && (count ?? 0) === 0);
  const spelt = rare.filter(({ lexeme }) => isCorrectable(lexeme));
  const vocabulary = spelt.length === 0 ? null : await loadVocabulary(db);
  const suspects = spelt.flatMap((typed): Suspect[] => {
    const near = vocabulary === null ? [] : nearestWords(typed.lexeme, vocabulary);
    const possible = near.filter((word) => mayReplace(typed, word));
    return possible.length === 0 ? [] : [{ typed, near: possible }];
  });
  return suspects.length + names.length === 0 ? [] : decide(db, plan, suspects, names);
}

/** Names with a mark, such as C++ and .NET. */
const isName = (lexeme: string): boolean => /^\.\p{L}|[+#]$/u.test(lexeme);
const withoutMarks = (lexeme: string): string => lexeme.replace(/^\.|[+#]+$/gu, "");

function mayReplace({ lexeme, count }: TypedWord, { word, posts, distance }: NearWord): boolean {
  if ((stemOf(word) ?? word) === (stemOf(lexeme) ?? lexeme)) return false;
  if (count === 0) return true;
  return (distance === 1 || lexeme.length >= LONG_WORD) && (count ?? 0) * RARE_RATIO < posts;
}

/** One statement counts the typed words and, together with the rest of the query, the words that may replace them. */
async function decide(
  db: SqlClient,
  plan: QueryPlan,
  suspects: readonly Suspect[],
  names: readonly TypedWord[],
): Promise<Correction[]> {
  const doubtful = new Set(suspects.map(({ typed }) => typed.expression));
  const rest = plan.requiredWords.filter((expression) => !doubtful.has(expression));
  // The index has no positions: to look for the phrases of the rest would be to read the vector of every post that holds their words.
  const inContext = ({ word }: NearWord) => everyOf([quoteLexeme(word), ...rest.map(withoutOrder)]) ?? "";
  const contexts = rest.length === 0 ? [] : suspects.flatMap(({ near }) => near.map(inContext));
  const typedWords = [...names, ...suspects.map(({ typed }) => typed)].map(expressionOf);
  const counts = await countMatching(db, [...typedWords, ...contexts]);
  const corrections = names.flatMap(({ lexeme }, index): Correction[] =>
    counts[index] === 0 ? [{ typed: lexeme, corrected: withoutMarks(lexeme), isWritten: false }] : [],
  );
  let at = typedWords.length;
  for (const [index, { typed, near }] of suspects.entries()) {
    const count = counts[names.length + index] ?? 0;
    const ranked = near.map((word, place) => ({
      ...word,
      rank: word.rank - ((counts[at + place] ?? 0) > 0 ? CONTEXT_GAIN : 0),
    }));
    at += near.length;
    const [best] = ranked.filter((word) => mayReplace({ ...typed, count }, word)).sort((a, b) => a.rank - b.rank);
    if (best !== undefined) corrections.push({ typed: typed.lexeme, corrected: best.word, isWritten: count > 0 });
  }
  return corrections;
}

const expressionOf = ({ expression, truncated }: TypedWord): string =>
  truncated === null ? expression : `${expression} | ${truncated}`;

async function countMatching(db: SqlClient, expressions: readonly string[]): Promise<number[]> {
  const [row] = await db.queryByIndex<{ counts: number[] }>(
    `/* search.spelling counts */
     select array(
       select (select count(*) from (
           select from (select s.doc from ${rowsOf({ conditions: null })} where s.doc @@ t.words limit ${MAX_READ} offset 0) s
           where s.doc @@ t.expression limit ${MAX_COUNT}) x)
       from unnest($1::text[]::tsquery[], $2::text[]::tsquery[]) with ordinality t(expression, words, n) order by t.n)::integer[] as counts`,
    [expressions, expressions.map(withoutOrder)],
  );
  return row?.counts ?? [];
}
