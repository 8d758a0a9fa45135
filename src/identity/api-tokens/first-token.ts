// Creates the first token of a site that has none, so that a new embedded database can be written to immediately.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { ApiToken } from "./api-token.entity.js";
import { insertApiToken } from "./api-token.service.js";

/** The secret of a new administrator token, or null if a token has ever been created. */
export function createFirstToken(transact: WriteTransaction): Promise<string | null> {
  return transact(async (tx: EntityManager) => {
    // If two processes start at the same time, only one of them creates the token.
    await tx.query("/* ApiToken.first lock */ lock table api_token in share row exclusive mode");
    const existing = await tx.find(ApiToken, { select: { id: true }, take: 1, comment: "ApiToken.any" });
    if (existing.length > 0) return null;
    const token = { name: "First start", role: "ADMIN", authorId: null, expiresAt: null } as const;
    return (await insertApiToken(tx, token)).secret;
  });
}
