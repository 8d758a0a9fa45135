// Stores objects in a bucket of an S3-compatible service.
import { pipeline, Readable, type Transform } from "node:stream";
import { codeOf } from "../../lib/error-facts.js";
import type { BucketConfig } from "../config/asset-config.js";
import {
  type ByteRange,
  type ByteStore,
  type DirectUpload,
  type NewObject,
  type OpenedObject,
  requireStorageKey,
  requireStoragePrefix,
  type StoredHead,
  type StoredObject,
} from "./byte-store.js";
import { countedBytes } from "./counted-bytes.js";
import { readListing } from "./s3-listing.js";
import { type S3Patience, S3Requests, type SilenceWatch, unavailable } from "./s3-requests.js";

const ABSENT = 404;

export class S3Store implements ByteStore {
  readonly #requests: S3Requests;

  constructor(bucket: BucketConfig, patience: Partial<S3Patience> = {}) {
    this.#requests = new S3Requests(bucket, { silenceMs: 20_000, pauseMs: 100, ...patience });
  }

  async put(key: string, stream: Readable, { contentType, byteSize }: NewObject): Promise<void> {
    const headers = { "content-type": contentType, "content-length": String(byteSize) };
    const watch = this.#requests.watch();
    const source = new ObservedSource(stream, byteSize);
    try {
      const request = { method: "PUT", key: requireStorageKey(key), headers, body: source.chunks(watch) } as const;
      await (await this.#requests.send(request, watch)).body?.cancel();
    } catch (error) {
      // What is wrong with the stream is the reason, not what the request says of it.
      throw source.error ?? error;
    } finally {
      watch.stop();
      stream.destroy();
    }
  }

  async get(key: string, range?: ByteRange): Promise<OpenedObject | null> {
    const headers: Record<string, string> = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
    const request = { method: "GET", key: requireStorageKey(key), headers } as const;
    const watch = this.#requests.watch();
    const response = await this.#requests.send(request, watch, [ABSENT]).catch((error: unknown) => {
      watch.stop();
      throw error;
    });
    if (response.status === ABSENT) {
      const text = await response.text().catch(() => "");
      watch.stop();
      if (text.includes("NoSuchBucket")) throw new Error("The bucket of ASSETS_S3_URL does not exist.");
      return null;
    }
    const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
    return {
      stream: Readable.from(bytesOf(response, watch), { objectMode: false }),
      byteSize: Number(total ?? response.headers.get("content-length")),
      contentType: response.headers.get("content-type"),
    };
  }

  async head(key: string): Promise<StoredHead | null> {
    const watch = this.#requests.watch();
    try {
      const response = await this.#requests.send({ method: "HEAD", key: requireStorageKey(key) }, watch, [ABSENT]);
      if (response.status === ABSENT) return null;
      return {
        byteSize: Number(response.headers.get("content-length")),
        contentType: response.headers.get("content-type"),
        modifiedAt: new Date(response.headers.get("last-modified") ?? 0),
      };
    } finally {
      watch.stop();
    }
  }

  async delete(key: string): Promise<void> {
    const watch = this.#requests.watch();
    try {
      const response = await this.#requests.send({ method: "DELETE", key: requireStorageKey(key) }, watch, [ABSENT]);
      await response.body?.cancel();
    } finally {
      watch.stop();
    }
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    requireStoragePrefix(prefix);
    let continuation: Record<string, string> | null = {};
    while (continuation !== null) {
      const search: Record<string, string> = { "list-type": "2", prefix, ...continuation };
      const { objects, next } = readListing(await this.#requests.text({ method: "GET", search }));
      yield* objects;
      continuation = next === null ? null : { "continuation-token": next };
    }
  }

  /** A copy and a deletion: whatever happens between them, one of the names leads to the whole object. */
  async move(from: string, to: string): Promise<boolean> {
    const headers = { "x-amz-copy-source": this.#requests.copySource(requireStorageKey(from)) };
    const copy = { method: "PUT", key: requireStorageKey(to), headers } as const;
    if ((await this.head(from)) === null) return false;
    const result = await this.#requests.text(copy);
    // A copy that fails after its response has begun has the status 200.
    if (!result.includes("<CopyObjectResult")) throw unavailable(new Error("The copy of an object failed."));
    await this.delete(from);
    return true;
  }

  async presignPut(key: string, object: NewObject & { expiresInSeconds: number }): Promise<DirectUpload> {
    const { contentType, byteSize, expiresInSeconds } = object;
    const signed = { "content-type": contentType, "content-length": String(byteSize) };
    const url = await this.#requests.presign(requireStorageKey(key), signed, expiresInSeconds);
    // Every client sends the length by itself, and browsers allow no script to set it.
    return { url, headers: [{ name: "content-type", value: contentType }] };
  }
}

/** The bytes of a stream whose length is checked, and the error that it failed with. */
class ObservedSource {
  error: Error | null = null;
  readonly #counted: Transform;

  constructor(stream: Readable, byteSize: number) {
    this.#counted = countedBytes(byteSize);
    pipeline(stream, this.#counted, (error) => {
      // A request that failed closes the stream early, which is not the stream's fault.
      if (codeOf(error) !== "ERR_STREAM_PREMATURE_CLOSE") this.error = error ?? null;
    });
  }

  async *chunks(watch: SilenceWatch): AsyncIterable<Uint8Array> {
    for await (const chunk of this.#counted) {
      watch.touch();
      yield chunk;
    }
  }
}

/** Silence counts only while a chunk is awaited: a reader may take its time. */
async function* bytesOf({ body }: Response, watch: SilenceWatch): AsyncIterable<Uint8Array> {
  const reader = body?.getReader();
  try {
    while (reader !== undefined) {
      watch.touch();
      const { done, value } = await reader.read();
      watch.stop();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw unavailable(error);
  } finally {
    watch.stop();
    await reader?.cancel().catch(() => undefined);
  }
}
