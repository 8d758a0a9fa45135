// All reads of webhooks and their deliveries. They are visible to administrators only, and the secrets to nobody.
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { tableList } from "../../platform/db/lists/list-source.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { Webhook } from "./webhook.entity.js";
import { WebhookDelivery } from "./webhook-delivery.entity.js";

/** The columns that are fields. */
const COLUMNS = selectColumns(Webhook, "w", [
  ...(["id", "name", "url", "nodeTypes", "document", "debounceSeconds"] as const),
  ...(["isEnabled", "disabledReason", "version", "createdAt"] as const),
]);
const DELIVERY_COLUMNS = selectColumns(WebhookDelivery, "d", [
  ...(["id", "status", "attempts", "nextAttemptAt", "lastStatusCode", "lastError", "durationMs", "createdAt"] as const),
]);

export const webhookById = defineLoader<Context, string, Webhook | null>("webhookById", async (ctx, ids) => {
  if (!mayEver(ctx.viewer, "manageWebhook")) return ids.map(() => null);
  const statement = sql`/* Webhook.byId */ select ${COLUMNS} from webhook w where w.id = any($1::uuid[])`;
  const rows = await ctx.db.query(statement, [ids]);
  return inKeyOrder(
    ids,
    rows.map((row) => Object.assign(new Webhook(), row)),
    (webhook) => webhook.id,
  );
});

export const webhookDeliveryById = defineLoader<Context, string, WebhookDelivery | null>(
  "webhookDeliveryById",
  async (ctx, ids) => {
    if (!mayEver(ctx.viewer, "manageWebhook")) return ids.map(() => null);
    const statement = sql`/* WebhookDelivery.byId */ select ${DELIVERY_COLUMNS} from webhook_delivery d where d.id = any($1::uuid[])`;
    const rows = await ctx.db.query(statement, [ids]);
    return inKeyOrder(
      ids,
      rows.map((row) => Object.assign(new WebhookDelivery(), row)),
      (delivery) => delivery.id,
    );
  },
);

/** Oldest first. */
export const webhooksSource = tableList({
  name: "Query.webhooks",
  table: "webhook w",
  columns: COLUMNS,
  keyset: {
    keys: [
      { column: "w.created_at", type: "timestamptz" },
      { column: "w.id", type: "uuid" },
    ],
    direction: "ASC",
  },
});

/** Newest first. */
export const deliveriesSource = tableList({
  name: "Webhook.deliveries",
  table: "webhook_delivery d",
  parent: "d.webhook_id",
  columns: DELIVERY_COLUMNS,
  keyset: {
    keys: [
      { column: "d.created_at", type: "timestamptz" },
      { column: "d.id", type: "uuid" },
    ],
    direction: "DESC",
  },
});
