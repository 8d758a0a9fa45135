// Cursors contain the sort values of their row, so they remain valid when the row is edited or deleted, and digests of the list, order and
// filter that they were issued for, so that a cursor used elsewhere is rejected instead of paging wrongly.

import { hash } from "node:crypto";
import { BoundedMap } from "../../../lib/bounded-map.js";
import { BadInputError } from "../bad-input.js";

/** Identifies the list of a cursor. Its parent is left out on purpose: one cursor may page the same list of several parents. */
export interface CursorScope {
  /** The field, such as `Category.posts`. */
  list: string;
  /** Canonical text of the order. */
  order: string;
  /** Canonical text of the filter; empty for none. */
  filter: string;
}

const DIGEST_BYTES = 4;
const CHECK_BYTES = 4;
const SCOPE_BYTES = 3 * DIGEST_BYTES;
/** Enough for the longest text value of a keyset (2,000 characters) if JSON has to escape each of them. */
const MAX_CURSOR_LENGTH = 16_384;

/** Clients choose filters, so the number of scopes has no limit of its own. Most lists are read without a filter. */
const MAX_SCOPES = 1_000;
const digestsByScope = new BoundedMap<string, Buffer>(MAX_SCOPES);

const digest = (value: string, bytes: number): Buffer => hash("sha256", value, "buffer").subarray(0, bytes);

function scopeDigests({ list, order, filter }: CursorScope): Buffer {
  const text = `${list}\n${order}\n${filter}`;
  return digestsByScope.getOrCreate(text, () => {
    const parts = [`list:${list}`, `order:${order}`, `filter:${filter}`];
    return Buffer.concat(parts.map((part) => digest(part, DIGEST_BYTES)));
  });
}

/** Encodes and decodes the cursors of one list. Creating a codec is free, because most pages are read without cursors. */
export class CursorCodec {
  readonly #scope: CursorScope;
  #digests: Buffer | null = null;

  constructor(scope: CursorScope) {
    this.#scope = scope;
  }

  get #scopeDigests(): Buffer {
    this.#digests ??= scopeDigests(this.#scope);
    return this.#digests;
  }

  encode(values: readonly string[]): string {
    const text = JSON.stringify(values);
    const bytes = Buffer.allocUnsafe(CHECK_BYTES + SCOPE_BYTES + Buffer.byteLength(text));
    this.#scopeDigests.copy(bytes, CHECK_BYTES);
    bytes.write(text, CHECK_BYTES + SCOPE_BYTES, "utf8");
    bytes.write(checkOf(bytes), 0, "hex");
    return bytes.toString("base64url");
  }

  /** Returns the sort values, or throws a BadInputError that says what is wrong with the cursor in this argument. */
  decode(cursor: string, argument: string): string[] {
    const bytes = wholeBytes(cursor);
    const values = bytes === null ? null : textList(bytes);
    if (bytes === null || values === null) {
      throw new BadInputError(
        "CURSOR_DAMAGED",
        `Expected "${argument}" to be a cursor of this service, exactly as it was received.`,
        argument,
      );
    }
    this.#requireSameScope(bytes, argument);
    return values;
  }

  #requireSameScope(bytes: Buffer, argument: string): void {
    const digests = this.#scopeDigests;
    if (digests.compare(bytes, CHECK_BYTES, CHECK_BYTES + SCOPE_BYTES) === 0) return;
    for (const [index, [reason, what]] of SCOPE_PARTS.entries()) {
      const from = index * DIGEST_BYTES;
      const part = bytes.subarray(CHECK_BYTES + from, CHECK_BYTES + from + DIGEST_BYTES);
      if (!part.equals(digests.subarray(from, from + DIGEST_BYTES))) {
        throw new BadInputError(
          reason,
          `Expected "${argument}" to be a cursor of this list, order and filter, got one of ${what}.`,
          argument,
        );
      }
    }
  }
}

const SCOPE_PARTS = [
  ["CURSOR_OF_ANOTHER_LIST", "another list"],
  ["CURSOR_OF_ANOTHER_ORDER", "another order of this list"],
  ["CURSOR_OF_ANOTHER_FILTER", "another filter of this list"],
] as const;

/** The checksum of all bytes after it, in hexadecimal. */
const checkOf = (bytes: Buffer): string => hash("sha256", bytes.subarray(CHECK_BYTES), "hex").slice(0, 2 * CHECK_BYTES);

function wholeBytes(cursor: string): Buffer | null {
  if (cursor.length > MAX_CURSOR_LENGTH) return null;
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length <= CHECK_BYTES + SCOPE_BYTES || bytes.toString("base64url") !== cursor) return null;
  return bytes.toString("hex", 0, CHECK_BYTES) === checkOf(bytes) ? bytes : null;
}

// The checksum is not a signature. Anybody can compute it, so only the shape of the values is trusted.
function textList(bytes: Buffer): string[] | null {
  try {
    const values: unknown = JSON.parse(bytes.toString("utf8", CHECK_BYTES + SCOPE_BYTES));
    return Array.isArray(values) && values.every((value) => typeof value === "string") ? values : null;
  } catch {
    return null;
  }
}
