// What the environment says about keeping answers: here, and in caches between this service and its readers.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface CacheConfig {
  /** 0: no answer is kept. */
  bytes: number;
  exposesCacheStatus: boolean;
  cdn: CdnConfig;
  documents: DocumentsConfig;
}

export interface DocumentsConfig {
  mode: (typeof TRUST_MODES)[number];
  file: string | null;
}

const TRUST_MODES = ["off", "allow", "only"] as const;

export interface CdnConfig {
  /** How long shared caches may keep an answer, and how much longer give it while they ask for a new one. */
  maxAgeSeconds: number;
  staleSeconds: number;
  /** Lower case; null: no such header is sent. */
  keyHeader: string | null;
  keyBytes: number;
  purge: { url: string; secret: string } | null;
}

export const cacheVariables: readonly ConfigVariable[] = [
  {
    name: "CACHE_BYTES",
    defaultValue: "33554432",
    description: "Memory for answers to anonymous queries, 1048576 to 17179869184; 0 keeps none.",
  },
  {
    name: "EXPOSE_CACHE_STATUS",
    defaultValue: "0",
    description: "1 tells with every answer whether it came from the cache, as Cache-Status.",
  },
  {
    name: "CDN_MAX_AGE_SECONDS",
    defaultValue: "0",
    description: "How long a CDN may keep an answer (s-maxage), 0 to 31536000; more than 0 wants CDN_PURGE_URL.",
  },
  {
    name: "CDN_STALE_SECONDS",
    defaultValue: "0",
    description:
      "How much longer it may give the answer while it asks for a new one (stale-while-revalidate), 0 to 86400.",
  },
  {
    name: "SURROGATE_KEY_HEADER",
    defaultValue: "",
    description:
      "Header that names what an answer depends on: Surrogate-Key (separated by blanks) or Cache-Tag (by commas).",
  },
  {
    name: "SURROGATE_KEY_BYTES",
    defaultValue: "4096",
    description:
      "Longest value of that header, 64 to 16384; an answer that depends on more gets few coarse keys instead.",
  },
  {
    name: "CDN_PURGE_URL",
    defaultValue: "",
    description:
      "Is told by POST of the surrogate keys that have changed, so that a CDN can forget them; http or https.",
  },
  {
    name: "CDN_PURGE_SECRET",
    defaultValue: "",
    description: "Secret of at least 32 bytes that signs what CDN_PURGE_URL is told; needed with it.",
  },
  {
    name: "TRUSTED_DOCUMENTS",
    defaultValue: "off",
    description: "allow: documents of a manifest may be named by id; only: nothing else is executed; or off.",
  },
  {
    name: "TRUSTED_DOCUMENTS_FILE",
    defaultValue: "",
    description: "The manifest: JSON of ids and texts, as GraphQL Code Generator's persisted-documents.json.",
  },
];

const KEY_HEADERS = ["", "Surrogate-Key", "Cache-Tag"] as const;

export function readCacheConfig(reader: EnvironmentReader): CacheConfig {
  const bytes = reader.integer("CACHE_BYTES", 0, 17_179_869_184);
  if (bytes > 0 && bytes < 1_048_576) reader.faults.push("CACHE_BYTES must be 0 or at least 1048576.");
  const keyHeader = reader.oneOf("SURROGATE_KEY_HEADER", KEY_HEADERS).toLowerCase();
  return {
    bytes,
    exposesCacheStatus: reader.flag("EXPOSE_CACHE_STATUS"),
    cdn: {
      maxAgeSeconds: reader.integer("CDN_MAX_AGE_SECONDS", 0, 31_536_000),
      staleSeconds: reader.integer("CDN_STALE_SECONDS", 0, 86_400),
      keyHeader: keyHeader === "" ? null : keyHeader,
      keyBytes: reader.integer("SURROGATE_KEY_BYTES", 64, 16_384),
      purge: readPurge(reader),
    },
    documents: readDocuments(reader),
  };
}

const MIN_SECRET_BYTES = 32;

function readPurge(reader: EnvironmentReader): CdnConfig["purge"] {
  const url = reader.url("CDN_PURGE_URL", ["http:", "https:"]);
  if (url === null) return null;
  const secret = reader.text("CDN_PURGE_SECRET");
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
    reader.faults.push(`CDN_PURGE_SECRET must have at least ${MIN_SECRET_BYTES} bytes where CDN_PURGE_URL is set.`);
  }
  return { url, secret };
}

function readDocuments(reader: EnvironmentReader): DocumentsConfig {
  const mode = reader.oneOf("TRUSTED_DOCUMENTS", TRUST_MODES);
  const file = reader.text("TRUSTED_DOCUMENTS_FILE");
  if (mode !== "off" && file === "") {
    reader.faults.push("TRUSTED_DOCUMENTS_FILE must name the manifest where TRUSTED_DOCUMENTS is allow or only.");
  }
  return { mode, file: file === "" ? null : file };
}
