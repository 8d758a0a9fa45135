// Values as a prepared statement is bound to them: texts, in the message of PostgreSQL's protocol that executes it.

export type BoundValue = string | number | boolean | null | undefined | readonly (string | number | null)[];

/** Whether all of them can be bound without the driver's conversions. */
export function areBound(values: readonly unknown[]): values is readonly BoundValue[] {
  return values.every((value) => typeof value !== "object" || value === null || isPlainList(value));
}

const isPlainList = (value: object): boolean =>
  Array.isArray(value) && value.every((item) => item === null || (typeof item !== "object" && item !== undefined));

/** Execute of the unnamed portal without a limit of rows, then Sync. */
const EXECUTE_AND_SYNC = Buffer.from("E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04", "latin1");
const BIND = 0x42;
/** Its length, the name of the portal, the end of the statement's name, three counts. */
const BIND_FRAME_BYTES = 4 + 1 + 1 + 3 * 2;

/**
 * Bind, Execute and Sync of a prepared statement as one piece, which is sent with fewer steps than three. Parameters and
 * columns are texts, which needs no codes of their formats. Names are ASCII.
 */
export function executionOf(name: string, values: readonly BoundValue[]): Buffer {
  const texts = values.map(toText);
  let bindBytes = BIND_FRAME_BYTES + name.length;
  for (const text of texts) bindBytes += 4 + (text === null ? 0 : Buffer.byteLength(text));
  const message = Buffer.allocUnsafe(1 + bindBytes + EXECUTE_AND_SYNC.length);
  let at = message.writeUInt8(BIND, 0);
  at = message.writeInt32BE(bindBytes, at);
  at = message.writeUInt8(0, at);
  at += message.write(name, at, "latin1");
  at = message.writeUInt8(0, at);
  at = message.writeUInt16BE(0, at);
  at = message.writeUInt16BE(texts.length, at);
  for (const text of texts) {
    if (text === null) at = message.writeInt32BE(-1, at);
    else {
      const bytes = message.write(text, at + 4, "utf8");
      at = message.writeInt32BE(bytes, at) + bytes;
    }
  }
  at = message.writeUInt16BE(0, at);
  EXECUTE_AND_SYNC.copy(message, at);
  return message;
}

export function toText(value: BoundValue): string | null {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? arrayLiteral(value) : String(value);
}

/** What needs no quotes within an array: UUIDs, numbers, most slugs. */
const PLAIN_ITEM = /^[\w-]+$/;

function arrayLiteral(items: readonly (string | number | null)[]): string {
  let literal = "{";
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (i > 0) literal += ",";
    if (item === null || item === undefined) literal += "NULL";
    else {
      const text = String(item);
      literal +=
        PLAIN_ITEM.test(text) && text.toUpperCase() !== "NULL"
          ? text
          : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    }
  }
  return `${literal}}`;
}
