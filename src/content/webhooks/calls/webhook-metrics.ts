// Metrics of webhooks: how many calls wait, and for how long the oldest has waited.
import type { SqlClient } from "../../../platform/db/database.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { type Metric, single } from "../../../platform/observability/metrics.js";

const PENDING = sql`/* WebhookDelivery.pending */ select ${computedColumn("count", "integer", "count(*)")},
    ${computedColumn("seconds", "double precision", "coalesce(extract(epoch from now() - min(d.created_at)), 0)")}
  from webhook w join webhook_delivery d on d.webhook_id = w.id where w.is_enabled and d.status = 'PENDING'`;

export function webhookMetrics(db: SqlClient): readonly Metric[] {
  const read = async () => (await db.query(PENDING))[0] ?? { count: 0, seconds: 0 };
  return [
    {
      kind: "gauge",
      name: "colophon_webhook_deliveries_pending",
      help: "Calls of webhooks that are switched on, not made or not successful yet.",
      read: async () => single((await read()).count),
    },
    {
      kind: "gauge",
      name: "colophon_webhook_oldest_pending_seconds",
      help: "Age of the oldest of these calls.",
      read: async () => single((await read()).seconds),
    },
  ];
}
