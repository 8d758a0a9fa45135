// Serves pictures and files. The address is checked first, then whether the asset exists and the client may have its bytes; only then is
// anything read or encoded. What is hidden is not distinguishable from what does not exist.
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { servedExtension, servedFileName } from "../../platform/pictures/file-names.js";
import {
  contentTypeOf,
  findVariant,
  ImageFormat,
  ImagePreset,
  type PictureShape,
  type VariantName,
  variantFor,
  variantName,
} from "../../platform/pictures/picture-presets.js";
import { SVG_POLICY } from "../../platform/pictures/svg/svg-policy.js";
import { HttpError, notFound } from "../http-rejection.js";
import { errorReply, preparedReply, type Reply } from "../reply.js";
import type { AssetAccess, DeliveredAsset } from "./asset-access.js";
import { attachment, byteHeaders, etagOf, matchesEtag, redirectHeaders } from "./asset-headers.js";
import { ASSETS_PATH, type AssetPath } from "./asset-path.js";
import { parseRange } from "./byte-range.js";
import { ReplyMemory } from "./reply-memory.js";
import { VariantSource } from "./variant-source.js";

export type ServedPath = Exclude<AssetPath, { kind: "upload" }>;
type VersionedPath = Exclude<ServedPath, { kind: "reference" }>;

/** What an address without a size leads to, for readers of all kinds. */
const AS_SHOWN: VariantName = { preset: ImagePreset.W1280, extension: "jpg" };
const SVG_TYPE = "image/svg+xml";
/** A file is no page, whatever a browser takes it for. */
const FILE_POLICY = "default-src 'none'; sandbox";

export class AssetDelivery {
  readonly #access: AssetAccess;
  readonly memory = new ReplyMemory();
  readonly variants: VariantSource;
  memoryHits = 0;

  constructor(access: AssetAccess, log: Logger) {
    this.#access = access;
    this.variants = new VariantSource(access, log);
  }

  /** `query` is empty or has the form of a signature. */
  async serve(request: IncomingMessage, served: ServedPath, path: string, query: string): Promise<Reply> {
    const found = this.#access.find(served.key);
    const asset = found instanceof Promise ? await found : found;
    if (asset === null) throw notFound();
    if (!asset.isPublic && !this.#access.signer.isValid(path, query)) throw notFound();
    if (served.kind === "reference") return this.#redirect(asset, AS_SHOWN);
    if (served.version !== asset.contentVersion) return this.#redirectFormer(asset, served);
    return served.kind === "variant"
      ? this.#variant(request, asset, served)
      : this.#file(request, asset, served.extension);
  }

  /** Pages that were made before the asset changed lead to its former version. */
  #redirectFormer(asset: DeliveredAsset, served: VersionedPath): Reply {
    const isFile = asset.picture === null;
    if (served.version > asset.contentVersion || isFile !== (served.kind === "file")) throw notFound();
    return this.#redirect(asset, served.kind === "variant" ? served.variant : AS_SHOWN);
  }

  /** To the current address; of a picture, to that of the given variant. */
  #redirect(asset: DeliveredAsset, variant: VariantName): Reply {
    const name = asset.picture === null ? fileNameOf(asset) : this.#currentVariant(asset.picture, variant);
    if (name === null || !asset.isPublic) throw notFound();
    const location = `${ASSETS_PATH}${asset.key}/${asset.contentVersion}/${name}`;
    return { status: 302, headers: redirectHeaders(location), body: "" };
  }

  #currentVariant(picture: PictureShape, { preset, extension }: VariantName): string {
    const format = {
      webp: ImageFormat.WEBP,
      avif: ImageFormat.AVIF,
      jpg: ImageFormat.FALLBACK,
      png: ImageFormat.FALLBACK,
    }[extension];
    return variantName(variantFor(picture, preset, format, this.#access.settings));
  }

  async #variant(
    request: IncomingMessage,
    asset: DeliveredAsset,
    served: ServedPath & { kind: "variant" },
  ): Promise<Reply> {
    const variant = asset.picture && findVariant(asset.picture, served.variant, this.#access.settings);
    if (variant === null) throw notFound();
    const name = variantName(variant);
    const etag = etagOf(asset, name);
    const headers = byteHeaders(asset, contentTypeOf(variant), etag);
    if (matchesEtag(request.headers["if-none-match"], etag)) return { status: 304, headers, body: "" };
    const key = `${asset.key}/${asset.contentVersion}/${name}/${asset.isPublic}`;
    const remembered = this.memory.get(key);
    if (remembered !== undefined) {
      this.memoryHits += 1;
      return remembered;
    }
    const reply = preparedReply({ status: 200, headers, body: await this.variants.bytes(asset, variant) });
    this.memory.set(key, reply);
    return reply;
  }

  async #file(request: IncomingMessage, asset: DeliveredAsset, extension: string): Promise<Reply> {
    const { contentType, byteSize } = asset;
    if (asset.picture !== null || servedExtension(contentType) !== extension) throw notFound();
    const etag = etagOf(asset, extension);
    const isSvg = contentType === SVG_TYPE;
    const headers = [
      ...byteHeaders(asset, contentType, etag),
      "content-security-policy",
      isSvg ? SVG_POLICY : FILE_POLICY,
    ];
    if (matchesEtag(request.headers["if-none-match"], etag)) return { status: 304, headers, body: "" };
    headers.push("accept-ranges", "bytes");
    if (!isSvg) headers.push("content-disposition", attachment(asset.fileName));
    const { range: rangeHeader, "if-range": condition } = request.headers;
    const range = condition === undefined || condition === etag ? parseRange(rangeHeader, byteSize) : null;
    if (range === "unsatisfiable") return unsatisfiable(byteSize);
    const isHead = request.method === "HEAD";
    const opened = isHead ? null : await this.#access.store.get(asset.originalKey, range ?? undefined);
    if (opened === null && !isHead) throw new Error(`The store has no object ${asset.originalKey}.`);
    const bytes = opened?.stream ?? null;
    if (range === null) return { status: 200, headers, body: "", stream: { bytes, byteSize } };
    headers.push("content-range", `bytes ${range.start}-${range.end}/${byteSize}`);
    return { status: 206, headers, body: "", stream: { bytes, byteSize: range.end - range.start + 1 } };
  }
}

function fileNameOf({ contentType }: DeliveredAsset): string | null {
  const extension = servedExtension(contentType);
  return extension === null ? null : servedFileName(extension);
}

function unsatisfiable(byteSize: number): Reply {
  const message = `Expected a range that begins before byte ${byteSize}.`;
  return errorReply(new HttpError(416, "RANGE_NOT_SATISFIABLE", message, ["content-range", `bytes */${byteSize}`]));
}
