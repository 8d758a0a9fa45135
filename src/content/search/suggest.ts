// Completions of a prefix that is being typed: names of categories and tags and titles that begin with it, then titles that hold its
// words. The statements are short and use small indexes, since clients send a query with every key.

import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import type { Node } from "../../platform/graphql/node.js";
import { categoryById } from "../categories/category.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { tagById } from "../tags/tag.loaders.js";
import { existsForReader, visibleSql } from "../visibility.js";
import { fold } from "./index/fold.js";
import { runsOf } from "./index/tokens.js";
import { planQuery } from "./query/query-plan.js";
import { rowsOf } from "./query/search-scope.js";
import { everyOf, inTitle } from "./query/tsquery.js";
import { Suggestion } from "./search.types.js";
import { addSearchTags } from "./search-cache-tags.js";

interface Candidate {
  kind: "Category" | "Tag" | "Post";
  id: string;
}

/** The ICU collation makes folding independent of the locale of the database. */
const FOLDED_NAME = `lower(normalize(t.name, nfkc) collate "und-x-icu") collate "C"`;

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
  if (kind === "Post") return postById(ctx).load(id);
  return kind === "Tag" ? tagById(ctx).load(id) : categoryById(ctx).load(id);
}

const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

async function matchingTerms(ctx: Context, folded: string, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const start = parameters.bind(`${likeLiteral(folded)}%`, "text");
  const inside = parameters.bind(`%${likeLiteral(folded)}%`, "text");
  return ctx.db.query<Candidate>(
    `/* suggest.terms */
     select x.kind, x.id from (
       select 'Category' as kind, t.id, ${FOLDED_NAME} as folded, t.path as place from category t
       union all
       select 'Tag', t.id, ${FOLDED_NAME}, t.name from tag t where ${existsForReader(ctx, visibleSql("t"))}) x
     where x.folded like ${inside}
     order by x.folded like ${start} desc, x.kind, length(x.folded), x.place, x.id limit ${limit}`,
    parameters.values,
  );
}

async function matchingTitles(ctx: Context, folded: string, limit: number): Promise<Candidate[]> {
  const parameters = new SqlParameters();
  const from = rowsOf({ conditions: null });
  const start = parameters.bind(`${likeLiteral(folded)}%`, "text");
  const words = everyOf(planQuery(folded).phrases);
  // The title vector also holds names of categories and tags, so the title itself is checked for the words.
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
