// Tells every process that a webhook may have to be called. Nothing that readers see depends on it.
import type { EntityManager } from "typeorm";
import { recordEvents } from "../../platform/events/outbox.js";

/** To be called last in a write. */
export function wakeWebhooks(tx: EntityManager, webhookId: string): Promise<void> {
  return recordEvents(tx, [{ type: "webhook.updated", payload: { webhookId } }]);
}
