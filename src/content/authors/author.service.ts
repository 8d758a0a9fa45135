// Writes of authors. Each function is one transaction that also records its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { checkAsset } from "../assets/checked-asset.js";
import { recordContent } from "../cache-tags/content-event.js";
import { checkedImage } from "../images/image.inputs.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { chooseSlug, recordFormerSlug } from "../terms/slugged-node.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Author } from "./author.entity.js";
import type { CreateAuthorInput, UpdateAuthorInput } from "./author.inputs.js";

/** The posts of an author, for the search index: a post is found by the names of its authors. */
export const POSTS_OF_AUTHOR = "select post_id from post_author where author_id = $1";

type AuthorFields = Pick<Author, "slug" | "name" | "bio" | "avatar">;

const NO_FIELDS: AuthorFields = { slug: "", name: "", bio: null, avatar: null };

const LOCK = sql`/* Author.lock */ select ${selectColumns(Author, "t", ["id", "slug", "name", "bio", "avatar", "version"])}
  from author t where t.id = $1 for update`;

export async function createAuthor(ctx: Context, input: CreateAuthorInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const id = randomUUID();
  await transactWithSlug(ctx, async (tx) => {
    const change = { ...input, slug: input.slug ?? null };
    const fields = await checkedFields(tx, change, { before: NO_FIELDS, ownId: null });
    await insertRow(tx, Author, { id, ...fields });
    await recordContent(tx, [{ type: "author.created", payload: { authorId: id } }]);
  });
  return id;
}

export async function updateAuthor(ctx: Context, input: UpdateAuthorInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const id = new InputCheck().requiredId(input.id, "Author", "id");
  await transactWithSlug(ctx, async (tx) => {
    const [before] = await queryPrepared(tx, LOCK, [id]);
    if (before === undefined) throwUserError("NOT_FOUND", "No author with this id exists.", ["input", "id"]);
    requireVersion("Author", before, input.expectedVersion);
    const fields = await checkedFields(tx, input, { before, ownId: id });
    if (isUnchanged(before, fields)) return;
    await updateRow(tx, Author, id, { ...fields, version: before.version + 1 });
    await recordFormerSlug(tx, "author", id, { from: before.slug, to: fields.slug });
    if (fields.name !== before.name) await refreshIndex(tx, POSTS_OF_AUTHOR, [id]);
    await recordContent(tx, [{ type: "author.updated", payload: { authorId: id } }]);
  });
  return id;
}

async function checkedFields(
  tx: EntityManager,
  input: Omit<UpdateAuthorInput, "id" | "expectedVersion">,
  { before, ownId }: { before: AuthorFields; ownId: string | null },
): Promise<AuthorFields> {
  const check = new InputCheck();
  const { slug, name, bio, avatar } = before;
  const fields = { slug, name, bio, avatar };
  if (input.name !== undefined) {
    fields.name = check.text(input.name ?? "", { max: LIMITS.name, isRequired: true }, "name");
  }
  if (input.bio !== undefined) fields.bio = check.optionalText(input.bio, { max: LIMITS.description }, "bio");
  if (input.avatar !== undefined) {
    fields.avatar = input.avatar === null ? null : checkedImage(check, input.avatar, "avatar");
    await checkAsset(tx, check, fields.avatar, "avatar");
  }
  if (input.slug !== undefined) {
    fields.slug = await chooseSlug(tx, check, "author", { slug: input.slug, name: fields.name, ownId });
  }
  check.finish();
  return fields;
}
