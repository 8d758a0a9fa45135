// The id by which another system knows a post. It is opaque: it is stored and compared exactly as that system gave it.
import type { EntityManager } from "typeorm";
import { isWellFormedText } from "../../../lib/text.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { Refusal } from "../../../platform/graphql/user-error.js";
import type { InputCheck } from "../../input-check.js";
import { Post } from "../post.entity.js";
import type { PostFields } from "./post-record.js";

/** In code points. */
const MAX_LENGTH = 255;

/** Null clears it. An invalid one adds an error to the check. */
export function checkedExternalId(check: InputCheck, externalId: string | null): string | null {
  if (externalId === null) return null;
  const length = [...externalId].length;
  if (isWellFormedText(externalId) && length >= 1 && length <= MAX_LENGTH) return externalId;
  const actual = isWellFormedText(externalId) ? `got ${length}` : "got one with U+0000 or an unpaired surrogate";
  check.invalid(`Expected an external id of 1 to ${MAX_LENGTH} characters, ${actual}.`, "externalId");
  return null;
}

const HOLDER = sql`/* Post.externalId holder */ select ${selectColumns(Post, "p", ["id"])} from post p
  where p.external_id = $1 and p.id <> $2::uuid`;

/** The error if another post has the external id. Between concurrent changes, the unique constraint decides. */
export async function externalIdTaken(
  tx: EntityManager,
  { id, externalId }: Pick<PostFields, "id" | "externalId">,
): Promise<Refusal | null> {
  if (externalId === null) return null;
  const [holder] = await queryPrepared(tx, HOLDER, [externalId, id]);
  if (holder === undefined) return null;
  const message = `Another post has the external id "${externalId}".`;
  return Refusal.of("EXTERNAL_ID_TAKEN", message, ["input", "externalId"]);
}
