// Preview tokens: one post and an instant, signed. Nothing is stored for each, so handing one out is no write; what it
// opens is decided where posts are read.
import { createHmac, timingSafeEqual } from "node:crypto";
import { BadCredentialError } from "../access/authentication-error.js";
import type { Platform, SignPreview } from "../context.js";

/** Post's UUID, then the instant in milliseconds. */
const UUID_BYTES = 16;
const CLAIM_BYTES = UUID_BYTES + 8;
const TOKEN_BYTES = CLAIM_BYTES + 32;
const TOKEN = /^[A-Za-z0-9_-]{75}$/;
/** Keeps these signatures apart from anything else that may ever be signed by the same secret. */
const PURPOSE = "colophon preview 1\n";
const SECRET_NAME = "preview";

type Access = Pick<Platform, "privateReads" | "transact">;

export class PreviewTokens {
  readonly #access: Access;
  #key: Promise<Buffer> | null;

  /** `secret` null: the one in the database, made at first need. */
  constructor(access: Access, secret: string | null) {
    this.#access = access;
    this.#key = secret === null ? null : Promise.resolve(Buffer.from(secret, "utf8"));
  }

  readonly sign: SignPreview = async (postId, expiresAt) => {
    const claim = Buffer.alloc(CLAIM_BYTES);
    claim.write(postId.replaceAll("-", ""), "hex");
    claim.writeBigUInt64BE(BigInt(Date.parse(expiresAt)), UUID_BYTES);
    return Buffer.concat([claim, signature(await this.#secret(), claim)]).toString("base64url");
  };

  /** The post that the token opens now, by the database's clock. */
  async postIdOf(token: string): Promise<string> {
    const bytes = Buffer.from(TOKEN.test(token) ? token : "", "base64url");
    // Base64url has several spellings of its last bits; one token has exactly one.
    if (bytes.length !== TOKEN_BYTES || bytes.toString("base64url") !== token) {
      throw new BadCredentialError("not the form of a preview token");
    }
    const claim = bytes.subarray(0, CLAIM_BYTES);
    if (!timingSafeEqual(signature(await this.#secret(), claim), bytes.subarray(CLAIM_BYTES))) {
      throw new BadCredentialError("a preview token that this site did not sign");
    }
    const expiresAt = new Date(Number(claim.readBigUInt64BE(UUID_BYTES))).toISOString();
    const [post] = await this.#access.privateReads.query<{ id: string }>(
      "select p.id from post p where p.id = $1::uuid and $2::timestamptz > now()",
      [claim.toString("hex", 0, UUID_BYTES), expiresAt],
    );
    if (post === undefined) throw new BadCredentialError("a preview token that has expired or whose post is deleted");
    return post.id;
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
    const find = "select value from instance_secret where name = $1";
    const [known] = await this.#access.privateReads.query<{ value: Buffer }>(find, [SECRET_NAME]);
    if (known !== undefined) return known.value;
    return this.#access.transact(async (tx) => {
      // Of two processes at once the first one's secret holds for both. PostgreSQL draws it, 244 random bits, so that no
      // failing statement can carry it into a log as a parameter.
      await tx.query(
        `insert into instance_secret (name, value)
         values ($1, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)) on conflict do nothing`,
        [SECRET_NAME],
      );
      const [stored]: { value: Buffer }[] = await tx.query(find, [SECRET_NAME]);
      if (stored === undefined) throw new Error("The secret of preview tokens was not kept.");
      return stored.value;
    });
  }
}

function signature(key: Buffer, claim: Buffer): Buffer {
  return createHmac("sha256", key).update(PURPOSE).update(claim).digest();
}
