// Writes of webhooks.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { newWebhookSecret } from "../../lib/standard-webhook.js";
import { TransactionReads } from "../../platform/db/database.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { OutboundRefusedError } from "../../platform/outbound/outbound-guard.js";
import { encodeChangeCursor } from "../change-feed/change-cursor.js";
import type { ChangeNodeType } from "../change-feed/change-kind.js";
import { newestPosition } from "../change-feed/read-changes.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Webhook } from "./webhook.entity.js";
import type {
  CreateWebhookInput,
  DeleteWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
} from "./webhook.inputs.js";
import { MAX_DEBOUNCE_SECONDS, MAX_DOCUMENT, MAX_NODE_TYPES, MAX_WEBHOOKS } from "./webhook-limits.js";
import { wakeWebhooks } from "./webhook-wake.js";

const NAME = { max: LIMITS.name, isRequired: true };

const COUNT = sql`/* Webhook.count */ select ${computedColumn("count", "integer", "count(*)")} from webhook`;
const LOCK = sql`/* Webhook.lock */ select ${selectColumns(Webhook, "w", [
  ...(["id", "name", "url", "nodeTypes", "document", "debounceSeconds", "isEnabled", "version", "secret"] as const),
])} from webhook w where w.id = $1 for update`;

export interface WrittenWebhook {
  id: string;
  /** Shown only in the response to this write. */
  secret: string;
}

export async function createWebhook(ctx: Context, input: CreateWebhookInput): Promise<WrittenWebhook> {
  requireViewer(ctx, "manageWebhook");
  const check = new InputCheck();
  const fields = {
    name: check.text(input.name, NAME, "name"),
    url: checkedUrl(ctx, check, input.url),
    nodeTypes: checkedTypes(check, input.nodeTypes),
    document: checkedDocument(ctx, check, input.document),
    debounceSeconds: checkedDebounce(check, input.debounceSeconds),
  };
  check.finish();
  const [id, secret] = [randomUUID(), newWebhookSecret()];
  await ctx.transact(async (tx) => {
    const [webhooks] = await queryPrepared(tx, COUNT);
    if (webhooks !== undefined && webhooks.count >= MAX_WEBHOOKS) {
      throwUserError("INVALID", `Expected at most ${MAX_WEBHOOKS} webhooks.`, ["input", "name"]);
    }
    const position = await newestPosition(new TransactionReads(tx));
    await insertRow(tx, Webhook, { id, ...fields, secret, cursor: encodeChangeCursor(position), readTo: position.id });
    await wakeWebhooks(tx, id);
  });
  return { id, secret };
}

/** Returns the id of the webhook. */
export async function updateWebhook(ctx: Context, input: UpdateWebhookInput): Promise<string> {
  requireViewer(ctx, "manageWebhook");
  const check = new InputCheck();
  const id = check.requiredId(input.id, "Webhook", "id");
  await ctx.transact(async (tx) => {
    const before = await lockWebhook(tx, id);
    requireVersion("Webhook", before, input.expectedVersion);
    const after = changedFields(ctx, input, before);
    if (isUnchanged(before, after)) return;
    const isRetried = after.url !== before.url || (after.isEnabled && !before.isEnabled);
    await updateRow(tx, Webhook, id, {
      ...after,
      version: before.version + 1,
      disabledReason: null,
      // Another rule or another receiver; the next run decides anew.
      windowEndsAt: null,
      ...(isRetried && { heldUntil: null, failingSince: null }),
    });
    await wakeWebhooks(tx, id);
  });
  return id;
}

type WebhookFields = Pick<Webhook, "name" | "url" | "nodeTypes" | "document" | "debounceSeconds" | "isEnabled">;

function changedFields(ctx: Context, input: UpdateWebhookInput, before: WebhookFields): WebhookFields {
  const check = new InputCheck();
  const { name, url, nodeTypes, document, debounceSeconds, isEnabled } = input;
  const after = {
    name: name === undefined ? before.name : check.text(name ?? "", NAME, "name"),
    url: url === undefined ? before.url : checkedUrl(ctx, check, url ?? ""),
    nodeTypes: nodeTypes === undefined ? before.nodeTypes : checkedTypes(check, nodeTypes),
    document: document === undefined ? before.document : checkedDocument(ctx, check, document),
    debounceSeconds: debounceSeconds === undefined ? before.debounceSeconds : checkedDebounce(check, debounceSeconds),
    isEnabled: isEnabled ?? before.isEnabled,
  };
  check.finish();
  return after;
}

/** Two rotations within 24 hours end the first secret at once. */
export async function rotateWebhookSecret(ctx: Context, input: RotateWebhookSecretInput): Promise<WrittenWebhook> {
  requireViewer(ctx, "manageWebhook");
  const id = new InputCheck().requiredId(input.id, "Webhook", "id");
  const secret = newWebhookSecret();
  await ctx.transact(async (tx) => {
    const { secret: previousSecret } = await lockWebhook(tx, id);
    await updateRow(tx, Webhook, id, {
      secret,
      previousSecret,
      previousSecretUntil: () => "now() + interval '24 hours'",
    });
  });
  return { id, secret };
}

/** Returns the id of the webhook. */
export async function deleteWebhook(ctx: Context, input: DeleteWebhookInput): Promise<string> {
  requireViewer(ctx, "manageWebhook");
  const id = new InputCheck().requiredId(input.id, "Webhook", "id");
  await ctx.transact(async (tx) => {
    await lockWebhook(tx, id);
    await deleteRow(tx, Webhook, id);
  });
  return id;
}

async function lockWebhook(tx: EntityManager, id: string) {
  const [webhook] = await queryPrepared(tx, LOCK, [id]);
  return webhook ?? throwUserError("NOT_FOUND", "No webhook with this id exists.", ["input", "id"]);
}

/** What a name resolves to is checked at each call; a URL that can never be called is refused here. */
function checkedUrl({ outbound }: Context, check: InputCheck, value: string): string {
  const problems = new InputCheck();
  const text = problems.url(value, false, "url");
  if (problems.hasErrors) {
    check.url(value, false, "url");
    return text;
  }
  const url = new URL(text);
  try {
    outbound.checkText(url, { allowsHttp: outbound.names(url) });
  } catch (error) {
    if (!(error instanceof OutboundRefusedError)) throw error;
    check.invalid(error.message, "url");
  }
  return text;
}

function checkedDocument({ storedQueries }: Context, check: InputCheck, value: string | null | undefined) {
  const document = check.optionalText(value, { max: MAX_DOCUMENT }, "document");
  if (document === null || document.length > 2 * MAX_DOCUMENT) return null;
  const problem = storedQueries.problemOf(document);
  if (problem !== null) check.invalid(problem, "document");
  return document;
}

function checkedDebounce(check: InputCheck, value: number | null | undefined): number {
  const seconds = value ?? 0;
  if (seconds < 0 || seconds > MAX_DEBOUNCE_SECONDS) {
    check.invalid(`Expected 0 to ${MAX_DEBOUNCE_SECONDS} seconds, got ${seconds}.`, "debounceSeconds");
  }
  return seconds;
}

function checkedTypes(check: InputCheck, types: readonly ChangeNodeType[] | null | undefined): ChangeNodeType[] {
  const count = types?.length ?? 0;
  if (count > MAX_NODE_TYPES) check.invalid(`Expected at most ${MAX_NODE_TYPES} types, got ${count}.`, "nodeTypes");
  return [...new Set(types ?? [])].sort();
}
