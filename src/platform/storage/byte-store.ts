// Where the bytes of assets are stored: one interface for a local folder and for a bucket. A key names an object; what a key may look like
// is checked here, so that no key leaves the folder or the bucket.
import type { Readable } from "node:stream";

export interface NewObject {
  contentType: string;
  /** The exact number of bytes that the stream gives. */
  byteSize: number;
}

/** Both ends are included, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredHead {
  byteSize: number;
  /** Null where the store does not record it. */
  contentType: string | null;
  modifiedAt: Date;
}

export interface OpenedObject {
  /** The bytes of the range. The caller reads it to its end or destroys it. */
  stream: Readable;
  /** Of the whole object. */
  byteSize: number;
  contentType: string | null;
}

export interface StoredObject {
  key: string;
  byteSize: number;
  modifiedAt: Date;
}

export interface DirectUpload {
  url: string;
  /** The client must send exactly these. */
  headers: readonly { name: string; value: string }[];
}

export interface ByteStore {
  /** Stores the object as a whole or not at all, and durably. Rejects with a `ByteCountError` if the stream has another length. */
  put(key: string, stream: Readable, object: NewObject): Promise<void>;
  /** Null: there is no such object. A range must begin within the object. */
  get(key: string, range?: ByteRange): Promise<OpenedObject | null>;
  head(key: string): Promise<StoredHead | null>;
  /** Without effect if there is no such object. */
  delete(key: string): Promise<void>;
  /** All objects whose key begins with the prefix, in no particular order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** False: there is no object `from`. An object `to` is replaced. */
  move(from: string, to: string): Promise<boolean>;
  /** Lets a client send the bytes straight to the store; null if the store has no address of its own. */
  presignPut(key: string, object: NewObject & { expiresInSeconds: number }): Promise<DirectUpload | null>;
}

/** The stream gave more or fewer bytes than announced. Nothing was stored. */
export class ByteCountError extends Error {
  override readonly name = "ByteCountError";

  constructor(
    expected: number,
    readonly hasMore: boolean,
  ) {
    super(`Expected ${expected} bytes, but ${hasMore ? "more" : "fewer"} came.`);
  }
}

/** The store cannot be reached, is overloaded or did not finish; the same call may succeed later. */
export class StorageUnavailableError extends Error {
  override readonly name = "StorageUnavailableError";
}

/** There is no space left. */
export class StorageFullError extends Error {
  override readonly name = "StorageFullError";
}

const MAX_KEY_LENGTH = 300;
/** Segments of letters, digits, hyphens and underscores, joined by slashes or single dots: never `..`, an absolute path or a hidden file. */
const KEY = /^[\w-]+(?:[./][\w-]+)*$/;

export function requireStorageKey(key: string): string {
  if (key.length <= MAX_KEY_LENGTH && KEY.test(key)) return key;
  throw new Error(`"${key.slice(0, MAX_KEY_LENGTH)}" cannot be the key of a stored object.`);
}

/** A prefix is empty, a key, or a key with a slash at its end. */
export function requireStoragePrefix(prefix: string): string {
  if (prefix !== "") requireStorageKey(prefix.endsWith("/") ? prefix.slice(0, -1) : prefix);
  return prefix;
}
