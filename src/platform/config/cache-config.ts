// Configuration of caching: the response cache, caches between this service and its clients (CDN), and trusted documents.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface CacheConfig {
  /** 0: no response is cached. */
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
  /** How long shared caches may store a response, and how much longer they may serve it while they revalidate it. */
  maxAgeSeconds: number;
  staleSeconds: number;
  /** In lower case; null: no such header is sent. */
  keyHeader: string | null;
  keyBytes: number;
  purge: { url: string; secret: string } | null;
}

export const cacheVariables: readonly ConfigVariable[] = [
  {
    name: "CACHE_BYTES",
    defaultValue: "33554432",
    description: "Memory of the response cache in bytes, 1048576 to 17179869184; 0 switches it off.",
  },
  {
    name: "EXPOSE_CACHE_STATUS",
    defaultValue: "0",
    description: "1 adds the header Cache-Status to responses: whether they came from the cache.",
  },
  {
    name: "CDN_MAX_AGE_SECONDS",
    defaultValue: "0",
    description:
      "How long a CDN may store a response (s-maxage), 0 to 31536000; set CDN_PURGE_URL if it is more than 0.",
  },
  {
    name: "CDN_STALE_SECONDS",
    defaultValue: "0",
    description:
      "How much longer a CDN may serve the response while it revalidates it (stale-while-revalidate), 0 to 86400.",
  },
  {
    name: "SURROGATE_KEY_HEADER",
    defaultValue: "",
    description:
      "Header with the cache tags of a response: Surrogate-Key (separated by spaces) or Cache-Tag (by commas). If absent, none is sent.",
  },
  {
    name: "SURROGATE_KEY_BYTES",
    defaultValue: "4096",
    description:
      "Maximum length of that header, 64 to 16384; a response with more tags gets a few coarse tags instead.",
  },
  {
    name: "CDN_PURGE_URL",
    defaultValue: "",
    description: "Receives a POST with the invalidated cache tags, so that a CDN can purge them; http or https.",
  },
  {
    name: "CDN_PURGE_SECRET",
    defaultValue: "",
    description: "The secret that signs requests to CDN_PURGE_URL, at least 32 bytes; required with it.",
  },
  {
    name: "TRUSTED_DOCUMENTS",
    defaultValue: "off",
    description:
      "allow: clients may send the id of a document of the manifest; only: no other document is executed; off.",
  },
  {
    name: "TRUSTED_DOCUMENTS_FILE",
    defaultValue: "",
    description:
      "The manifest: a JSON object of ids and documents, such as persisted-documents.json of GraphQL Code Generator.",
  },
];

const KEY_HEADERS = ["", "Surrogate-Key", "Cache-Tag"] as const;

export function readCacheConfig(reader: EnvironmentReader): CacheConfig {
  const bytes = reader.integer("CACHE_BYTES", 0, 17_179_869_184);
  if (bytes > 0 && bytes < 1_048_576) reader.errors.push("CACHE_BYTES must be 0 or at least 1048576.");
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
    reader.errors.push(`CDN_PURGE_SECRET must have at least ${MIN_SECRET_BYTES} bytes if CDN_PURGE_URL is set.`);
  }
  return { url, secret };
}

function readDocuments(reader: EnvironmentReader): DocumentsConfig {
  const mode = reader.oneOf("TRUSTED_DOCUMENTS", TRUST_MODES);
  const file = reader.text("TRUSTED_DOCUMENTS_FILE");
  if (mode !== "off" && file === "") {
    reader.errors.push("TRUSTED_DOCUMENTS_FILE must name the manifest if TRUSTED_DOCUMENTS is allow or only.");
  }
  return { mode, file: file === "" ? null : file };
}
