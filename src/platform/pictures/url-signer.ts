// Signs the paths of bytes that not everybody may read, and of uploads. A signature is for one path and ends at an instant that is rounded up, so
// that addresses stay the same for a while and browsers keep what they have loaded.
import { createHmac, timingSafeEqual } from "node:crypto";

/** Distinguishes these signatures from others that the same secret may ever make. */
const PURPOSE = "colophon address 1\n";
const SECONDS = 3_600;
const SIGNED = /^\?until=(\d{10})&sig=([A-Za-z0-9_-]{43})$/;

export class UrlSigner {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  /** The path with a signature that is valid for one to two hours. */
  sign(path: string): string {
    const until = Math.ceil(Date.now() / 1_000 / SECONDS + 1) * SECONDS;
    return `${path}?until=${until}&sig=${signature(this.#secret, path, until).toString("base64url")}`;
  }

  /** Whether the query of a request signs its path now. Exactly what `sign` writes is valid. */
  isValid(path: string, query: string): boolean {
    const [, until = "", signed = ""] = SIGNED.exec(query) ?? [];
    if (until === "" || Number(until) * 1_000 < Date.now()) return false;
    const given = Buffer.from(signed, "base64url");
    const expected = signature(this.#secret, path, Number(until));
    return (
      given.length === expected.length && given.toString("base64url") === signed && timingSafeEqual(given, expected)
    );
  }
}

function signature(secret: Buffer, path: string, until: number): Buffer {
  return createHmac("sha256", secret).update(`${PURPOSE}${until}\n${path}`).digest();
}
