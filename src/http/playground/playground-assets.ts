// The files of the playground, served from the installed package. The list of files is read once, so that a request can only name one of
// them, and never another path.
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Reply } from "../reply.js";

const compress = promisify(gzip);

const TYPES: ReadonlyMap<string, string> = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".ico", "image/x-icon"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json; charset=utf-8"],
  [".png", "image/png"],
  [".svg", "image/svg+xml"],
  [".woff", "font/woff"],
  [".woff2", "font/woff2"],
]);
const COMPRESSIBLE = /^(?:text|application\/json|image\/svg)/;
/** The folder of the frame in which the playground runs scripts of its user, isolated by the browser's sandbox. */
const SANDBOX_FOLDER = "iframe-sandbox/";
const SANDBOX_POLICY =
  "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'";
const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'";

interface Asset {
  type: string;
  policy: string;
  plain: Buffer;
  /** Undefined for types that do not compress. */
  gzipped: Buffer | undefined;
}

export type PlaygroundAssets = (request: IncomingMessage, name: string) => Promise<Reply | undefined>;

/** Files are read and compressed at their first request; together they have 9 MB. */
export async function openPlaygroundAssets(directory: string): Promise<PlaygroundAssets> {
  const names = (await readdir(directory, { recursive: true })).map((name) => name.replaceAll("\\", "/"));
  const served: ReadonlySet<string> = new Set(names.filter((name) => TYPES.has(extname(name))));
  const loaded = new Map<string, Promise<Asset>>();
  return async (request, name) => {
    if (!served.has(name)) return undefined;
    const loading = loaded.get(name) ?? loadAsset(directory, name);
    loaded.set(name, loading);
    return toReply(await loading, /\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? ""));
  };
}

async function loadAsset(directory: string, name: string): Promise<Asset> {
  const plain = await readFile(join(directory, name));
  const type = TYPES.get(extname(name)) ?? "application/octet-stream";
  const policy = name.startsWith(SANDBOX_FOLDER) ? SANDBOX_POLICY : FILE_POLICY;
  return { type, policy, plain, gzipped: COMPRESSIBLE.test(type) ? await compress(plain) : undefined };
}

function toReply({ type, policy, plain, gzipped }: Asset, takesGzip: boolean): Reply {
  const headers = ["content-type", type, "content-security-policy", policy, "vary", "Accept-Encoding"];
  // The path contains the version of the package, so that its content never changes.
  headers.push("cache-control", "public, max-age=31536000, immutable");
  if (!takesGzip || gzipped === undefined) return { status: 200, headers, body: plain };
  return { status: 200, headers: [...headers, "content-encoding", "gzip"], body: gzipped };
}
