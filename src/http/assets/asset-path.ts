// The addresses below /assets: `/assets/<key>/<version>/<name>` for pictures and files, `/assets/<key>/<file name>` as bodies refer to them, and
// `/assets/uploads/<id>/<bytes>` for uploads. They are read
// strictly before anything else is done, so that no other address costs more than this.
import { parseServedFileName } from "../../platform/pictures/file-names.js";
import { parseVariantName, type VariantName } from "../../platform/pictures/picture-presets.js";

export const ASSETS_PATH = "/assets/";

export type AssetPath =
  | { kind: "variant"; key: string; version: number; variant: VariantName }
  | { kind: "file"; key: string; version: number; extension: string }
  | { kind: "reference"; key: string }
  | { kind: "upload"; id: string; byteSize: number };

const SERVED = /^\/assets\/([0-9a-f]{32})\/([1-9]\d{0,8})\/([\w.]{5,20})$/;
/** The name is for people; it may be any. */
const REFERENCE = /^\/assets\/([0-9a-f]{32})(?:\/[^/]{1,1000})?$/;
const UPLOAD = /^\/assets\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([1-9]\d{0,9})$/;
/** A query has a signature, which may have ended, or there is none. */
const QUERY = /^(?:\?until=\d{10}&sig=[\w-]{43})?$/;

/** Null for every other address. */
export function parseAssetPath(path: string, query: string): AssetPath | null {
  if (!QUERY.test(query)) return null;
  const [, key = "", version, name = ""] = SERVED.exec(path) ?? [];
  if (version === undefined) return otherPath(path);
  const variant = parseVariantName(name);
  if (variant !== null) return { kind: "variant", key, version: Number(version), variant };
  const file = parseServedFileName(name);
  return file === null ? null : { kind: "file", key, version: Number(version), extension: file.extension };
}

function otherPath(path: string): AssetPath | null {
  const [, id, byteSize] = UPLOAD.exec(path) ?? [];
  if (id !== undefined) return { kind: "upload", id, byteSize: Number(byteSize) };
  const key = REFERENCE.exec(path)?.[1];
  return key === undefined ? null : { kind: "reference", key };
}
