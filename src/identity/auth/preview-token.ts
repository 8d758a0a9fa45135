// Preview tokens: a signed post id and expiry, with one purpose of the signature for the post and one for its working copy. Nothing is stored per token, so creating one is not a write. The reads of posts decide
// what a preview token shows.
import { createHmac, timingSafeEqual } from "node:crypto";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { BadCredentialError } from "../access/authentication-error.js";
import type { Platform, Preview, SignPreview } from "../context.js";
import { InstanceSecret } from "./instance-secrets.js";

/** The UUID of the post, followed by the expiry in milliseconds. */
const UUID_BYTES = 16;
const CLAIM_BYTES = UUID_BYTES + 8;
const TOKEN_BYTES = CLAIM_BYTES + 32;
const TOKEN = /^[A-Za-z0-9_-]{75}$/;
/** Distinguishes these signatures from others that the same secret may ever make. */
const PURPOSES = { post: "colophon preview 1\n", workingCopy: "colophon preview of a working copy 1\n" };

type Access = Pick<Platform, "privateReads" | "transact">;

export class PreviewTokens {
  readonly #access: Access;
  readonly #secret: InstanceSecret;

  /** If `secret` is null, a secret is generated when first needed and stored in the database. */
  constructor(access: Access, secret: string | null) {
    this.#access = access;
    this.#secret = new InstanceSecret(access, "preview", secret);
  }

  readonly sign: SignPreview = async ({ postId, showsWorkingCopy }, expiresAt) => {
    const claim = Buffer.alloc(CLAIM_BYTES);
    claim.write(postId.replaceAll("-", ""), "hex");
    claim.writeBigUInt64BE(BigInt(Date.parse(expiresAt)), UUID_BYTES);
    const purpose = showsWorkingCopy ? PURPOSES.workingCopy : PURPOSES.post;
    return Buffer.concat([claim, signature(await this.#secret.value(), purpose, claim)]).toString("base64url");
  };

  /** What the token shows now, by the clock of the database. */
  async previewOf(token: string): Promise<Preview> {
    const bytes = Buffer.from(TOKEN.test(token) ? token : "", "base64url");
    // Base64url can encode the same bytes in several ways; only the canonical encoding is accepted.
    if (bytes.length !== TOKEN_BYTES || bytes.toString("base64url") !== token) {
      throw new BadCredentialError("it is not a well-formed preview token");
    }
    const claim = bytes.subarray(0, CLAIM_BYTES);
    const key = await this.#secret.value();
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
}

function signature(key: Buffer, purpose: string, claim: Buffer): Buffer {
  return createHmac("sha256", key).update(purpose).update(claim).digest();
}
