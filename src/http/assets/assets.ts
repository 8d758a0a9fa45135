// Everything below /assets: pictures and files for everybody who may have them, and uploads by their signed addresses.
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Metric } from "../../platform/observability/metrics.js";
import { StorageFullError, StorageUnavailableError } from "../../platform/storage/byte-store.js";
import type { Cors } from "../cors/cors.js";
import { HttpError, methodNotAllowed, notFound } from "../http-rejection.js";
import { type Reply, withHeaders } from "../reply.js";
import type { AssetAccess } from "./asset-access.js";
import { AssetDelivery } from "./asset-delivery.js";
import { assetMetrics } from "./asset-metrics.js";
import { parseAssetPath } from "./asset-path.js";
import { UploadEndpoint } from "./upload-endpoint.js";

export interface Assets {
  /** `path` is below /assets. */
  handle(request: IncomingMessage, path: string, query: string): Promise<Reply>;
  metrics: readonly Metric[];
}

const READ_METHODS = "GET, HEAD";
const UPLOAD_METHODS = "PUT, OPTIONS";

export function createAssets(access: AssetAccess, cors: Cors, log: Logger): Assets {
  const delivery = new AssetDelivery(access, log);
  const uploads = new UploadEndpoint(access);

  async function respond(request: IncomingMessage, path: string, query: string): Promise<Reply> {
    const asked = parseAssetPath(path, query);
    if (asked === null) throw notFound();
    const { method = "" } = request;
    if (asked.kind !== "upload") {
      if (method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, READ_METHODS);
      return delivery.serve(request, asked, path, query);
    }
    if (method === "OPTIONS") return cors.preflight(request, UPLOAD_METHODS);
    if (method !== "PUT") throw methodNotAllowed(method, UPLOAD_METHODS);
    return withHeaders(await uploads.receive(request, asked, path, query), cors.headersFor(request));
  }

  return {
    metrics: assetMetrics(access, delivery, uploads),
    handle: (request, path, query) =>
      respond(request, path, query).catch((error: unknown) => {
        throw ofStorage(error);
      }),
  };
}

function ofStorage(error: unknown): unknown {
  if (error instanceof StorageUnavailableError) {
    const message = "The store of assets is not available. Try again later.";
    return new HttpError(503, "SERVICE_UNAVAILABLE", message, ["retry-after", "5"]);
  }
  if (error instanceof StorageFullError)
    return new HttpError(507, "INSUFFICIENT_STORAGE", "The store of assets is full.");
  return error;
}
