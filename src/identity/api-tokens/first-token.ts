// The token of a site that has none yet, so that the first start of the embedded database can be written to at once.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { insertApiToken } from "./api-token.service.js";

/** The secret of a new administrator's token; null where any token was ever made. */
export function makeFirstToken(transact: WriteTransaction): Promise<string | null> {
  return transact(async (tx: EntityManager) => {
    // Of two processes that start together only one makes it.
    await tx.query("lock table api_token in share row exclusive mode");
    const made: unknown[] = await tx.query("select 1 from api_token limit 1");
    if (made.length > 0) return null;
    const token = { name: "First start", role: "ADMIN", authorId: null, expiresAt: null } as const;
    return (await insertApiToken(tx, token)).secret;
  });
}
