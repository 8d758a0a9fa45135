// Stores objects as files of a folder. A file is written under a temporary name, flushed to the disk and renamed, so that a name never leads
// to a part of an object, whatever is killed.
import { randomUUID } from "node:crypto";
import { createWriteStream, type Dirent, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { codeOf } from "../../lib/error-facts.js";
import {
  type ByteRange,
  type ByteStore,
  type NewObject,
  type OpenedObject,
  requireStorageKey,
  requireStoragePrefix,
  StorageFullError,
  type StoredHead,
  type StoredObject,
} from "./byte-store.js";
import { countedBytes } from "./counted-bytes.js";

/** No key begins with a dot, so that no key leads here. */
const TEMPORARY = ".incoming";
/** An upload that takes longer was killed. */
const LEFTOVER_MS = 24 * 60 * 60 * 1_000;
/** A folder that became empty may be removed between its creation and the rename into it. */
const RENAME_ATTEMPTS = 5;
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const ABSENT = new Set(["ENOENT", "ENOTDIR"]);

export class LocalStore implements ByteStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Creates the folder if it is missing, and removes what interrupted uploads left there. */
  static async open(directory: string): Promise<LocalStore> {
    const folder = resolve(directory);
    const temporary = join(folder, TEMPORARY);
    await mkdir(temporary, { recursive: true, mode: 0o750 });
    const oldest = Date.now() - LEFTOVER_MS;
    for (const name of await readdir(temporary)) {
      const facts = await ifPresent(stat(join(temporary, name)));
      if (facts !== null && facts.mtimeMs < oldest) await rm(join(temporary, name), { force: true });
    }
    return new LocalStore(folder);
  }

  async put(key: string, stream: Readable, { byteSize }: NewObject): Promise<void> {
    const path = this.#pathOf(key);
    const temporary = join(this.#folder, TEMPORARY, randomUUID());
    try {
      await pipeline(stream, countedBytes(byteSize), createWriteStream(temporary, { flush: true, mode: 0o640 }));
      await this.#rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw FULL.has(codeOf(error)) ? new StorageFullError("The disk is full.", { cause: error }) : error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<OpenedObject | null> {
    const file = await ifPresent(open(this.#pathOf(key)));
    if (file === null) return null;
    const facts = await fileFacts(file);
    if (facts === null) return null;
    return { stream: file.createReadStream({ ...range }), byteSize: facts.size, contentType: null };
  }

  async head(key: string): Promise<StoredHead | null> {
    const facts = await ifPresent(stat(this.#pathOf(key)));
    if (facts?.isFile() !== true) return null;
    return { byteSize: facts.size, contentType: null, modifiedAt: facts.mtime };
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await ifPresent(rm(path));
    await this.#removeEmpty(dirname(path));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const start = requireStoragePrefix(prefix);
    const top = start.slice(0, start.lastIndexOf("/") + 1);
    for await (const key of this.#keysBelow(top)) {
      if (!key.startsWith(start)) continue;
      const facts = await ifPresent(stat(this.#pathOf(key)));
      if (facts !== null) yield { key, byteSize: facts.size, modifiedAt: facts.mtime };
    }
  }

  async move(from: string, to: string): Promise<boolean> {
    const source = this.#pathOf(from);
    const target = this.#pathOf(to);
    if ((await this.head(from)) === null) return false;
    await this.#rename(source, target);
    await this.#removeEmpty(dirname(source));
    return true;
  }

  async presignPut(): Promise<null> {
    return null;
  }

  #pathOf(key: string): string {
    return join(this.#folder, ...requireStorageKey(key).split("/"));
  }

  async #rename(from: string, to: string): Promise<void> {
    const folder = dirname(to);
    for (let attempt = 1; ; attempt++) {
      await mkdir(folder, { recursive: true, mode: 0o750 });
      try {
        await rename(from, to);
        break;
      } catch (error) {
        if (codeOf(error) !== "ENOENT" || attempt === RENAME_ATTEMPTS) throw error;
      }
    }
    await this.#flushFolders(folder);
  }

  /** A new name survives a loss of power only if its folder is flushed, and so are the folders that may be new. */
  async #flushFolders(folder: string): Promise<void> {
    for (let path = folder; isWithin(path, this.#folder); path = dirname(path)) {
      const handle = await ifPresent(open(path));
      if (handle === null) return;
      await handle.sync().finally(() => handle.close());
    }
  }

  async #removeEmpty(folder: string): Promise<void> {
    for (let path = folder; path !== this.#folder; path = dirname(path)) {
      try {
        await rmdir(path);
      } catch {
        // It is not empty, or another process was faster.
        return;
      }
    }
  }

  async *#keysBelow(prefix: string): AsyncIterable<string> {
    const entries = await ifPresent<Dirent[]>(readdir(join(this.#folder, prefix), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) yield* this.#keysBelow(`${prefix}${entry.name}/`);
      else if (entry.isFile()) yield `${prefix}${entry.name}`;
    }
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

/** Null, and the file is closed, if it is no file but a folder. */
async function fileFacts(file: FileHandle): Promise<Stats | null> {
  const facts = await file.stat();
  if (facts.isFile()) return facts;
  await file.close();
  return null;
}

async function ifPresent<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (ABSENT.has(codeOf(error))) return null;
    throw error;
  }
}
