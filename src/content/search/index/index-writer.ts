// Writes the index rows of posts, in the transaction that writes the posts. It is on a lower floor than posts and terms, which call it
// themselves, so that no post is saved, published or unpublished without its row.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../../lib/chunks.js";
import { binaryArray } from "../../../platform/db/binary-array.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { INDEX_COLUMNS } from "./bulk/index-row.js";
import { fold } from "./fold.js";
import { imageTextsOf, type SearchDocument, type SearchVectors } from "./search-document.js";
import { TOKENISER_VERSION } from "./tokens.js";
import { type Vectorise, vectoriseHere } from "./vector-thread.js";

/** The names by which a post is found that are not its own text. */
export type IndexedNames = Pick<SearchDocument, "terms" | "seriesAndAuthors">;

/** What is indexed of a post. If the names are absent, they are read from the database. */
export type IndexedPost = Omit<SearchDocument, keyof IndexedNames> & { names?: IndexedNames };

const COLUMNS = Object.keys(INDEX_COLUMNS).join(", ");
/** Posts of one statement. */
const CHUNK_SIZE = 25;

export async function indexPosts(
  tx: EntityManager,
  posts: readonly IndexedPost[],
  vectorise: Vectorise = vectoriseHere,
): Promise<void> {
  if (posts.length === 0) return;
  const unnamed = posts.filter(({ names }) => names === undefined).map(({ postId }) => postId);
  const read = unnamed.length === 0 ? null : await readNames(tx, unnamed);
  const documents = posts.map(({ names, ...post }) => ({ ...post, ...(names ?? read?.get(post.postId) ?? NO_NAMES) }));
  // Vectorising starts for all chunks at once, so that a worker thread makes the next vectors while the database stores these.
  const chunks = [...chunksOf(documents, CHUNK_SIZE)].map((chunk) => ({ chunk, vectors: vectorise(chunk) }));
  // They are awaited one after the other below; a later rejection must not count as unhandled until then.
  for (const { vectors } of chunks) vectors.catch(() => undefined);
  for (const { chunk, vectors } of chunks) await saveVectors(tx, rowsOf(chunk, await vectors));
}

function rowsOf(documents: readonly SearchDocument[], vectors: readonly SearchVectors[]): IndexRow[] {
  return documents.map(({ postId, title }, index) => {
    const made = vectors[index];
    if (made === undefined) throw new Error("Expected vectors of every post.");
    return { postId, title, vectors: made };
  });
}

const NO_NAMES: IndexedNames = { terms: [], seriesAndAuthors: [] };

const WRITE = `/* search index.write */
  with v(post_id, title_folded, head, doc, is_clipped) as (
    select * from unnest($1::uuid[], $2::text[], $3::tsvector[], $4::tsvector[], $5::boolean[])),
  found as (select v.*, p.visible_from from v join post p on p.id = v.post_id),
  ${upsertSql("search_public", "<=")}, ${upsertSql("search_pending", ">")},
  gone_public as (delete from search_public s using found f where s.post_id = f.post_id and f.visible_from > now())
  delete from search_pending s using found f where s.post_id = f.post_id and f.visible_from <= now()`;

/** The index row of a post whose vectors have been computed. */
export interface IndexRow extends Pick<SearchDocument, "postId" | "title"> {
  vectors: SearchVectors;
}

/** Writes the rows of some hundred posts, which their transaction has written. */
export async function saveVectors(tx: EntityManager, rows: readonly IndexRow[]): Promise<void> {
  const column = (type: string, read: (row: IndexRow) => unknown) => binaryArray(type, rows.map(read));
  await queryPrepared(tx, WRITE, [
    column("uuid", ({ postId }) => postId),
    column("text", ({ title }) => fold(title)),
    column("tsvector", ({ vectors }) => vectors.titleVector),
    column("tsvector", ({ vectors }) => vectors.documentVector),
    column("boolean", ({ vectors }) => vectors.isClipped),
  ]);
}

/** A row that would not change is not written, because an update of a vector updates all its index entries. A trigger adds its categories. */
function upsertSql(table: string, side: "<=" | ">"): string {
  return `into_${table} as (
    insert into ${table} (${COLUMNS})
    select post_id, ${TOKENISER_VERSION}, visible_from, title_folded, head, doc, is_clipped from found
    where visible_from ${side} now()
    on conflict (post_id) do update set tokeniser_version = excluded.tokeniser_version,
      visible_from = excluded.visible_from, title_folded = excluded.title_folded, head = excluded.head,
      doc = excluded.doc, is_clipped = excluded.is_clipped
    where (${table}.tokeniser_version, ${table}.visible_from, ${table}.category_ids, ${table}.head, ${table}.doc)
      is distinct from (excluded.tokeniser_version, excluded.visible_from, excluded.category_ids, excluded.head, excluded.doc))`;
}

