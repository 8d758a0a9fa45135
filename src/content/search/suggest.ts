// Completions of a prefix that is being typed: names of categories, tags, series and authors and titles that begin with it, then titles
// that hold its words. The statements are short and use small indexes, since clients send a query with every key.

import type { Context } from "../../identity/context.js";
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
import { runsOf } from "./index/script-runs.js";
import { planQuery } from "./query/query-plan.js";
import { rowsOf } from "./query/search-scope.js";
import { everyOf, inTitle } from "./query/tsquery.js";
import { Suggestion } from "./search.types.js";
import { addSearchTags } from "./search-cache-tags.js";

interface Candidate {
  kind: "Category" | "Tag" | "Series" | "Author" | "Post";
  id: string;
}

/** The ICU collation makes folding independent of the locale of the database. */
const foldedSql = (name: string): string => `lower(normalize(${name}, nfkc) collate "und-x-icu") collate "C"`;

export async function suggestionsFor(ctx: Context, prefix: string, limit: number): Promise<Suggestion[]> {
  const folded = fold(prefix.toWellFormed().replaceAll("\0", " ")).trimStart();
  if (folded.trim() === "") return [];
  addSearchTags(ctx.cacheTags);
  const [terms, titles] = await Promise.all([matchingTerms(ctx, folded, limit), matchingTitles(ctx, folded, limit)]);
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

async function matchingTerms(ctx: Context, folded: string, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const start = parameters.bind(`${likeLiteral(folded)}%`, "text");
  const inside = parameters.bind(`%${likeLiteral(folded)}%`, "text");
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
     where x.folded like ${inside}
     order by x.folded like ${start} desc, length(x.folded), x.rank, x.place, x.id limit ${limit}`,
    parameters.values,
  );
}

async function matchingTitles(ctx: Context, folded: string, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const from = rowsOf({ conditions: null });
  const start = parameters.bind(`${likeLiteral(folded)}%`, "text");
  const words = everyOf(planQuery(folded).phrases);
  // The title vector also holds names of categories, tags, series and authors, so the title itself is checked for the words.
  const typedWords =
    words === null
      ? ""
      : parameters.bind(
          [...runsOf(folded)].map((run) => run.text),
          "text[]",
        );
  const withWords =
    words === null
      ? ""
      : ` union all (select s.post_id, s.visible_from, 1 from ${from}
           where s.head @@ ${parameters.bind(inTitle(words), "text")}::tsquery
             and (select bool_and(strpos(s.title_folded, w.word) > 0) from unnest(${typedWords}) w(word))
           order by s.visible_from desc, s.post_id desc limit ${limit})`;
  const rows = await ctx.db.queryByIndex<{ id: string }>(
    `/* suggest.titles */
     select x.post_id as id from (
       (select s.post_id, s.visible_from, 0 as place from ${from} where s.title_folded like ${start}
        order by s.visible_from desc, s.post_id desc limit ${limit})${withWords}) x
     group by x.post_id order by min(x.place), max(x.visible_from) desc, x.post_id desc limit ${limit}`,
    parameters.values,
  );
  return rows.map(({ id }) => ({ kind: "Post", id }));
}
