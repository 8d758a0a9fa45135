// Uploads of assets by an executor: the bytes go straight into the store, as a client's do over HTTP.
import { Readable } from "node:stream";
import type { Viewer } from "../../src/identity/viewer.js";
import type { Executor } from "./execute.js";

export interface UploadedAsset {
  id: string;
  url: string;
  version: number;
  fileName: string;
  contentType: string;
  width: number | null;
  height: number | null;
}

const FIELDS = "{ id url version fileName contentType width height }";

export class AssetUploads {
  readonly #app: Executor;

  constructor(app: Executor) {
    this.#app = app;
  }

  /** Announces a file and puts its bytes into the store; returns the id of the upload. */
  async send(viewer: Viewer, bytes: Buffer, more: Record<string, unknown> = {}): Promise<string> {
    const input = { fileName: "a.png", contentType: "image/png", byteSize: bytes.length, ...more };
    const { uploadId } = await this.#app.accepted<{ uploadId: string }>(viewer, "createUpload", input, "{ uploadId }");
    await this.put(uploadId, bytes);
    return uploadId;
  }

  async put(uploadId: string, bytes: Buffer): Promise<void> {
    const { store } = this.#app.platform.assets;
    await store.put(`uploads/${uploadId}`, Readable.from([bytes]), {
      contentType: "image/png",
      byteSize: bytes.length,
    });
  }

  async add(viewer: Viewer, bytes: Buffer, more: Record<string, unknown> = {}): Promise<UploadedAsset> {
    const uploadId = await this.send(viewer, bytes, more);
    return this.#app.accepted<UploadedAsset>(viewer, "completeUpload", { uploadId }, FIELDS);
  }
}
