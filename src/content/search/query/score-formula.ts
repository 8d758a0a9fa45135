// The score of a candidate, as SQL: the weight of the query's terms that the post holds, and bonuses for how it holds them. Scores are
// whole thousandths, so that cursors compare them exactly.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { termNameLexeme } from "../index/tokens.js";
import { bindTsquery, isLikelyTruncated, middleExpression, RANK_WEIGHTS, type WeightedPlan } from "./candidates.js";
import { rowsOf, type SearchScope } from "./search-scope.js";
import { contentTerms, weightOfTerms } from "./titles/content-terms.js";
import { everyOf, inTitle } from "./tsquery.js";
import { FILLER_IMPORTANCE } from "./words/query-terms.js";

/**
 * Bonuses on top of the terms, in shares of the sum of all term weights: a bonus of 1 counts as much as holding every term at the highest
 * rank. Words of one post that stand together by chance are common; in the order of the query and adjacent they are what was looked for.
 * docs/search.md says where each value comes from, and what fails without it.
 */
const BONUS = {
  /** The title holds every phrase of the query, or the whole query as one phrase. */
  phrasesInTitle: 1,
  /** The title or the headings hold every phrase, words at the ends of the query left aside. */
  phrasesInTitleOrHeadings: 0.4,
  /** The same anywhere in the post. */
  phrases: 0.5,
  /** The same if each phrase is one word, so that the post holds them in any order. */
  phrasesOfOneWord: 0.2,
  /** The post holds every word. */
  allWords: 0.3,
  /** The post holds every word in the form that was typed, not only its stem or its parts. */
  exactWords: 0.4,
  /** The title holds every word. */
  allWordsInTitle: 0.5,
  /** Multiplied by the square of the share of the query's weight that the title holds. */
  titleEvidence: 1,
  /** For each topic that the title, a category or a tag holds. */
  topicInTitle: 0.2,
  /** For each topic that the post does not hold. */
  missingTopic: -1.4,
  /** The title holds every word and every filler. */
  fillersInTitle: 0.3,
  /** The title or the headings do. */
  fillersInTitleOrHeadings: 0.2,
  /** The title holds the whole query as one phrase, possibly truncated at its ends. */
  fullPhraseInTitle: 0.4,
  /** The title or the headings do. */
  fullPhraseInHeadings: 0.3,
  /** The same anywhere in the post. */
  fullPhrase: 0.8,
  /** The post holds the whole query without a truncated word at an end, which no body matches. */
  innerPhrase: 0.5,
  /** The post holds every word, and all but the first or the last of them as a phrase; in shares of the whole text's weight. */
  neighbours: 0.5,
  /** The same, in shares of the weight of the words that are looked for. */
  neighbouringWords: 0.6,
  /** The characters of the query occur in the title as typed. */
  typedTextInTitle: 0.6,
  /** The same for a query of one word, which occurs inside of other words more often, such as go in django. */
  typedWordInTitle: 0.2,
  /** The query is the title. */
  equalsTitle: 1,
  /** The query is the name of a category or tag of the post. */
  equalsTermName: 0.8,
  /** The title holds every phrase; multiplied by the share of the title that the query makes up. */
  titleCoverage: 0.3,
  /** The post holds every name of the query that has a mark, such as --rm. As plain words these are common, also in titles. */
  markedNames: 3,
  /** The post holds the words as they were typed that are put right although posts hold them. */
  rareSpellings: 6,
  /** Divided by 1 and the length of the post: a long one holds any words by chance. */
  brevity: 0.35,
  /** The post is new; fades with its age. Small, so that it only orders posts that match alike. */
  recency: 0.05,
};

/** Of so many different lexemes a post counts half as brief as an empty one. */
const HALF_BRIEF = "1200.0";
/** After this time, recency counts 1/e. */
const RECENCY_SECONDS = "(730 * 86400.0)";
/** Larger exponents are an underflow error in PostgreSQL. */
const MAX_EXPONENT = 700;

export interface ScoreSql {
  scope: SearchScope;
  /** The day that ages are counted from. */
  asOf: string;
  /** A query of the candidates' post_id. They are in the scope already. */
  candidates: string;
  /** Further columns of the result. */
  more: string;
}

