// Inspects bytes that are in the store before they become an asset: their number and hash, their kind by their first bytes and, of a picture, what
// the decoder reads. Nothing that was not inspected gets a row.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { CodedError } from "../../../platform/graphql/error-codes.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import type { AssetServices } from "../../../platform/pictures/asset-services.js";
import { PICTURE_LIMITS } from "../../../platform/pictures/picture-limits.js";
import { SNIFFED_BYTES, sniffType } from "../../../platform/pictures/sniffed-type.js";
import { rewriteSvg, SVG_LIMITS } from "../../../platform/pictures/svg/rewrite-svg.js";
import { type OpenedObject, StorageFullError, StorageUnavailableError } from "../../../platform/storage/byte-store.js";
import type { Asset } from "../asset.entity.js";

export type InspectedFacts = Pick<
  Asset,
  "sha256" | "byteSize" | "contentType" | "width" | "height" | "hasAlpha" | "isAnimated" | "thumbHash" | "colour"
>;
type Services = Pick<AssetServices, "store" | "pictures" | "settings">;

const NO_PICTURE = { width: null, height: null, hasAlpha: false, isAnimated: false, thumbHash: null, colour: null };

/** What the user errors refer to. */
export interface InspectedFile {
  /** The key in the store. */
  key: string;
  /** As the client stated them. */
  byteSize: number;
  sha256: string | null;
  path: string[];
}

/** Throws INVALID or UNSUPPORTED_FILE as user errors. An SVG picture is replaced by what is harmless of it. */
export async function inspectFile(services: Services, file: InspectedFile): Promise<InspectedFacts> {
  const { sha256, byteSize, head } = await readFacts(services, file);
  if (byteSize !== file.byteSize) {
    throwUserError("INVALID", `Expected ${file.byteSize} bytes, got ${byteSize}.`, file.path);
  }
  if (file.sha256 !== null && sha256 !== file.sha256) {
    throwUserError("INVALID", "The bytes do not have the announced SHA-256 hash.", file.path);
  }
  const type = sniffType(head, services.settings);
  if (type.kind === "refused") unsupported(type.message, file);
  const facts = { sha256, byteSize, contentType: type.contentType };
  if (type.kind === "download") return { ...facts, ...NO_PICTURE };
  if (type.kind === "svg") return { ...facts, ...NO_PICTURE, ...(await rewritten(services, file)) };
  return { ...facts, ...(await probed(services, file)) };
}

async function readFacts(
  { store }: Services,
  { key, path }: InspectedFile,
): Promise<{ sha256: string; byteSize: number; head: Buffer }> {
  const object = await stored(() => store.get(key));
  if (object === null) throwUserError("INVALID", "The bytes have not arrived.", path);
  const hash = createHash("sha256");
  const head: Buffer[] = [];
  let byteSize = 0;
  for await (const chunk of object.stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (byteSize < SNIFFED_BYTES) head.push(chunk);
    byteSize += chunk.length;
  }
  return { sha256: hash.digest("hex"), byteSize, head: Buffer.concat(head).subarray(0, SNIFFED_BYTES) };
}

async function probed({ store, pictures }: Services, file: InspectedFile) {
  if (file.byteSize > PICTURE_LIMITS.bytes) {
    unsupported(`Expected a picture of at most ${PICTURE_LIMITS.bytes} bytes, got ${file.byteSize}.`, file);
  }
  const probe = await pictures.probe(() => opened(store, file.key));
  if (probe.isOk) {
    const { width, height, hasAlpha, isAnimated, thumbHash, colour } = probe.value;
    return { width, height, hasAlpha, isAnimated, thumbHash: Buffer.from(thumbHash).toString("base64"), colour };
  }
  const { reason, message } = probe.failure;
  if (reason === "BUSY") throw unavailable("The service is decoding other pictures. Try again in a moment.");
  return unsupported(message, file);
}

async function rewritten({ store }: Services, file: InspectedFile): Promise<{ width: number; height: number }> {
  if (file.byteSize > SVG_LIMITS.bytes) {
    unsupported(`Expected an SVG picture of at most ${SVG_LIMITS.bytes} bytes, got ${file.byteSize}.`, file);
  }
  const { stream } = await opened(store, file.key);
  const result = rewriteSvg(await buffer(stream));
  if (!result.isOk) return unsupported(result.message, file);
  const { svg, width, height } = result;
  const harmless = Buffer.from(svg);
  const object = { contentType: "image/svg+xml", byteSize: harmless.length };
  await stored(() => store.put(file.key, Readable.from([harmless]), object));
  return { width, height };
}

async function opened(store: Services["store"], key: string): Promise<OpenedObject> {
  const object = await store.get(key);
  if (object === null) throw new Error("Expected the bytes of an asset in the store.");
  return object;
}

/** Runs a step of the store. If the store is away or full, the client may repeat the request later. */
export async function stored<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof StorageUnavailableError)
      throw unavailable("The store of files is not available. Try again later.");
    if (error instanceof StorageFullError) throw unavailable("The store of files is full.");
    throw error;
  }
}

const unavailable = (message: string): CodedError => new CodedError("SERVICE_UNAVAILABLE", message);

function unsupported(message: string, { path }: InspectedFile): never {
  throwUserError("UNSUPPORTED_FILE", message, path);
}
