// Completions of a text that is being typed: names of categories, tags, series and authors, and titles, first those that begin with it, then
// those that hold its words anywhere. The statements are short and use small indexes, since clients send a query with every key.

import type { Context } from "../../identity/context.js";
import { wellFormed } from "../../lib/text.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import type { Node } from "../../platform/graphql/node.js";
import { authorById } from "../authors/author.loaders.js";
import { categoryById } from "../categories/category.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { seriesById } from "../series/series.loaders.js";
import { tagById } from "../tags/tag.loaders.js";
import { existsForReader, visibleSql } from "../visibility.js";
import { fold } from "./index/fold.js";
import { planQuery } from "./query/query-plan.js";
import { newestRows, rowsOf, type SearchScope } from "./query/search-scope.js";
import { everyOf, inTitle } from "./query/tsquery.js";
import { Suggestion } from "./search.types.js";
import { addSearchTags } from "./search-cache-tags.js";
import { linkingPostsSql } from "./signals/link-score.js";
import { tellingWords } from "./telling-words.js";

interface Candidate {
  kind: "Category" | "Tag" | "Series" | "Author" | "Post";
  id: string;
}

/** What is typed, folded, and its words without fillers: `how to use linu` completes like `linu`. */
interface Typed {
  text: string;
  words: readonly string[];
}

/** The ICU collation makes folding independent of the locale of the database. */
const foldedSql = (name: string): string => `lower(normalize(${name}, nfkc) collate "und-x-icu") collate "C"`;

export async function suggestionsFor(ctx: Context, prefix: string, limit: number): Promise<Suggestion[]> {
  const text = fold(wellFormed(prefix)).trimStart();
  if (text.trim() === "") return [];
  addSearchTags(ctx.cacheTags);
  const typed = { text, words: tellingWords(text) };
  const [terms, titles] = await Promise.all([matchingTerms(ctx, typed, limit), matchingTitles(ctx, typed, limit)]);
  const someTerms = terms.slice(0, Math.max(Math.ceil(limit / 2), limit - titles.length));
  const candidates = [...someTerms, ...titles].slice(0, limit);
  const nodes = await Promise.all(candidates.map((candidate) => load(ctx, candidate)));
  return nodes.flatMap((node) =>
    node === null ? [] : [Object.assign(new Suggestion(), { text: "title" in node ? node.title : node.name, node })],
  );
}

function load(ctx: Context, { kind, id }: Candidate): Deferred<(Node & ({ title: string } | { name: string })) | null> {
  return LOADERS[kind](ctx).load(id);
}

const LOADERS = { Category: categoryById, Tag: tagById, Series: seriesById, Author: authorById, Post: postById };

const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

async function matchingTerms(ctx: Context, { text, words }: Typed, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const start = parameters.bind(`${likeLiteral(text)}%`, "text");
  const inside = parameters.bind(
    [...new Set([text, words.join(" "), words.join("")])].map((part) => `%${likeLiteral(part)}%`),
    "text[]",
  );
  const visible = existsForReader(ctx, visibleSql("t"));
  return ctx.db.query<Candidate>(
    `/* suggest.terms */
     select x.kind, x.id from (
       select 0 as rank, 'Category' as kind, t.id, ${foldedSql("t.name")} as folded, t.path as place from category t
       union all
       select 1, 'Tag', t.id, ${foldedSql("t.name")}, t.name from tag t where ${visible}
       union all
       select 2, 'Series', t.id, ${foldedSql("t.title")}, t.title from series t where ${visible}
       union all
       select 3, 'Author', t.id, ${foldedSql("t.name")}, t.name from author t where ${visible}) x
     where x.folded like any (${inside})
     order by x.folded like ${start} desc, length(x.folded), x.rank, x.place, x.id limit ${limit}`,
    parameters.values,
  );
}

/** So many titles that begin with the text, and so many that hold its words, are compared by their links; the newest if there are more. */
const COMPARED_TITLES = 50;
/**
 * So many of the newest posts are read in order for titles with the words. If they hold too few, so many of the posts that hold the words in
 * their titles or names are read.
 */
const [NEWEST_ROWS, GATHERED_ROWS] = [1_500, 5_000];
/** In the order of the index it follows every character that texts hold. */
const LAST_CHARACTER = "\u{10ffff}";
/** More links to a post are not counted. */
const MAX_LINKS = 100;

/** The number of other visible posts that link to the post `p`, by its path or a former one. */
const LINKS = `(select count(*) from (${linkingPostsSql("p.id", { limit: MAX_LINKS, condition: "true" })}) linking)`;

async function matchingTitles(ctx: Context, { text, words }: Typed, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const rows = rowsOf({ conditions: null });
  const newest = `order by s.visible_from desc, s.post_id desc limit ${COMPARED_TITLES}`;
  // A range and not LIKE, for which a plan that holds for all texts would read every title.
  const [from, to] = [text, text + LAST_CHARACTER].map((border) => parameters.bind(border, "text"));
  const begins = `s.title_folded >= ${from} and s.title_folded < ${to}`;
  const branches = [`(select s.post_id, 0 as place from ${rows} where ${begins} ${newest})`];
  const expression = everyOf(planQuery(words.join(" ")).requiredWords);
  const tables: string[] = [];
  if (expression !== null) {
    // The title vector also holds names of categories, tags, series and authors, so the title itself is checked for the words.
    const inTitleItself = `(select bool_and(strpos(s.title_folded, w.word) > 0) from unnest(${parameters.bind(words, "text[]")}) w(word))`;
    const match = `s.head @@ ${parameters.bind(inTitle(expression), "tsquery")}`;
    const scope: SearchScope = { reader: ctx, conditions: null, publishedUntil: null };
    const found = (from: string, condition: string) =>
      `materialized (select s.post_id from ${from} where ${condition} ${newest})`;
    tables.push(
      `in_newest as ${found(newestRows(scope, [], NEWEST_ROWS), `${match} and ${inTitleItself}`)}`,
      `gathered as ${found(
        `(select s.post_id, s.visible_from, s.title_folded from ${rows}
          where ${match} and (select count(*) from in_newest) < ${COMPARED_TITLES} limit ${GATHERED_ROWS}) s`,
        inTitleItself,
      )}`,
    );
    branches.push("(select post_id, 1 from in_newest)", "(select post_id, 1 from gathered)");
  }
  const found = await ctx.db.queryByIndex<{ id: string }>(
    `/* suggest.titles */
     ${tables.length === 0 ? "" : `with ${tables.join(", ")}`}
     select p.id from (select x.post_id, min(x.place) as place from (${branches.join(" union all ")}) x group by x.post_id) c
     join post p on p.id = c.post_id and ${visibleSql("p")}
     order by c.place, ${LINKS} desc, p.visible_from desc, p.id desc limit ${limit}`,
    parameters.values,
  );
  return found.map(({ id }) => ({ kind: "Post", id }));
}