/** A query with the columns id, score and instant, and `more`, best first; equal scores in the order of publication. */
export function scoreSql(
  parameters: SqlParameters,
  plan: WeightedPlan,
  { scope, asOf, candidates, more }: ScoreSql,
): string {
  // Written out term by term: a sum over rows of terms takes two to four times as long.
  const ranks = plan.terms.map((term, index) => {
    const weight = parameters.bind(plan.weights[index] ?? 0, "double precision");
    return `${weight} * ts_rank(${RANK_WEIGHTS}, v, ${bindTsquery(parameters, term.tsquery)})`;
  });
  const total = (weights: readonly number[]) =>
    parameters.bind(
      weights.reduce((sum, weight) => sum + weight, 0),
      "double precision",
    );
  const { ofWords, ofText } = bonusSql(parameters, plan, asOf);
  const bonuses = `${total(plan.weights)} * (${ofWords}) + ${total(rarities(plan))} * (${ofText})`;
  // Each candidate is looked up by its id: its row is read once, and its vector is copied once for all expressions that use it.
  return `select x.post_id as id, round((1000 * (${ranks.join(" + ")} + ${bonuses}))::numeric)::bigint as score,
       visible_from as instant, ${more}
     from (${candidates}) c cross join lateral (
       select s.post_id, s.visible_from, s.title_folded, s.head, (s.head @@ ${phrasesInTitle(parameters, plan)})::int as in_title,
         setweight(s.doc, 'D', '{}'::text[]) as v
       from ${rowsOf(scope)} where s.post_id = c.post_id offset 0) x
     order by score desc, instant, id desc`;
}

/** The weights of the terms as if all were equally important: text that was typed as it stands in a post is evidence with its fillers. */
const rarities = (plan: WeightedPlan): number[] =>
  plan.terms.map(({ importance }, index) => (plan.weights[index] ?? 0) / importance);

/** The share of the query's weight that the title holds, squared, so that few words of many count little. */
function titleEvidence(parameters: SqlParameters, plan: WeightedPlan): string {
  const terms = contentTerms(plan);
  const total = weightOfTerms(terms) || 1;
  const shares = terms.map(({ tsquery, weight }) => {
    const share = parameters.bind(weight / total, "double precision");
    return `${share} * (head @@ ${bindTsquery(parameters, inTitle(tsquery))})::int`;
  });
  return shares.length === 0 ? "0" : `(${shares.join(" + ")}) ^ 2`;
}

function phrasesInTitle(parameters: SqlParameters, plan: WeightedPlan): string {
  const phrases = inTitle(everyOf(plan.phrases) ?? "");
  return bindTsquery(parameters, either(phrases, plan.fullPhrase === null ? null : inTitle(plan.fullPhrase)));
}

interface Bonuses {
  /** In shares of the weight of the words that are looked for. */
  ofWords: string;
  /** In shares of the weight of the whole text. */
  ofText: string;
}

