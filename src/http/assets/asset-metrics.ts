// Metrics of the delivery of assets.
import { type Metric, single } from "../../platform/observability/metrics.js";
import type { AssetAccess } from "./asset-access.js";
import type { AssetDelivery } from "./asset-delivery.js";
import type { UploadEndpoint } from "./upload-endpoint.js";

export function assetMetrics(access: AssetAccess, delivery: AssetDelivery, uploads: UploadEndpoint): readonly Metric[] {
  const { counts } = delivery.variants;
  return [
    {
      kind: "counter",
      name: "colophon_asset_variants_total",
      help: "Variants of pictures that were asked for, by where they came from: memory, the store, or an encoding, which may have failed.",
      read: () => [
        { labels: { source: "memory" }, value: delivery.memoryHits },
        { labels: { source: "store" }, value: counts.stored },
        { labels: { source: "encoding" }, value: counts.encoded },
        { labels: { source: "failure" }, value: counts.failed },
      ],
    },
    {
      kind: "gauge",
      name: "colophon_asset_encodings",
      help: "Pictures that are being decoded or encoded, and those that wait.",
      read: () => {
        const { running, waiting } = access.pictures.load;
        return [
          { labels: { state: "running" }, value: running },
          { labels: { state: "waiting" }, value: waiting },
        ];
      },
    },
    {
      kind: "gauge",
      name: "colophon_asset_memory_bytes",
      help: "Bytes of small pictures that are held in memory.",
      read: () => single(delivery.memory.bytes),
    },
    {
      kind: "counter",
      name: "colophon_asset_uploads_total",
      help: "Files that were received by this process.",
      read: () => single(uploads.received),
    },
    {
      kind: "counter",
      name: "colophon_asset_upload_bytes_total",
      help: "Bytes of the files that were received by this process.",
      read: () => single(uploads.receivedBytes),
    },
    {
      kind: "gauge",
      name: "colophon_asset_uploads_running",
      help: "Files that are being received.",
      read: () => single(uploads.running),
    },
  ];
}
