// Links that sign a browser in once, within ten minutes.
import type { EntityManager } from "typeorm";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { Role } from "../viewer.js";
import { digestOfSecret, newSessionSecret } from "./session-secret.js";
import { StudioLinkRow } from "./studio-link.entity.js";

const LIFETIME = "10 minutes";

export interface LinkHolder {
  name: string;
  role: Role;
  /** A UUID for role AUTHOR, null for all other roles. */
  authorId: string | null;
}

/** The key of a new link, which is available only here. */
export async function createStudioLink(tx: EntityManager, { name, role, authorId }: LinkHolder): Promise<string> {
  const { secret, digest } = newSessionSecret();
  const insert = tx.createQueryBuilder().insert().into(StudioLinkRow);
  const row = insert.values({
    keyHash: digest,
    name,
    role,
    authorId,
    expiresAt: () => `now() + interval '${LIFETIME}'`,
  });
  await row.updateEntity(false).comment("StudioLink.insert").execute();
  return secret;
}

/** The key follows the number sign, so that no server and no log of one receives it. `origin` is that of the service. */
export const studioLinkOf = (origin: string, key: string): string => `${origin}/studio/#key=${key}`;

const TAKE_LINK = sql`/* StudioLink.take */ delete from studio_link l where l.key_hash = $1
  returning ${selectColumns(StudioLinkRow, "l", ["name", "role", "authorId"])}, ${computedColumn("isValid", "boolean", "l.expires_at > now()")}`;

/** Whom the link signs in, or null if there is no such link, also because it was used or has expired. */
export async function takeStudioLink(tx: EntityManager, key: string): Promise<LinkHolder | null> {
  const digest = digestOfSecret(key);
  const rows = digest === null ? [] : await queryPrepared(tx, TAKE_LINK, [digest]);
  const [link] = rows;
  return link?.isValid === true ? { name: link.name, role: link.role, authorId: link.authorId } : null;
}
