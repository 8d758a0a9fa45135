// Creates and revokes API tokens, for the GraphQL API and the command line.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { isWellFormedText } from "../../lib/text.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { recordEvents } from "../../platform/events/outbox.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import { Refusal, throwUserError, UserErrors } from "../../platform/graphql/user-error.js";
import { requireViewer } from "../access/require-viewer.js";
import type { Context } from "../context.js";
import type { Role } from "../viewer.js";
import { ApiToken } from "./api-token.entity.js";
import type { CreateApiTokenInput, RevokeApiTokenInput } from "./api-token.inputs.js";
import { newSecret } from "./api-token-secret.js";

const MAX_NAME_LENGTH = 200;

const LOCK = "/* ApiToken.lock */ select 1 from api_token where id = $1 for update";
/** By SQL, because the entity belongs to a higher floor; the lock keeps the author until the token is stored. */
const LOCK_AUTHOR = "/* ApiToken.author lock */ select 1 from author where id = $1 for key share";
const IS_PAST = sql`/* ApiToken.isPast */ select
  ${computedColumn("isPast", "boolean", "coalesce($1::timestamptz <= now(), false)")}`;

export interface NewApiToken {
  name: string;
  role: Role;
  /** A UUID for role AUTHOR, null for all other roles. */
  authorId: string | null;
  /** Null for a token that does not expire. */
  expiresAt: string | null;
}

export interface CreatedApiToken {
  id: string;
  prefix: string;
  /** Available only here, since it is not stored. */
  secret: string;
}

export async function createApiToken(ctx: Context, input: CreateApiTokenInput): Promise<CreatedApiToken> {
  requireViewer(ctx, "manageToken");
  const errors: Refusal[] = [];
  const authorId = authorIdOf(input, errors);
  const token = { name: input.name, role: input.role, authorId, expiresAt: input.expiresAt ?? null };
  return ctx.transact((tx) => insertApiToken(tx, token, errors));
}

/** Throws all user errors together, including those that were found earlier. */
export async function insertApiToken(
  tx: EntityManager,
  token: NewApiToken,
  earlierErrors: readonly Refusal[] = [],
): Promise<CreatedApiToken> {
  const errors = [...earlierErrors];
  const name = checkedName(token.name, errors);
  await checkExpiry(tx, token.expiresAt, errors);
  await checkAuthor(tx, token.authorId, errors);
  if (errors.length > 0) throw new UserErrors(...errors);
  const { secret, prefix, digest } = newSecret();
  const { role, authorId, expiresAt } = token;
  const id = randomUUID();
  await insertRow(tx, ApiToken, { id, name, role, authorId, secretHash: digest, prefix, expiresAt });
  return { id, prefix, secret };
}

/** Connections that are open with the token are closed at this event. It concerns no content. */
export const TOKEN_REVOKED = "token.revoked";

/** Returns the UUID of the token. Revoking a revoked token changes nothing. */
export async function revokeApiToken(ctx: Context, input: RevokeApiTokenInput): Promise<string> {
  requireViewer(ctx, "manageToken");
  const id = decodeGlobalId(input.id);
  if (id?.type !== "ApiToken")
    throwUserError("INVALID", "Expected the id of an API token, got another.", ["input", "id"]);
  await ctx.transact(async (tx) => {
    const found = await queryPrepared(tx, LOCK, [id.uuid]);
    if (found.length === 0) throwUserError("NOT_FOUND", "No token with this id exists.", ["input", "id"]);
    await updateRow(tx, ApiToken, id.uuid, { revokedAt: () => "coalesce(revoked_at, now())" });
    await recordEvents(tx, [{ type: TOKEN_REVOKED, payload: { tokenId: id.uuid } }]);
  });
  return id.uuid;
}

/**
 * Revokes the tokens of an author that is merged into another. They stay in the list of tokens, as tokens of the author that remains, whose
 * posts they never could write.
 */
export async function revokeTokensOfAuthor(
  tx: EntityManager,
  { authorId, successorId }: { authorId: string; successorId: string },
): Promise<void> {
  await tx.query(
    `/* ApiToken.revokeOfAuthor */ update api_token set author_id = $2, revoked_at = coalesce(revoked_at, now())
     where author_id = $1`,
    [authorId, successorId],
  );
}

function authorIdOf({ role, authorId }: CreateApiTokenInput, errors: Refusal[]): string | null {
  const path = ["input", "authorId"];
  if (authorId == null) {
    if (role === "AUTHOR") errors.push(Refusal.of("INVALID", "Expected an author for a token of role AUTHOR.", path));
    return null;
  }
  if (role !== "AUTHOR") errors.push(Refusal.of("INVALID", `Expected no author for a token of role ${role}.`, path));
  const decoded = decodeGlobalId(authorId);
  if (decoded?.type === "Author") return decoded.uuid;
  errors.push(Refusal.of("INVALID", "Expected the id of an author, got another.", path));
  return null;
}

function checkedName(value: string, errors: Refusal[]): string {
  const path = ["input", "name"];
  const name = value.normalize("NFC").trim();
  const length = [...name].length;
  if (!isWellFormedText(value)) {
    errors.push(
      Refusal.of("INVALID", "The text contains U+0000 or an unpaired surrogate, which cannot be stored.", path),
    );
  } else if (length < 1 || length > MAX_NAME_LENGTH) {
    errors.push(Refusal.of("INVALID", `Expected a name of 1 to ${MAX_NAME_LENGTH} characters, got ${length}.`, path));
  }
  return name;
}

async function checkExpiry(tx: EntityManager, expiresAt: string | null, errors: Refusal[]): Promise<void> {
  const [expiry] = await queryPrepared(tx, IS_PAST, [expiresAt]);
  if (expiry?.isPast !== true) return;
  errors.push(Refusal.of("INVALID", `Expected an instant in the future, got ${expiresAt}.`, ["input", "expiresAt"]));
}

async function checkAuthor(tx: EntityManager, authorId: string | null, errors: Refusal[]): Promise<void> {
  if (authorId === null) return;
  const found = await queryPrepared(tx, LOCK_AUTHOR, [authorId]);
  if (found.length > 0) return;
  errors.push(Refusal.of("NOT_FOUND", "No author with this id exists.", ["input", "authorId"]));
}
