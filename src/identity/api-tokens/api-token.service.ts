// Making and revoking API tokens, for the graph and the command line alike.
import type { EntityManager } from "typeorm";
import { isWellFormedText } from "../../lib/text.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import { Refusal, throwUserError, UserErrors } from "../../platform/graphql/user-error.js";
import { requireViewer } from "../access/require-viewer.js";
import type { Context } from "../context.js";
import type { Role } from "../viewer.js";
import type { CreateApiTokenInput, RevokeApiTokenInput } from "./api-token.inputs.js";
import { newSecret } from "./api-token-secret.js";

const MAX_NAME_LENGTH = 200;

export interface NewApiToken {
  name: string;
  role: Role;
  /** UUID; for role AUTHOR and no other. */
  authorId: string | null;
  /** Null for a token that does not expire. */
  expiresAt: string | null;
}

export interface MadeApiToken {
  id: string;
  prefix: string;
  /** Told once, here: it is not kept. */
  secret: string;
}

export async function createApiToken(ctx: Context, input: CreateApiTokenInput): Promise<MadeApiToken> {
  requireViewer(ctx, "manageToken");
  const faults: Refusal[] = [];
  const authorId = authorIdOf(input, faults);
  const token = { name: input.name, role: input.role, authorId, expiresAt: input.expiresAt ?? null };
  return ctx.transact((tx) => insertApiToken(tx, token, faults));
}

/** Refuses with all faults at once, those found before among them. */
export async function insertApiToken(
  tx: EntityManager,
  token: NewApiToken,
  earlierFaults: readonly Refusal[] = [],
): Promise<MadeApiToken> {
  const faults = [...earlierFaults];
  const name = checkedName(token.name, faults);
  await checkExpiry(tx, token.expiresAt, faults);
  await checkAuthor(tx, token.authorId, faults);
  if (faults.length > 0) throw new UserErrors(...faults);
  const { secret, prefix, digest } = newSecret();
  const [row]: { id: string }[] = await tx.query(
    `insert into api_token (name, role, author_id, secret_hash, prefix, expires_at) values ($1, $2, $3, $4, $5, $6)
     returning id`,
    [name, token.role, token.authorId, digest, prefix, token.expiresAt],
  );
  return { id: row?.id ?? "", prefix, secret };
}

/** The UUID of the token. Revoking it again changes nothing. */
export async function revokeApiToken(ctx: Context, input: RevokeApiTokenInput): Promise<string> {
  requireViewer(ctx, "manageToken");
  const id = decodeGlobalId(input.id);
  if (id?.type !== "ApiToken")
    throwUserError("INVALID", "An id of ApiToken was expected, but another came.", ["input", "id"]);
  await ctx.transact(async (tx) => {
    const found: unknown[] = await tx.query("select 1 from api_token where id = $1 for update", [id.uuid]);
    if (found.length === 0) throwUserError("NOT_FOUND", "No token with this id exists.", ["input", "id"]);
    await tx.query("update api_token set revoked_at = coalesce(revoked_at, now()) where id = $1", [id.uuid]);
  });
  return id.uuid;
}

function authorIdOf({ role, authorId }: CreateApiTokenInput, faults: Refusal[]): string | null {
  const path = ["input", "authorId"];
  if (authorId == null) {
    if (role === "AUTHOR") faults.push(Refusal.of("INVALID", "A token of role AUTHOR needs an author.", path));
    return null;
  }
  if (role !== "AUTHOR") faults.push(Refusal.of("INVALID", `A token of role ${role} belongs to no author.`, path));
  const decoded = decodeGlobalId(authorId);
  if (decoded?.type === "Author") return decoded.uuid;
  faults.push(Refusal.of("INVALID", "An id of Author was expected, but another came.", path));
  return null;
}

function checkedName(value: string, faults: Refusal[]): string {
  const path = ["input", "name"];
  const name = value.normalize("NFC").trim();
  const length = [...name].length;
  if (!isWellFormedText(value)) {
    faults.push(Refusal.of("INVALID", "The text holds U+0000 or half of a surrogate pair.", path));
  } else if (length < 1 || length > MAX_NAME_LENGTH) {
    faults.push(Refusal.of("INVALID", `A name has 1 to ${MAX_NAME_LENGTH} characters, but this has ${length}.`, path));
  }
  return name;
}

async function checkExpiry(tx: EntityManager, expiresAt: string | null, faults: Refusal[]): Promise<void> {
  const [clock]: { isPast: boolean }[] = await tx.query(
    'select coalesce($1::timestamptz <= now(), false) as "isPast"',
    [expiresAt],
  );
  if (clock?.isPast !== true) return;
  faults.push(
    Refusal.of("INVALID", `A token must expire in the future, but ${expiresAt} is past.`, ["input", "expiresAt"]),
  );
}

async function checkAuthor(tx: EntityManager, authorId: string | null, faults: Refusal[]): Promise<void> {
  if (authorId === null) return;
  const found: unknown[] = await tx.query("select 1 from author where id = $1 for key share", [authorId]);
  if (found.length > 0) return;
  faults.push(Refusal.of("NOT_FOUND", "No author with this id exists.", ["input", "authorId"]));
}