/** SQL for the names of a post's categories and then of its tags, in their order. `postId` is an SQL expression. */
export const termNamesSql = (postId: string): string =>
  `(array(select c.name from post_category m join category c on c.id = m.category_id
     where m.post_id = ${postId} order by m.position, c.name)
   || array(select t.name from post_tag m join tag t on t.id = m.tag_id
     where m.post_id = ${postId} order by m.position, t.name))`;

/** SQL for the title of a post's series and the names of its authors, in their order. `postId` is an SQL expression. */
export const seriesAndAuthorsSql = (postId: string): string =>
  `(array(select s.title from series_entry e join series s on s.id = e.series_id where e.post_id = ${postId})
   || array(select a.name from post_author m join author a on a.id = m.author_id
     where m.post_id = ${postId} order by m.position))`;

/** SQL for the texts of a body's headings, in their order. `body` is the alias of its table. */
export const headingsSql = (body: string): string =>
  `array(select h.value ->> 'text' from jsonb_array_elements(${body}.table_of_contents) with ordinality h(value, n)
     order by h.n)`;

async function readNames(tx: EntityManager, postIds: readonly string[]): Promise<Map<string, IndexedNames>> {
  const rows = await queryPrepared<IndexedNames & { postId: string }>(
    tx,
    `/* search index.names */ select x.id as "postId", ${termNamesSql("x.id")} as terms,
       ${seriesAndAuthorsSql("x.id")} as "seriesAndAuthors" from unnest($1::uuid[]) x(id)`,
    [postIds],
  );
  return new Map(rows.map(({ postId, ...names }) => [postId, names]));
}

/** Moves the rows of posts whose publication has changed to the table of their present visibility. */
export async function moveIndexRows(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  for (const table of ["search_public", "search_pending"]) {
    await tx.query(
      `/* search index.set visibility */ update ${table} s set visible_from = p.visible_from from post p
       where s.post_id = any($1::uuid[]) and p.id = s.post_id and s.visible_from <> p.visible_from`,
      [postIds],
    );
  }
  await moveRows(tx, postIds, { from: "search_public", to: "search_pending", side: ">" });
  await moveRows(tx, postIds, { from: "search_pending", to: "search_public", side: "<=" });
}

async function moveRows(
  tx: EntityManager,
  postIds: readonly string[],
  { from, to, side }: { from: string; to: string; side: "<=" | ">" },
): Promise<void> {
  await tx.query(
    `/* search index.move */
     with moved as (delete from ${from} where post_id = any($1::uuid[]) and visible_from ${side} now() returning ${COLUMNS})
     insert into ${to} (${COLUMNS}) select ${COLUMNS} from moved on conflict (post_id) do nothing`,
    [postIds],
  );
}

/** Writes the rows again from the stored posts. The posts are locked before they are read, so that no writer changes them meanwhile. */
export async function reindexPosts(
  tx: EntityManager,
  postIds: readonly string[],
  vectorise: Vectorise = vectoriseHere,
): Promise<void> {
  if (postIds.length === 0) return;
  await tx.query(
    "/* search index.lock posts */ select from post where id = any($1::uuid[]) order by id for no key update",
    [postIds],
  );
  const posts: (Omit<IndexedPost, "imageTexts"> & { html: string })[] = await tx.query(
    `/* search index.read posts */
     select p.id as "postId", p.title, b.text, b.html, ${headingsSql("b")} as headings
     from post p join post_body b on b.post_id = p.id where p.id = any($1::uuid[])`,
    [postIds],
  );
  const indexed = posts.map(({ html, ...post }) => ({ ...post, imageTexts: imageTextsOf(html) }));
  await indexPosts(tx, indexed, vectorise);
}

/** As many posts as a request may wait for. */
const MAX_INDEXED_NOW = 50;

/**
 * Indexes posts again after a name has changed by which they are found, of a category, tag, series or author: a few at once, many by the background job of reindex.ts. `postsSql`
 * selects the ids of the posts.
 */
export async function refreshIndex(tx: EntityManager, postsSql: string, parameters: unknown[]): Promise<void> {
  const rows: { id: string }[] = await tx.query(
    `/* search index.affected posts */ select id from post where id in (${postsSql})`,
    parameters,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length <= MAX_INDEXED_NOW) await reindexPosts(tx, ids);
  else await markOutdated(tx, ids);
}

/** Few enough for the timeout of a statement. */
const MARKED_PER_STATEMENT = 1_000;

export async function markOutdated(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(postIds, MARKED_PER_STATEMENT)) {
    for (const table of ["search_public", "search_pending"]) {
      await tx.query(
        `/* search index.mark outdated */ update ${table} set tokeniser_version = 0 where post_id = any($1::uuid[])`,
        [chunk],
      );
    }
  }
}