/** Sums over the columns of the candidate: head and v are its vectors, in_title says whether the title holds the phrases. */
function bonusSql(parameters: SqlParameters, plan: WeightedPlan, asOf: string): Bonuses {
  const tsquery = (expression: string) => bindTsquery(parameters, expression);
  const bonusIf = (condition: string, bonus: number) => `(${condition})::int * ${bonus}`;
  const words = everyOf(plan.requiredWords) ?? "";
  const phrases = tsquery(
    either(
      everyOf(plan.phrases) ?? "",
      middleExpression(plan, (edge) => isLikelyTruncated(plan, edge)),
    ),
  );
  const arePhrasesWords = plan.phrases.every((phrase) => plan.requiredWords.includes(phrase));
  const typed = parameters.bind(plan.foldedQuery, "text");
  const length = parameters.bind(plan.characterCount, "integer");
  const day = parameters.bind(asOf, "timestamptz");
  const ofWords = [
    `in_title * ${BONUS.phrasesInTitle}`,
    bonusIf(`head @@ ${phrases}`, BONUS.phrasesInTitleOrHeadings),
    bonusIf(`v @@ ${phrases}`, arePhrasesWords ? BONUS.phrasesOfOneWord : BONUS.phrases),
    bonusIf(`v @@ ${tsquery(words)}`, BONUS.allWords),
    bonusIf(`head @@ ${tsquery(inTitle(words))}`, BONUS.allWordsInTitle),
    `in_title * ${BONUS.titleCoverage} * least(1, ${length} / greatest(1.0, length(title_folded)))`,
    `${BONUS.recency} * exp(-least(${MAX_EXPONENT}, greatest(0,
       extract(epoch from ${day} - least(visible_from, ${day})) / ${RECENCY_SECONDS})))`,
  ];
  // A single word is a name, of which a long post may say more, and code stands where it was copied from.
  if (plan.requiredWords.length > 1 && !plan.literals.isCode)
    ofWords.push(`${BONUS.brevity} / (1 + length(v) / ${HALF_BRIEF})`);
  // A query without spaces is a name or was copied from a text, of which a title holds many pieces by chance.
  if (plan.fullPhrase !== null) ofWords.push(`${BONUS.titleEvidence} * ${titleEvidence(parameters, plan)}`);
  ofWords.push(...topicBonuses(parameters, plan));
  const exact = everyOf(plan.exactWords);
  if (exact !== null && exact !== words) ofWords.push(bonusIf(`v @@ ${tsquery(exact)}`, BONUS.exactWords));
  if (plan.writtenWords.length > plan.requiredWords.length) {
    const written = everyOf(plan.writtenWords) ?? "";
    ofWords.push(
      bonusIf(`head @@ ${tsquery(inTitle(written))}`, BONUS.fillersInTitle),
      bonusIf(`head @@ ${tsquery(written)}`, BONUS.fillersInTitleOrHeadings),
    );
  }
  const ofText = [
    bonusIf(
      `strpos(title_folded, ${typed}) > 0`,
      plan.fullPhrase === null ? BONUS.typedWordInTitle : BONUS.typedTextInTitle,
    ),
    bonusIf(`title_folded = ${typed}`, BONUS.equalsTitle),
    bonusIf(`head @@ ${tsquery(quoteLexeme(termNameLexeme(plan.foldedQuery)))}`, BONUS.equalsTermName),
  ];
  if (plan.fullPhrase !== null) {
    ofText.push(
      bonusIf(`head @@ ${tsquery(inTitle(plan.fullPhrase))}`, BONUS.fullPhraseInTitle),
      bonusIf(`head @@ ${tsquery(plan.fullPhrase)}`, BONUS.fullPhraseInHeadings),
      bonusIf(`v @@ ${tsquery(plan.fullPhrase)}`, BONUS.fullPhrase),
    );
  }
  const rare = everyOf(plan.rareSpellings);
  if (rare !== null) ofWords.push(bonusIf(`v @@ ${tsquery(rare)}`, BONUS.rareSpellings));
  ofWords.push(...markedBonus(parameters, plan));
  if (plan.innerPhrase !== null && plan.edgeWords.some((edge) => isLikelyTruncated(plan, edge)))
    ofText.push(bonusIf(`v @@ ${tsquery(plan.innerPhrase)}`, BONUS.innerPhrase));
  if (plan.neighbours !== null) {
    const held = `v @@ ${tsquery(everyOf([...plan.requiredWords, plan.neighbours]) ?? "")}`;
    ofText.push(bonusIf(held, BONUS.neighbours));
    if (!isQuestion(plan)) ofWords.push(bonusIf(held, BONUS.neighbouringWords));
  }
  return { ofWords: ofWords.join("\n + "), ofText: ofText.join("\n + ") };
}

function markedBonus(parameters: SqlParameters, { markedNames }: WeightedPlan): string[] {
  const names = everyOf(markedNames);
  return names === null ? [] : [`(v @@ ${bindTsquery(parameters, names)})::int * ${BONUS.markedNames}`];
}

/** The fillers of a script without spaces are those of questions, which other posts ask in the same words about something else. */
const isQuestion = ({ terms }: WeightedPlan): boolean =>
  terms.some(({ isWord, importance }) => !isWord && importance <= FILLER_IMPORTANCE);

/** A single word is what every match holds. */
const topicBonuses = (parameters: SqlParameters, { requiredWords, topics }: WeightedPlan): string[] =>
  (requiredWords.length < 2 ? [] : topics).flatMap((topic) => [
    `(head @@ ${bindTsquery(parameters, inTitle(topic))})::int * ${BONUS.topicInTitle}`,
    `(not v @@ ${bindTsquery(parameters, topic)})::int * ${BONUS.missingTopic}`,
  ]);

const either = (one: string, other: string | null): string => (other === null ? one : `(${one}) | (${other})`);
