// Inserts posts that do not exist yet by COPY, some hundred at a time, with bodies that a worker thread has encoded. What it stores is what
// `savePosts` stores of them.
import type { EntityManager } from "typeorm";
import { columnValues } from "../../../platform/db/column-values.js";
import { bulkCopy, copyIn } from "../../../platform/db/copy/copy-in.js";
import { columnTypes } from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import type { BodyLayout, EncodedBody } from "../body/encoded-body.js";
import { BODY_ROW_COLUMNS } from "../body/post-body.columns.js";
import { SAVED_COLUMNS } from "../post.columns.js";
import { IMPORT_FACTS, saveRevisions } from "../revisions/revision-writer.js";
import { DEFAULT_EXCERPT_LENGTH, distinct, excerptOr, type PostFields, postRow, visibleFromOf } from "./post-record.js";
import { RELATIONS, relationColumns, relationRows } from "./post-writer.js";

export const BODY_LAYOUT: BodyLayout = {
  columns: BODY_ROW_COLUMNS.map(({ property, type }) => ({ property, type })),
  excerptLength: DEFAULT_EXCERPT_LENGTH,
};

export interface NewPost {
  fields: PostFields;
  body: EncodedBody;
}

/** From the root down, without the category itself, by the id of the category. */
export type AncestorIds = ReadonlyMap<string, readonly string[]>;

/** Expects the lock on terms. The rows of the search index are left to the caller, who writes them in the same transaction. */
export async function insertNewPosts(
  tx: EntityManager,
  posts: readonly NewPost[],
  ancestors: AncestorIds,
): Promise<void> {
  if (posts.length === 0) return;
  const fields = posts.map((post) => post.fields);
  const rows = posts.map(({ fields: post, body }) => {
    const excerpt = excerptOr(post.writtenExcerpt, () => body.generatedExcerpt);
    return columnValues(SAVED_COLUMNS, postRow(post, excerpt));
  });
  // Sent together, since no statement needs the result of another.
  await pipelined([
    bulkCopy(tx, { name: "Post.copy", table: "post", columns: columnTypes(SAVED_COLUMNS), rows }),
    copyIn(
      tx,
      { name: "PostBody.copy", table: "post_body", columns: BODY_ROW_COLUMNS.map(({ name }) => name) },
      posts.map(({ body }) => body.row),
    ),
    ...RELATIONS.map((relation) =>
      bulkCopy(tx, {
        name: `${relation.table}.copy`,
        table: relation.table,
        columns: relationColumns(relation),
        rows: relationRows(relation, fields),
      }),
    ),
    bulkCopy(tx, {
      name: "CategoryListing.copy",
      table: "category_listing",
      columns: { post_id: "uuid", category_id: "uuid", visible_from: "timestamptz" },
      rows: fields.flatMap((post) => listingRows(post, ancestors)),
    }),
    bulkCopy(tx, {
      name: "PostLink.copy",
      table: "post_link",
      columns: { post_id: "uuid", path: "text" },
      rows: posts.flatMap(({ fields: { id }, body }) => body.internalPaths.map((path) => [id, path])),
    }),
    saveRevisions(
      tx,
      fields.map(({ id }) => id),
      IMPORT_FACTS,
    ),
  ]);
}

function listingRows(post: PostFields, ancestors: AncestorIds): unknown[][] {
  const listed = distinct(post.categoryIds.flatMap((id) => [...(ancestors.get(id) ?? []), id]));
  return listed.map((id) => [post.id, id, visibleFromOf(post)]);
}
