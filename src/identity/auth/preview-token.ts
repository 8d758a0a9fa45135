// Preview tokens: a signed post id and expiry, with one purpose of the signature for the post and one for its working copy. Nothing is stored per token, so creating one is not a write. The reads of posts decide
// what a preview token shows.
import { createHmac, timingSafeEqual } from "node:crypto";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { BadCredentialError } from "../access/authentication-error.js";
import type { Platform, Preview, SignPreview } from "../context.js";
import { InstanceSecretRow } from "./instance-secret.entity.js";

/** The UUID of the post, followed by the expiry in milliseconds. */
const UUID_BYTES = 16;
const CLAIM_BYTES = UUID_BYTES + 8;
const TOKEN_BYTES = CLAIM_BYTES + 32;
const TOKEN = /^[A-Za-z0-9_-]{75}$/;
/** Distinguishes these signatures from others that the same secret may ever make. */
const PURPOSES = { post: "colophon preview 1\n", workingCopy: "colophon preview of a working copy 1\n" };
const SECRET_NAME = "preview";
const FIND_SECRET = sql`/* InstanceSecret.find */ select ${selectColumns(InstanceSecretRow, "s", ["value"])}
  from instance_secret s where s.name = $1`;
/** 244 random bits. PostgreSQL generates them, so that the secret is never a parameter, which a failing statement could log. */
const RANDOM_SECRET = "sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)";

type Access = Pick<Platform, "privateReads" | "transact">;

export class PreviewTokens {
  readonly #access: Access;
  #key: Promise<Buffer> | null;

  /** If `secret` is null, a secret is generated when first needed and stored in the database. */
  constructor(access: Access, secret: string | null) {
    this.#access = access;
    this.#key = secret === null ? null : Promise.resolve(Buffer.from(secret, "utf8"));
  }

  readonly sign: SignPreview = async ({ postId, showsWorkingCopy }, expiresAt) => {
    const claim = Buffer.alloc(CLAIM_BYTES);
    claim.write(postId.replaceAll("-", ""), "hex");
    claim.writeBigUInt64BE(BigInt(Date.parse(expiresAt)), UUID_BYTES);
    const purpose = showsWorkingCopy ? PURPOSES.workingCopy : PURPOSES.post;
    return Buffer.concat([claim, signature(await this.#secret(), purpose, claim)]).toString("base64url");
  };

  /** What the token shows now, by the clock of the database. */
  async previewOf(token: string): Promise<Preview> {
    const bytes = Buffer.from(TOKEN.test(token) ? token : "", "base64url");
    // Base64url can encode the same bytes in several ways; only the canonical encoding is accepted.
    if (bytes.length !== TOKEN_BYTES || bytes.toString("base64url") !== token) {
      throw new BadCredentialError("it is not a well-formed preview token");
    }
    const claim = bytes.subarray(0, CLAIM_BYTES);
    const key = await this.#secret();
    const isSignedFor = (purpose: string) =>
      timingSafeEqual(signature(key, purpose, claim), bytes.subarray(CLAIM_BYTES));
    const showsWorkingCopy = isSignedFor(PURPOSES.workingCopy);
    if (!showsWorkingCopy && !isSignedFor(PURPOSES.post)) {
      throw new BadCredentialError("the preview token has an invalid signature");
    }
    const expiresAt = new Date(Number(claim.readBigUInt64BE(UUID_BYTES))).toISOString();
    const [post] = await this.#access.privateReads.query(
      sql`/* PreviewToken.post */ select ${computedColumn("id", "uuid", "p.id")} from post p where p.id = $1::uuid and $2::timestamptz > now()`,
      [claim.toString("hex", 0, UUID_BYTES), expiresAt],
    );
    if (post === undefined) throw new BadCredentialError("the preview token has expired, or its post has been deleted");
    return { postId: post.id, showsWorkingCopy };
  }

  async #secret(): Promise<Buffer> {
    this.#key ??= this.#storedSecret();
    try {
      return await this.#key;
    } catch (error) {
      this.#key = null;
      throw error;
    }
  }

  async #storedSecret(): Promise<Buffer> {
    const [existing] = await this.#access.privateReads.query(FIND_SECRET, [SECRET_NAME]);
    if (existing !== undefined) return existing.value;
    return this.#access.transact(async (tx) => {
      // If two processes insert a secret at the same time, both use the first.
      const insert = tx.createQueryBuilder().insert().into(InstanceSecretRow);
      const row = insert.values({ name: SECRET_NAME, value: () => RANDOM_SECRET });
      await row.orIgnore().updateEntity(false).comment("InstanceSecret.insert").execute();
      const [stored] = await queryPrepared(tx, FIND_SECRET, [SECRET_NAME]);
      if (stored === undefined) throw new Error("Expected a stored secret of preview tokens, got none.");
      return stored.value;
    });
  }
}

function signature(key: Buffer, purpose: string, claim: Buffer): Buffer {
  return createHmac("sha256", key).update(purpose).update(claim).digest();
}
