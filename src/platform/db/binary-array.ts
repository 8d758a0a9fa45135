// Writes a column of values as one array parameter in PostgreSQL's binary form. A statement then has as many parameters as columns,
// whatever the number of rows, so that it is parsed and planned once, and the database does not parse the values either.

export interface ElementCodec {
  /** The type of the elements, by its fixed number in PostgreSQL. */
  oid: number;
  byteLength(value: unknown): number;
  /** Writes exactly that many bytes. */
  write(buffer: Buffer, at: number, value: unknown): void;
}

const TEXT: ElementCodec = {
  oid: 25,
  byteLength: (value) => Buffer.byteLength(textOf(value)),
  write: (buffer, at, value) => buffer.write(textOf(value), at),
};

function fixed(oid: number, bytes: number, write: ElementCodec["write"]): ElementCodec {
  return { oid, byteLength: () => bytes, write };
}

const BYTES_OF_UUID = 16;
const JSONB_VERSION = 1;

const CODECS: Readonly<Record<string, ElementCodec>> = {
  text: TEXT,
  uuid: fixed(2950, BYTES_OF_UUID, (buffer, at, value) => {
    const written = buffer.write(textOf(value).replaceAll("-", ""), at, "hex");
    if (written !== BYTES_OF_UUID) throw new TypeError(`Expected a UUID, got ${JSON.stringify(value)}.`);
  }),
  integer: fixed(23, 4, (buffer, at, value) => buffer.writeInt32BE(Number(value), at)),
  smallint: fixed(21, 2, (buffer, at, value) => buffer.writeInt16BE(Number(value), at)),
  boolean: fixed(16, 1, (buffer, at, value) => buffer.writeUInt8(value === true ? 1 : 0, at)),
  jsonb: {
    oid: 3802,
    byteLength: (value) => 1 + TEXT.byteLength(value),
    write(buffer, at, value) {
      buffer.writeUInt8(JSONB_VERSION, at);
      TEXT.write(buffer, at + 1, value);
    },
  },
  bytea: bytesCodec(17),
  /** In the binary form of the database. */
  tsvector: bytesCodec(3614),
};

function bytesCodec(oid: number): ElementCodec {
  return {
    oid,
    byteLength: (value) => (value as Uint8Array).byteLength,
    write: (buffer, at, value) => buffer.set(value as Uint8Array, at),
  };
}

export const elementCodec = (type: string): ElementCodec | undefined => CODECS[type];

/** Values of other types are passed as text, which the database casts. */
export const wireTypeOf = (type: string): string => (type in CODECS ? type : "text");

const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

/** `type` is that of the elements. JSON is passed as text. */
export function binaryArray(type: string, values: readonly unknown[]): Buffer {
  const codec = CODECS[type] ?? TEXT;
  const lengths = values.map((value) =>
    value === null || value === undefined ? NULL_LENGTH : codec.byteLength(value),
  );
  const size = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(size);
  let at = buffer.writeInt32BE(1, 0);
  at = buffer.writeInt32BE(lengths.includes(NULL_LENGTH) ? 1 : 0, at);
  at = buffer.writeInt32BE(codec.oid, at);
  at = buffer.writeInt32BE(values.length, at);
  at = buffer.writeInt32BE(1, at);
  for (const [index, length] of lengths.entries()) {
    at = buffer.writeInt32BE(length, at);
    if (length === NULL_LENGTH) continue;
    codec.write(buffer, at, values[index]);
    at += length;
  }
  return buffer;
}

/** The text form that PostgreSQL reads, of the values that have no binary form here. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value))
    return `{${value.map((element) => (element === null ? "null" : quoted(String(element)))).join(",")}}`;
  return value instanceof Date ? value.toISOString() : String(value);
}

const quoted = (element: string): string => `"${element.replace(/["\\]/g, "\\$&")}"`;
