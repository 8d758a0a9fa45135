// Cursors carry the sort values of their row, so they outlive its edits and its deletion, and digests of the list, the
// order and the filter they were made for, so that a cursor used elsewhere is refused instead of paging wrongly.

import { hash } from "node:crypto";
import { BoundedMap } from "../../../lib/bounded-map.js";
import { BadInputError } from "../bad-input.js";

/** What a cursor belongs to. Parents are left out on purpose: one cursor may page the same list of several parents. */
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
const HEAD_BYTES = 3 * DIGEST_BYTES;
/** The longest text value of a keyset (2,000 characters), were each of them escaped in JSON. */
const MAX_CURSOR_LENGTH = 16_384;

/** Clients choose filters, so the number of heads has no limit of its own; most lists are read without a filter. */
const MAX_HEADS = 1_000;
const heads = new BoundedMap<string, Buffer>(MAX_HEADS);

const digest = (value: string, bytes: number): Buffer => hash("sha256", value, "buffer").subarray(0, bytes);

function headOf({ list, order, filter }: CursorScope): Buffer {
  const text = `${list}\n${order}\n${filter}`;
  return heads.getOrCreate(text, () => {
    const parts = [`list:${list}`, `order:${order}`, `filter:${filter}`];
    return Buffer.concat(parts.map((part) => digest(part, DIGEST_BYTES)));
  });
}

/** Encodes and decodes the cursors of one list; most pages are read without either, so that it costs nothing to make. */
export class CursorCodec {
  readonly #scope: CursorScope;
  #knownHead: Buffer | null = null;

  constructor(scope: CursorScope) {
    this.#scope = scope;
  }

  get #head(): Buffer {
    this.#knownHead ??= headOf(this.#scope);
    return this.#knownHead;
  }

  encode(values: readonly string[]): string {
    const text = JSON.stringify(values);
    const bytes = Buffer.allocUnsafe(CHECK_BYTES + HEAD_BYTES + Buffer.byteLength(text));
    this.#head.copy(bytes, CHECK_BYTES);
    bytes.write(text, CHECK_BYTES + HEAD_BYTES, "utf8");
    bytes.write(checkOf(bytes), 0, "hex");
    return bytes.toString("base64url");
  }

  /** The sort values, or a BadInputError naming the argument and what is wrong with the cursor. */
  decode(cursor: string, argument: string): string[] {
    const bytes = wholeBytes(cursor);
    const values = bytes === null ? null : textList(bytes);
    if (bytes === null || values === null) {
      throw new BadInputError(
        "CURSOR_DAMAGED",
        `Argument "${argument}" is not a cursor of this service. Pass a cursor as it was received.`,
        argument,
      );
    }
    this.#requireSameScope(bytes, argument);
    return values;
  }

  #requireSameScope(bytes: Buffer, argument: string): void {
    const head = this.#head;
    if (head.compare(bytes, CHECK_BYTES, CHECK_BYTES + HEAD_BYTES) === 0) return;
    for (const [index, [reason, what]] of SCOPE_PARTS.entries()) {
      const from = index * DIGEST_BYTES;
      const part = bytes.subarray(CHECK_BYTES + from, CHECK_BYTES + from + DIGEST_BYTES);
      if (!part.equals(head.subarray(from, from + DIGEST_BYTES))) {
        throw new BadInputError(reason, `Argument "${argument}" is a cursor of ${what}.`, argument);
      }
    }
  }
}

const SCOPE_PARTS = [
  ["CURSOR_OF_ANOTHER_LIST", "another list"],
  ["CURSOR_OF_ANOTHER_ORDER", "another order of this list"],
  ["CURSOR_OF_ANOTHER_FILTER", "another filter of this list"],
] as const;

/** Of everything behind it, in hexadecimal. */
const checkOf = (bytes: Buffer): string => hash("sha256", bytes.subarray(CHECK_BYTES), "hex").slice(0, 2 * CHECK_BYTES);

function wholeBytes(cursor: string): Buffer | null {
  if (cursor.length > MAX_CURSOR_LENGTH) return null;
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length <= CHECK_BYTES + HEAD_BYTES || bytes.toString("base64url") !== cursor) return null;
  return bytes.toString("hex", 0, CHECK_BYTES) === checkOf(bytes) ? bytes : null;
}

// The check is no signature: anybody can compute it, so the values are trusted no further than their shape.
function textList(bytes: Buffer): string[] | null {
  try {
    const values: unknown = JSON.parse(bytes.toString("utf8", CHECK_BYTES + HEAD_BYTES));
    return Array.isArray(values) && values.every((value) => typeof value === "string") ? values : null;
  } catch {
    return null;
  }
}
