// The meaning of the claims of an identity provider: who somebody is, in which role, and for which author they write.
import { isWellFormedText } from "../../lib/text.js";
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { BadCredentialError } from "../access/authentication-error.js";
import type { Role, Viewer } from "../viewer.js";

/** Highest first: if a token has several roles, the highest applies. */
const ROLES: readonly Role[] = ["ADMIN", "EDITOR", "AUTHOR"];
/**
 * The names of a role in a claim, compared exactly. Changing the case of a claim would admit other names: the upper case of U+0131 (dotless i)
 * is "I", which turns "adm\u0131n" into "ADMIN".
 */
const ROLE_BY_NAME: ReadonlyMap<unknown, Role> = new Map(
  ROLES.flatMap((role) => [[role, role] as const, [role.toLowerCase(), role] as const]),
);
/** The entity belongs to a higher floor, so its columns are not derived here. */
const AUTHOR_BY_SLUG = sql`/* Claims.author */ select ${computedColumn("id", "uuid", "a.id")} from author a where a.slug = $1`;
const MAX_NAME_LENGTH = 200;

type Claims = Readonly<Record<string, unknown>>;

export interface ClaimNames {
  roleClaim: string;
  authorClaim: string;
}

/** Throws a `BadCredentialError` if the claims, which must have been verified, name no viewer. */
export async function viewerOfClaims(
  db: SqlClient,
  claims: Claims,
  { roleClaim, authorClaim }: ClaimNames,
): Promise<Viewer> {
  // The libraries check that `sub` exists, not that it is a string.
  const name: unknown = claims.sub;
  if (typeof name !== "string" || name === "" || name.length > MAX_NAME_LENGTH || !isWellFormedText(name)) {
    throw new BadCredentialError("the subject is no string, empty, too long or cannot be stored");
  }
  const role = roleIn(claimAt(claims, roleClaim));
  if (role === null) throw new BadCredentialError(`the claim ${roleClaim} contains no known role`);
  return { name, role, authorId: role === "AUTHOR" ? await authorOf(db, claims, authorClaim) : null };
}

async function authorOf(db: SqlClient, claims: Claims, authorClaim: string): Promise<string> {
  const slug = claimAt(claims, authorClaim);
  const isUsable = typeof slug === "string" && isWellFormedText(slug);
  const [author] = isUsable ? await db.query(AUTHOR_BY_SLUG, [slug]) : [];
  if (author === undefined) throw new BadCredentialError(`the claim ${authorClaim} is not the slug of an author`);
  return author.id;
}

/** The claim with exactly this name, which may contain dots, or else the claim at the dotted path. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Null for an unknown name, and for anything but a string or a list of strings. */
function roleIn(claim: unknown): Role | null {
  const names: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  if (!names.every((name) => typeof name === "string")) return null;
  const roles = new Set(names.map((name) => ROLE_BY_NAME.get(name)));
  return ROLES.find((role) => roles.has(role)) ?? null;
}
