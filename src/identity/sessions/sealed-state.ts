// What one browser must remember while it is at the identity provider, encrypted, so that any process can finish the sign-in and the browser
// can neither read nor change it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { BadCredentialError } from "../access/authentication-error.js";
import type { InstanceSecret } from "../auth/instance-secrets.js";

export interface SignInState {
  state: string;
  nonce: string;
  /** The verifier of PKCE. */
  verifier: string;
}

export const STATE_SECONDS = 600;

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Distinguishes this key from others that the same secret may ever make. */
const PURPOSE = "colophon studio sign-in 1";
const MAX_LENGTH = 2_000;

export class StateSeal {
  readonly #secret: InstanceSecret;

  constructor(secret: InstanceSecret) {
    this.#secret = secret;
  }

  async seal(state: SignInState, now = Date.now()): Promise<string> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, await this.#key(), iv);
    const text = JSON.stringify({ ...state, expiresAt: now + STATE_SECONDS * 1_000 });
    return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
  }

  /** Throws a `BadCredentialError` for a text that this did not seal, or more than ten minutes ago. */
  async open(sealed: string, now = Date.now()): Promise<SignInState> {
    const bytes = Buffer.from(sealed.length <= MAX_LENGTH ? sealed : "", "base64url");
    if (bytes.length <= IV_BYTES + TAG_BYTES)
      throw new BadCredentialError("the state of the sign-in is not well-formed");
    const decipher = createDecipheriv(CIPHER, await this.#key(), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    let text: string;
    try {
      text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw new BadCredentialError("the state of the sign-in was not sealed here");
    }
    const { expiresAt, state, nonce, verifier } = JSON.parse(text) as SignInState & { expiresAt: number };
    if (expiresAt < now) throw new BadCredentialError("the sign-in took longer than ten minutes");
    return { state, nonce, verifier };
  }

  async #key(): Promise<Buffer> {
    return Buffer.from(hkdfSync("sha256", await this.#secret.value(), "", PURPOSE, 32));
  }
}
