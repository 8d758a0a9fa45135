// The sessions of browsers: making, checking and ending them. Each request reads the row of the session together with that of its API token,
// so that a revocation, a sign-out or a change of the author takes effect with the next request in every process.
import type { EntityManager } from "typeorm";
import { BatchedLookUps } from "../../lib/batched-look-ups.js";
import { computedColumn, nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { BadCredentialError } from "../access/authentication-error.js";
import { ApiTokenCheck } from "../api-tokens/api-token-check.js";
import type { Platform } from "../context.js";
import type { Role, Viewer } from "../viewer.js";
import { digestOfSecret, newSessionSecret } from "./session-secret.js";
import { takeStudioLink } from "./studio-links.js";
import { type SessionOrigin, StudioSessionRow } from "./studio-session.entity.js";

/** Without a request for so long, a session ends. */
const IDLE = "12 hours";
/** A session ends after so many seconds in any case. The identity provider is asked again after half a day. */
export const SESSION_SECONDS: Record<SessionOrigin, number> = { TOKEN: 14 * 86_400, LINK: 14 * 86_400, OIDC: 43_200 };
const MAX_USER_AGENT_LENGTH = 300;
const SEEN_IS_STALE = "last_seen_at < now() - interval '1 minute'";

const FIND_SESSION = sql`/* StudioSession.bySecret */ select ${selectColumns(StudioSessionRow, "s", ["id", "secretHash", "origin", "subject"])},
    ${computedColumn("name", "text", "coalesce(t.name, s.name)")}, ${computedColumn("role", "text", "coalesce(t.role, s.role)")},
    ${nullableColumn("authorId", "uuid", "coalesce(t.author_id, s.author_id)")}, ${computedColumn("isSeenStale", "boolean", `s.${SEEN_IS_STALE}`)}
  from studio_session s left join api_token t on t.id = s.api_token_id
    and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
  where s.secret_hash = any($1::bytea[]) and s.expires_at > now() and s.last_seen_at > now() - interval '${IDLE}'
    and (s.api_token_id is null or t.id is not null)`;

type SessionRow = typeof FIND_SESSION extends SqlText<infer Row> ? Row : never;

const MAX_STATEMENTS = 4;
const MAX_SESSIONS = 500;

type Access = Pick<Platform, "privateReads" | "transact" | "log">;

export interface SignedIn {
  /** The value of the cookie, available only here. */
  secret: string;
  origin: SessionOrigin;
  viewer: Viewer;
}

export class StudioSessions {
  readonly #access: Access;
  readonly #apiTokens: ApiTokenCheck;
  readonly #sessions: BatchedLookUps<Buffer, SessionRow | undefined>;
  /** The ids of sessions whose use is being recorded. */
  readonly #writing = new Set<string>();

  constructor(access: Access) {
    this.#access = access;
    this.#apiTokens = new ApiTokenCheck(access);
    this.#sessions = new BatchedLookUps({
      load: async (digests: readonly Buffer[]) => {
        const rows = await access.privateReads.query(FIND_SESSION, [digests]);
        const bySecret = new Map(rows.map((row) => [row.secretHash.toString("hex"), row]));
        return digests.map((digest) => bySecret.get(digest.toString("hex")));
      },
      maxRunning: MAX_STATEMENTS,
      maxKeys: MAX_SESSIONS,
    });
  }

  /** Throws a `BadCredentialError` for a token that is not accepted. */
  async signInByToken(token: string, userAgent: string | undefined): Promise<SignedIn> {
    const viewer = await this.#apiTokens.viewerOf(token);
    return this.#access.transact((tx) => insertSession(tx, viewer, "TOKEN", userAgent));
  }

  /** Throws a `BadCredentialError` for a link that was used, has expired or never existed. */
  async signInByLink(key: string, userAgent: string | undefined): Promise<SignedIn> {
    const signedIn = await this.#access.transact(async (tx) => {
      const holder = await takeStudioLink(tx, key);
      return holder === null ? null : insertSession(tx, holder, "LINK", userAgent);
    });
    // After the transaction, whose rollback would keep an expired link.
    if (signedIn === null) throw new BadCredentialError("the link was used, has expired or does not exist");
    return signedIn;
  }

  /** For a viewer whom an identity provider has named. */
  signInByProvider(viewer: Viewer, userAgent: string | undefined): Promise<SignedIn> {
    return this.#access.transact((tx) => insertSession(tx, viewer, "OIDC", userAgent));
  }

  /** Throws a `BadCredentialError` if there is no such session any more. */
  async viewerOf(secret: string): Promise<Viewer & { origin: SessionOrigin }> {
    const digest = digestOfSecret(secret);
    const session = digest === null ? undefined : await this.#sessions.find(digest);
    if (session === undefined) throw new BadCredentialError("the session has ended or does not exist");
    if (session.isSeenStale && !this.#writing.has(session.id)) void this.#recordUse(session.id);
    const { name, role, authorId, subject, origin } = session;
    return { name, role: role as Role, authorId, subject, origin };
  }

  /** Ends the session; nothing happens if it has ended. */
  async signOut(secret: string): Promise<void> {
    const digest = digestOfSecret(secret);
    if (digest === null) return;
    await this.#access.transact((tx) =>
      tx.query("/* StudioSession.delete */ delete from studio_session where secret_hash = $1", [digest]),
    );
  }

  /** Runs in the background; the request does not wait for it. */
  async #recordUse(id: string): Promise<void> {
    this.#writing.add(id);
    try {
      const statement = `/* StudioSession.recordUse */ update studio_session set last_seen_at = now() where id = $1 and ${SEEN_IS_STALE}`;
      await this.#access.transact((tx) => tx.query(statement, [id]));
    } catch (error) {
      this.#access.log.debug({ err: error }, "The last use of a session could not be recorded.");
    } finally {
      this.#writing.delete(id);
    }
  }
}

async function insertSession(
  tx: EntityManager,
  viewer: Viewer,
  origin: SessionOrigin,
  userAgent: string | undefined,
): Promise<SignedIn> {
  const { secret, digest } = newSessionSecret();
  const { name, role, authorId, subject = `link:${digest.toString("hex", 0, 16)}` } = viewer;
  const ofToken = { apiTokenId: subject.slice("token:".length), role: null, authorId: null };
  const insert = tx.createQueryBuilder().insert().into(StudioSessionRow);
  const row = insert.values({
    ...{ secretHash: digest, origin, subject, name },
    ...(origin === "TOKEN" ? ofToken : { apiTokenId: null, role, authorId }),
    userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
    expiresAt: () => `now() + interval '${SESSION_SECONDS[origin]} seconds'`,
  });
  await row.updateEntity(false).comment("StudioSession.insert").execute();
  return { secret, origin, viewer: { ...viewer, subject } };
}

/** Deletes sessions and links that are over. */
export async function deleteEndedSessions(tx: EntityManager): Promise<void> {
  await tx.query(
    `/* StudioSession.delete ended */ delete from studio_session
     where expires_at < now() or last_seen_at < now() - interval '${IDLE}'`,
  );
  await tx.query("/* StudioLink.delete expired */ delete from studio_link where expires_at < now()");
}
