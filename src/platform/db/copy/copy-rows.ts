// Writes rows in the binary format of PostgreSQL's COPY. Values in this form are neither parsed nor converted by the database, and a row can be
// written in one thread and sent by another.
import { binaryArray, type ElementCodec, elementCodec } from "../binary-array.js";
import { isInstant } from "../timestamp.js";

const BYTES_OF_INSTANT = 8;
/** PostgreSQL counts microseconds from this time. */
const EPOCH = Date.UTC(2000, 0, 1);
const MICROSECONDS = 1_000n;
const INFINITE: Readonly<Record<string, bigint>> = {
  infinity: 2n ** 63n - 1n,
  "-infinity": -(2n ** 63n),
};

function microsecondsOf(value: unknown): bigint {
  const infinite = INFINITE[String(value)];
  if (infinite !== undefined) return infinite;
  if (!isInstant(String(value))) throw new TypeError(`Expected an instant, got ${JSON.stringify(value)}.`);
  return BigInt(Date.parse(String(value)) - EPOCH) * MICROSECONDS;
}

type FieldCodec = Pick<ElementCodec, "byteLength" | "write">;

/** Of types that `binaryArray` does not write as elements. Instants have milliseconds. */
const FIELD_CODECS: Readonly<Record<string, FieldCodec>> = {
  timestamptz: {
    byteLength: () => BYTES_OF_INSTANT,
    write: (buffer, at, value) => buffer.writeBigInt64BE(microsecondsOf(value), at),
  },
  "uuid[]": arrayCodec("uuid"),
  "text[]": arrayCodec("text"),
};

function arrayCodec(type: string): FieldCodec {
  const bytesOf = (value: unknown): Buffer => binaryArray(type, value as readonly unknown[]);
  return {
    byteLength: (value) => bytesOf(value).byteLength,
    write: (buffer, at, value) => buffer.set(bytesOf(value), at),
  };
}

function codecOf(type: string): FieldCodec {
  const codec = FIELD_CODECS[type] ?? elementCodec(type);
  if (codec === undefined) throw new TypeError(`Expected a type with a binary form, got ${type}.`);
  return codec;
}

const BYTES_OF_COUNT = 2;
const BYTES_OF_LENGTH = 4;
const NULL_LENGTH = -1;

/** The bytes of the rows, whose values have these types. JSON is passed as text. The buffer is not a part of a pool, so that a thread can transfer it. */
export function copyRows(types: readonly string[], rows: readonly (readonly unknown[])[]): Buffer {
  const codecs = types.map(codecOf);
  const lengths: number[] = [];
  let size = 0;
  for (const row of rows) {
    size += BYTES_OF_COUNT;
    for (const [index, codec] of codecs.entries()) {
      const value = row[index];
      const length = value === null || value === undefined ? NULL_LENGTH : codec.byteLength(value);
      size += BYTES_OF_LENGTH + Math.max(0, length);
      lengths.push(length);
    }
  }
  const buffer = Buffer.allocUnsafeSlow(size);
  let at = 0;
  let field = 0;
  for (const row of rows) {
    at = buffer.writeInt16BE(codecs.length, at);
    for (const [index, codec] of codecs.entries()) {
      const length = lengths[field] ?? NULL_LENGTH;
      field += 1;
      at = buffer.writeInt32BE(length, at);
      if (length === NULL_LENGTH) continue;
      codec.write(buffer, at, row[index]);
      at += length;
    }
  }
  return buffer;
}
