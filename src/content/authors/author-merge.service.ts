// Merges and deletes authors. Each function is one transaction that also records its event.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import { revokeTokensOfAuthor } from "../../identity/api-tokens/api-token.service.js";
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { adoptFormerPaths, deleteFormerPaths } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { replaceTerm } from "../terms/post-terms.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { recordFormerSlug } from "../terms/slugged-node.js";
import { lockTerms } from "../terms/term-lock.js";
import { Author } from "./author.entity.js";
import type { DeleteAuthorInput, MergeAuthorsInput } from "./author.inputs.js";
import { POSTS_OF_AUTHOR } from "./author.service.js";

const LOCK = sql`/* Author.lock of merge */ select ${selectColumns(Author, "t", ["slug", "version"])}
  from author t where t.id = $1 for update`;

/** Counts posts of every status. */
const HAS_POSTS = sql`/* Author.hasPosts */ select
  ${computedColumn("hasPosts", "boolean", "exists (select 1 from post_author m where m.author_id = $1)")}`;

/** Returns the id of the remaining author. */
export async function mergeAuthors(ctx: Context, input: MergeAuthorsInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const check = new InputCheck();
  const sourceId = check.requiredId(input.sourceId, "Author", "sourceId");
  const targetId = check.requiredId(input.targetId, "Author", "targetId");
  const path = ["input", "targetId"];
  if (sourceId === targetId) throwUserError("INVALID", "An author cannot be merged into itself.", path);
  await transactWithSlug(ctx, async (tx) => {
    // Join rows are copied with the visibility of their posts, which must not change meanwhile.
    await lockTerms(tx, "exclusive");
    const source = await lockAuthor(tx, sourceId, "sourceId");
    const target = await lockAuthor(tx, targetId, "targetId");
    await replaceTerm(tx, "author", { from: sourceId, to: targetId });
    await adoptFormerPaths(tx, "author", sourceId, targetId);
    await recordFormerSlug(tx, "author", targetId, { from: source.slug, to: target.slug });
    // A merge gives no viewer rights on the posts of the target.
    await revokeTokensOfAuthor(tx, { authorId: sourceId, successorId: targetId });
    await deleteRow(tx, Author, sourceId);
    await updateRow(tx, Author, targetId, { version: target.version + 1 });
    await refreshIndex(tx, POSTS_OF_AUTHOR, [targetId]);
    await recordContent(tx, [{ type: "author.merged", payload: { sourceId, targetId } }]);
  });
  return targetId;
}

/** Returns the id of the deleted author. */
export async function deleteAuthor(ctx: Context, input: DeleteAuthorInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const id = new InputCheck().requiredId(input.id, "Author", "id");
  await transactWithSlug(ctx, async (tx) => {
    // A post that is being written with this author is either finished before or finds the author missing.
    await lockTerms(tx, "exclusive");
    await lockAuthor(tx, id, "id");
    const [author] = await queryPrepared(tx, HAS_POSTS, [id]);
    if (author?.hasPosts !== false) {
      const message = "The author has posts. Give them other authors, or merge the author into another one.";
      throwUserError("AUTHOR_NOT_EMPTY", message, ["input", "id"]);
    }
    await deleteFormerPaths(tx, "author", id);
    await deleteRow(tx, Author, id);
    await recordContent(tx, [{ type: "author.deleted", payload: { authorId: id } }]);
  });
  return id;
}

async function lockAuthor(tx: EntityManager, id: string, field: string): Promise<Pick<Author, "slug" | "version">> {
  const [author] = await queryPrepared(tx, LOCK, [id]);
  return author ?? throwUserError("NOT_FOUND", "No author with this id exists.", ["input", field]);
}
