// Configuration of assets: where their bytes are stored, and which kinds of files are accepted. No error repeats a value, because some are
// secrets.
import { join } from "node:path";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface BucketConfig {
  /** The bucket itself, as `https://host/bucket` or `https://bucket.host`, without a slash at the end. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface AssetConfig {
  /** Used if there is no bucket. */
  directory: string;
  bucket: BucketConfig | null;
  acceptsSvg: boolean;
  servesAvif: boolean;
  maxBytes: number;
  /** What addresses begin with: the URL of the service for browsers, without a slash at its end. Empty: they are relative to the root of the host. */
  origin: string;
}

export const assetVariables: readonly ConfigVariable[] = [
  {
    name: "ASSETS_DIR",
    defaultValue: "",
    description: "Folder of the bytes of pictures and files. If absent, the folder assets in DATA_DIR.",
  },
  {
    name: "ASSETS_URL",
    defaultValue: "",
    description:
      "The base of the addresses of pictures and files, such as https://cdn.example.org, where browsers reach this service. If absent, addresses are relative to the root of the host that shows them.",
  },
  {
    name: "ASSETS_S3_URL",
    defaultValue: "",
    description:
      "A bucket of an S3-compatible service instead of that folder, as https://host/bucket or https://bucket.host.",
  },
  { name: "ASSETS_S3_REGION", defaultValue: "us-east-1", description: "The region of that bucket." },
  {
    name: "ASSETS_S3_ACCESS_KEY_ID",
    defaultValue: "",
    description: "The id of the key to that bucket; required with it.",
  },
  {
    name: "ASSETS_S3_SECRET_ACCESS_KEY",
    defaultValue: "",
    description: "The secret of the key to that bucket; required with it.",
  },
  {
    name: "ASSETS_SVG",
    defaultValue: "0",
    description: "1 accepts SVG pictures; they are rewritten to what is known to be harmless.",
  },
  {
    name: "ASSETS_AVIF",
    defaultValue: "0",
    description: "1 serves pictures as AVIF too, which is smaller than WebP and takes several times its CPU.",
  },
  {
    name: "ASSETS_MAX_BYTES",
    defaultValue: "26214400",
    description:
      "Maximum size of an uploaded file in bytes, 65536 to 1073741824; that of a picture is at most 52428800.",
  },
];

export function readAssetConfig(reader: EnvironmentReader): AssetConfig {
  const directory = reader.text("ASSETS_DIR");
  return {
    directory: directory === "" ? join(reader.text("DATA_DIR"), "assets") : directory,
    bucket: bucketConfig(reader),
    acceptsSvg: reader.flag("ASSETS_SVG"),
    servesAvif: reader.flag("ASSETS_AVIF"),
    origin: baseUrl(reader),
    maxBytes: reader.integer("ASSETS_MAX_BYTES", 65_536, 1_073_741_824),
  };
}

function baseUrl(reader: EnvironmentReader): string {
  const text = reader.text("ASSETS_URL").replace(/\/$/, "");
  if (text === "") return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  const hasProtocol = url?.protocol === "https:" || url?.protocol === "http:";
  if (!hasProtocol || `${url?.search}${url?.hash}${url?.username}` !== "" || /["'<>\s,]/.test(text)) {
    reader.errors.push("ASSETS_URL must be a URL such as https://cdn.example.org, without a query.");
  }
  return text;
}

function bucketConfig(reader: EnvironmentReader): BucketConfig | null {
  const text = reader.text("ASSETS_S3_URL");
  const accessKeyId = reader.text("ASSETS_S3_ACCESS_KEY_ID");
  const secretAccessKey = reader.text("ASSETS_S3_SECRET_ACCESS_KEY");
  if (text === "") return null;
  if (accessKeyId === "" || secretAccessKey === "") {
    reader.errors.push(
      "ASSETS_S3_ACCESS_KEY_ID and ASSETS_S3_SECRET_ACCESS_KEY must be set together with ASSETS_S3_URL.",
    );
  }
  const region = reader.text("ASSETS_S3_REGION");
  if (!/^[\w-]{1,64}$/.test(region)) reader.errors.push("ASSETS_S3_REGION must be a name such as eu-central-1.");
  return { url: bucketUrl(reader, text), region, accessKeyId, secretAccessKey };
}

function bucketUrl(reader: EnvironmentReader, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Requests are signed, not encrypted, by their key: plain HTTP is for a store in the same network.
  const hasProtocol = url?.protocol === "https:" || url?.protocol === "http:";
  const isBucket =
    /^\/(?:[\w.-]+\/?)?$/.test(url?.pathname ?? "") && `${url?.search}${url?.hash}${url?.username}` === "";
  if (url === null || !hasProtocol || !isBucket) {
    reader.errors.push(
      "ASSETS_S3_URL must be the URL of a bucket such as https://s3.example/bucket or https://bucket.s3.example.",
    );
    return text;
  }
  return url.href.replace(/\/$/, "");
}
