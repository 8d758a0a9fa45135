// Sends signed requests to a bucket. Requests have no chunked trailers and no checksum headers, which many S3-compatible services refuse.
// A request that gets no byte for a while is given up, and one without a body of its own is repeated.
import { setTimeout as pause } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import type { BucketConfig } from "../config/asset-config.js";
import { StorageFullError, StorageUnavailableError } from "./byte-store.js";

const ATTEMPTS = 3;
/** Responses to requests of metadata: a page of a listing has 1,000 keys. */
const MAX_TEXT_BYTES = 4 * 1_024 * 1_024;
const ERROR_CODE = /<Code>(\w{1,64})<\/Code>/;
const FULL = new Set(["QuotaExceeded", "XMinioStorageFull", "InsufficientStorage"]);

export interface S3Patience {
  /** How long a request may go without a byte. */
  silenceMs: number;
  /** Before the first repetition; three times as long before the next. */
  pauseMs: number;
}

export interface S3Request {
  method: "GET" | "HEAD" | "PUT" | "DELETE";
  key?: string;
  search?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: AsyncIterable<Uint8Array>;
}

/** Aborts what it watches once nothing happened for the given time. */
export class SilenceWatch {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.#milliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

export class S3Requests {
  readonly #bucket: BucketConfig;
  readonly #patience: S3Patience;
  /** Signing keys, which change once a day. */
  readonly #signingKeys = new Map<string, ArrayBuffer>();

  constructor(bucket: BucketConfig, patience: S3Patience) {
    this.#bucket = bucket;
    this.#patience = patience;
  }

  watch(): SilenceWatch {
    return new SilenceWatch(this.#patience.silenceMs);
  }

  /** Resolves with the head of the response, whose status is below 300 or one of `expected`. The caller reads or cancels its body. */
  async send(request: S3Request, watch: SilenceWatch, expected: readonly number[] = []): Promise<Response> {
    const attempts = request.body === undefined ? ATTEMPTS : 1;
    for (let attempt = 1; ; attempt++) {
      const response = await this.#sendOnce(request, watch).catch((error: unknown) => unavailable(error));
      if (response instanceof Response && (response.ok || expected.includes(response.status))) return response;
      const error = response instanceof Response ? await errorOf(response) : response;
      if (!(error instanceof StorageUnavailableError) || attempt === attempts || watch.signal.aborted) throw error;
      await pause(this.#patience.pauseMs * 3 ** (attempt - 1) * (0.5 + Math.random()));
      watch.touch();
    }
  }

  /** For responses that are short texts. */
  async text(request: S3Request): Promise<string> {
    const watch = this.watch();
    try {
      const response = await this.send(request, watch);
      if (Number(response.headers.get("content-length") ?? 0) > MAX_TEXT_BYTES)
        throw new Error("Expected a short text.");
      return await response.text().catch((error: unknown) => Promise.reject(unavailable(error)));
    } finally {
      watch.stop();
    }
  }

  /** An address at which a client may send the request itself; the given headers are part of the signature. */
  async presign(key: string, headers: Record<string, string>, expiresInSeconds: number): Promise<string> {
    const search = { "X-Amz-Expires": String(expiresInSeconds) };
    const signer = this.#signer({ method: "PUT", key, search, headers }, true);
    return (await signer.sign()).url.href;
  }

  /** As the header `x-amz-copy-source` names an object. */
  copySource(key: string): string {
    const { hostname, pathname } = new URL(this.#bucket.url);
    const bucket = pathname === "/" ? hostname.slice(0, hostname.indexOf(".")) : pathname.slice(1);
    return `/${bucket}/${key}`;
  }

  async #sendOnce(request: S3Request, watch: SilenceWatch): Promise<Response> {
    const { method, url, headers } = await this.#signer(request, false).sign();
    // Without it, fetch would ask for compressed bytes, whose length is not that of the object.
    headers.set("accept-encoding", "identity");
    const { body } = request;
    return fetch(url, {
      method,
      headers,
      // A redirect would take the request to a host that it was not signed for.
      redirect: "manual",
      signal: watch.signal,
      ...(body === undefined ? {} : { body: body as unknown as ReadableStream, duplex: "half" }),
    });
  }

  #signer({ method, key, search, headers }: S3Request, isInUrl: boolean): AwsV4Signer {
    const url = new URL(key === undefined ? this.#bucket.url : `${this.#bucket.url}/${key}`);
    for (const [name, value] of Object.entries(search ?? {})) url.searchParams.set(name, value);
    const { accessKeyId, secretAccessKey, region } = this.#bucket;
    return new AwsV4Signer({
      ...{ method, url: url.href, headers: { ...headers }, accessKeyId, secretAccessKey, region },
      ...{ service: "s3", cache: this.#signingKeys, signQuery: isInUrl, allHeaders: isInUrl },
    });
  }
}

export function unavailable(cause: unknown): StorageUnavailableError {
  return new StorageUnavailableError("The store of assets cannot be reached.", { cause });
}

async function errorOf(response: Response): Promise<Error> {
  const { status } = response;
  const text = (await response.text().catch(() => "")).slice(0, 4_096);
  const code = ERROR_CODE.exec(text)?.[1] ?? "";
  if (FULL.has(code) || status === 507) return new StorageFullError("The store of assets is full.");
  const facts = `status ${status}${code === "" ? "" : `, ${code}`}`;
  if (status >= 500 || status === 429 || status === 408)
    return new StorageUnavailableError(`The store of assets failed (${facts}).`);
  return new Error(`The store of assets refused a request (${facts}).`);
}
