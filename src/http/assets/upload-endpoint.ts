// Receives uploads: the raw bytes of a file, streamed to the store under the id of the upload. The address carries the permission and the number of
// bytes, so that nothing is looked up; whether the file is accepted is decided when the upload is completed.
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { isMediaType } from "../../lib/media-type.js";
import { ByteCountError } from "../../platform/storage/byte-store.js";
import { uploadKey } from "../../platform/storage/upload-places.js";
import { allowBodyTime } from "../head/body-time.js";
import { inviteBody } from "../head/expectation.js";
import { badRequest, HttpError, notFound, unsupportedMediaType } from "../http-rejection.js";
import type { Reply } from "../reply.js";
import type { AssetAccess } from "./asset-access.js";

export interface UploadPath {
  id: string;
  byteSize: number;
}

/** At once in a process; each holds a socket and a temporary file. */
const MAX_UPLOADS = 16;
/** The slowest connection that is worth waiting for, and the time that every upload may take. */
const MIN_BYTES_PER_SECOND = 16_384;
const MIN_SECONDS = 30;

export class UploadEndpoint {
  readonly #access: AssetAccess;
  #running = 0;
  received = 0;
  receivedBytes = 0;

  constructor(access: AssetAccess) {
    this.#access = access;
  }

  get running(): number {
    return this.#running;
  }

  async receive(request: IncomingMessage, upload: UploadPath, path: string, query: string): Promise<Reply> {
    if (!this.#access.signer.isValid(path, query)) throw notFound();
    assertPlainBody(request, upload.byteSize);
    if (this.#running >= MAX_UPLOADS) {
      throw new HttpError(503, "OVERLOADED", "Too many uploads at once. Try again in a moment.", ["retry-after", "5"]);
    }
    this.#running += 1;
    try {
      allowBodyTime(request, 1_000 * (MIN_SECONDS + upload.byteSize / MIN_BYTES_PER_SECOND));
      inviteBody(request);
      await this.#store(request, upload);
    } finally {
      this.#running -= 1;
    }
    this.received += 1;
    this.receivedBytes += upload.byteSize;
    return { status: 204, headers: ["cache-control", "no-store"], body: "" };
  }

  async #store(request: IncomingMessage, { id, byteSize }: UploadPath): Promise<void> {
    const { "content-type": type = "" } = request.headers;
    const contentType = isMediaType(type) ? type : "application/octet-stream";
    // Not the request itself: the store destroys a stream that it does not read to its end, and then nobody could respond.
    const body = new PassThrough();
    const fail = (error: Error) => body.destroy(error);
    const end = () => {
      if (!request.complete) fail(Object.assign(new Error("The client left."), { code: "ECONNRESET" }));
    };
    if (request.errored !== null) throw request.errored;
    request.on("error", fail).once("close", end).pipe(body);
    try {
      await this.#access.store.put(uploadKey({ id }), body, { contentType, byteSize });
    } catch (error) {
      throw error instanceof ByteCountError ? wrongLength(error) : error;
    } finally {
      request.unpipe(body).off("error", fail).off("close", end);
      // Whatever happens to the connection from here is not about the upload.
      request.on("error", () => undefined);
    }
  }
}

function assertPlainBody({ headers }: IncomingMessage, byteSize: number): void {
  const { "content-length": length, "content-encoding": encoding = "identity" } = headers;
  if (encoding.toLowerCase() !== "identity") {
    throw unsupportedMediaType(`Expected an uncompressed body, got Content-Encoding ${encoding}.`);
  }
  if (length === undefined && headers["transfer-encoding"] === undefined) {
    throw badRequest(`Expected a body of ${byteSize} bytes, got none.`);
  }
  if (length === undefined || Number(length) === byteSize) return;
  if (Number(length) < byteSize) throw badRequest(`Expected ${byteSize} bytes, got Content-Length ${length}.`);
  throw new HttpError(413, "PAYLOAD_TOO_LARGE", `Expected ${byteSize} bytes, got Content-Length ${length}.`);
}

function wrongLength({ hasMore, message }: ByteCountError): HttpError {
  return hasMore ? new HttpError(413, "PAYLOAD_TOO_LARGE", message) : badRequest(message);
}
