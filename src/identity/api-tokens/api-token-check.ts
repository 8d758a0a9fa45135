// Checks API tokens. Every request queries the database, so that a revocation or a change of role takes effect with the next request in
// every process. Concurrent requests share statements, so that a flood of wrong tokens takes no more than a few connections.
import { BatchedLookUps } from "../../lib/batched-look-ups.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { BadCredentialError } from "../access/authentication-error.js";
import type { Platform } from "../context.js";
import type { Viewer } from "../viewer.js";
import { ApiToken } from "./api-token.entity.js";
import { digestOfCredential } from "./api-token-secret.js";

const USE_IS_STALE = "(last_used_at is null or last_used_at < now() - interval '1 minute')";
const FIND_TOKEN = sql`/* ApiToken.bySecret */ select ${selectColumns(ApiToken, "t", ["id", "name", "role", "authorId", "secretHash"])},
    ${computedColumn("isUseStale", "boolean", USE_IS_STALE)}
  from api_token t
  where t.secret_hash = any($1::bytea[]) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`;

type TokenRow = typeof FIND_TOKEN extends SqlText<infer Row> ? Row : never;

const MAX_STATEMENTS = 4;
const MAX_TOKENS = 500;

type Access = Pick<Platform, "privateReads" | "transact" | "log">;

export class ApiTokenCheck {
  readonly #access: Access;
  readonly #tokens: BatchedLookUps<Buffer, TokenRow | undefined>;
  /** The ids of tokens whose use is being recorded, so that concurrent requests do not record it twice. */
  readonly #writing = new Set<string>();

  constructor(access: Access) {
    this.#access = access;
    this.#tokens = new BatchedLookUps({
      load: async (digests: readonly Buffer[]) => {
        const rows = await access.privateReads.query(FIND_TOKEN, [digests]);
        const bySecret = new Map(rows.map((row) => [row.secretHash.toString("hex"), row]));
        return digests.map((digest) => bySecret.get(digest.toString("hex")));
      },
      maxRunning: MAX_STATEMENTS,
      maxKeys: MAX_TOKENS,
    });
  }

  async viewerOf(credential: string): Promise<Viewer> {
    const digest = digestOfCredential(credential);
    if (digest === null) throw new BadCredentialError("it is not a well-formed API token");
    const token = await this.#tokens.find(digest);
    if (token === undefined) throw new BadCredentialError("the API token is unknown, expired or revoked");
    if (token.isUseStale && !this.#writing.has(token.id)) void this.#recordUse(token.id);
    return { name: token.name, role: token.role, authorId: token.authorId, subject: `token:${token.id}` };
  }

  /** Runs in the background; the request does not wait for it. After a failure, the next request records the use. */
  async #recordUse(id: string): Promise<void> {
    this.#writing.add(id);
    try {
      await this.#access.transact((tx) => {
        const update = tx
          .createQueryBuilder()
          .update(ApiToken)
          .set({ lastUsedAt: () => "now()" });
        return update.where(`id = :id and ${USE_IS_STALE}`, { id }).comment("ApiToken.recordUse").execute();
      });
    } catch (error) {
      this.#access.log.debug({ err: error }, "The last use of an API token could not be recorded.");
    } finally {
      this.#writing.delete(id);
    }
  }
}
