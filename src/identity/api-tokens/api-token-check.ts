// Whom an API token stands for, asked of the database on every request: that is what makes a revocation or a change of
// role hold from the next request on, in every process.

import { BadCredentialError } from "../access/authentication-error.js";
import type { Platform } from "../context.js";
import type { Role, Viewer } from "../viewer.js";
import { digestOfCredential } from "./api-token-secret.js";

interface KnownToken {
  id: string;
  name: string;
  role: Role;
  authorId: string | null;
  isUseStale: boolean;
}

const USE_IS_STALE = "(t.last_used_at is null or t.last_used_at < now() - interval '1 minute')";
const FIND_TOKEN = `select t.id, t.name, t.role, t.author_id as "authorId", ${USE_IS_STALE} as "isUseStale"
  from api_token t
  where t.secret_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`;

type Access = Pick<Platform, "privateReads" | "transact" | "log">;

export class ApiTokenCheck {
  readonly #access: Access;
  /** Tokens whose use is being written: one write at a time is enough. */
  readonly #writing = new Set<string>();

  constructor(access: Access) {
    this.#access = access;
  }

  async viewerOf(credential: string): Promise<Viewer> {
    const digest = digestOfCredential(credential);
    if (digest === null) throw new BadCredentialError("not the form of an API token");
    const [token] = await this.#access.privateReads.query<KnownToken>(FIND_TOKEN, [digest]);
    if (token === undefined) throw new BadCredentialError("an API token that is unknown, expired or revoked");
    if (token.isUseStale && !this.#writing.has(token.id)) void this.#noteUse(token.id);
    return { name: token.name, role: token.role, authorId: token.authorId, subject: `token:${token.id}` };
  }

  /** Beside the request, which does not wait for it; a failure costs a minute of accuracy and no more. */
  async #noteUse(id: string): Promise<void> {
    this.#writing.add(id);
    try {
      await this.#access.transact((tx) =>
        tx.query(`update api_token t set last_used_at = now() where t.id = $1 and ${USE_IS_STALE}`, [id]),
      );
    } catch (error) {
      this.#access.log.debug({ err: error }, "The use of an API token could not be noted.");
    } finally {
      this.#writing.delete(id);
    }
  }
}
