// Writes of deliveries that an administrator asks for.
import { randomUUID } from "node:crypto";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { InputCheck } from "../input-check.js";
import { Webhook } from "./webhook.entity.js";
import type { RedeliverWebhookInput, TestWebhookInput } from "./webhook.inputs.js";
import { WebhookDelivery } from "./webhook-delivery.entity.js";
import { wakeWebhooks } from "./webhook-wake.js";

const LOCK_WEBHOOK = "/* Webhook.lockForTest */ select 1 from webhook where id = $1 for key share";
/** The webhook is locked before its delivery, as by a deletion. */
const LOCK_OF_DELIVERY = sql`/* Webhook.lockOfDelivery */ select ${selectColumns(Webhook, "w", ["id", "isEnabled"])} from webhook w
  where w.id = (select d.webhook_id from webhook_delivery d where d.id = $1) for no key update`;

/** Returns the id of the new delivery. */
export async function testWebhook(ctx: Context, input: TestWebhookInput): Promise<string> {
  requireViewer(ctx, "manageWebhook");
  const webhookId = new InputCheck().requiredId(input.id, "Webhook", "id");
  const id = randomUUID();
  await ctx.transact(async (tx) => {
    const found = await queryPrepared(tx, LOCK_WEBHOOK, [webhookId]);
    if (found.length === 0) throwUserError("NOT_FOUND", "No webhook with this id exists.", ["input", "id"]);
    const nextAttemptAt = () => "clock_timestamp()";
    await insertRow(tx, WebhookDelivery, { id, webhookId, kind: "TEST", status: "PENDING", nextAttemptAt });
    await wakeWebhooks(tx, webhookId);
  });
  return id;
}

/** Returns the id of the delivery. */
export async function redeliverWebhook(ctx: Context, input: RedeliverWebhookInput): Promise<string> {
  requireViewer(ctx, "manageWebhook");
  const path = ["input", "deliveryId"];
  const id = new InputCheck().requiredId(input.deliveryId, "WebhookDelivery", "deliveryId");
  await ctx.transact(async (tx) => {
    const [webhook] = await queryPrepared(tx, LOCK_OF_DELIVERY, [id]);
    if (webhook === undefined) return throwUserError("NOT_FOUND", "No delivery with this id exists.", path);
    if (!webhook.isEnabled) throwUserError("INVALID", "The webhook of this delivery is switched off.", path);
    await updateRow(tx, Webhook, webhook.id, { heldUntil: null });
    const nextAttemptAt = () => "clock_timestamp()";
    await updateRow(tx, WebhookDelivery, id, { status: "PENDING", retries: 0, nextAttemptAt });
    await wakeWebhooks(tx, webhook.id);
  });
  return id;
}
