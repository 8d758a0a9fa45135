// The mutations of webhooks, for administrators only.
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import {
  deletionType,
  ERRORS_DESCRIPTION,
  INPUT,
  type Payload,
  payload,
  payloadType,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { UserError } from "../../platform/graphql/user-error.js";
import { Webhook } from "./webhook.entity.js";
import {
  CreateWebhookInput,
  DeleteWebhookInput,
  RedeliverWebhookInput,
  RotateWebhookSecretInput,
  TestWebhookInput,
  UpdateWebhookInput,
} from "./webhook.inputs.js";
import { webhookById, webhookDeliveryById } from "./webhook.loaders.js";
import { createWebhook, deleteWebhook, rotateWebhookSecret, updateWebhook } from "./webhook.service.js";
import { WebhookDelivery } from "./webhook-delivery.entity.js";
import { redeliverWebhook, testWebhook } from "./webhook-delivery.service.js";

const SECRET = "The secret that verifies calls, whsec_ and base64. Shown only here. Null if the change was rejected.";

@ObjectType({ simpleResolvers: true, description: "The result of `createWebhook`." })
class CreateWebhookPayload {
  @Field(() => Webhook, { nullable: true, description: "The new webhook, or null if the change was rejected." })
  webhook!: Webhook | null;

  @Field(() => String, { nullable: true, description: SECRET })
  secret!: string | null;

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: "The result of `rotateWebhookSecret`." })
class RotateWebhookSecretPayload {
  @Field(() => Webhook, { nullable: true, description: "The webhook, or null if the change was rejected." })
  webhook!: Webhook | null;

  @Field(() => String, { nullable: true, description: SECRET })
  secret!: string | null;

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

const UpdateWebhookPayload = payloadType("UpdateWebhookPayload", "webhook", () => Webhook);
const DeleteWebhookPayload = deletionType("DeleteWebhookPayload");
const TestWebhookPayload = payloadType("TestWebhookPayload", "delivery", () => WebhookDelivery);
const RedeliverWebhookPayload = payloadType("RedeliverWebhookPayload", "delivery", () => WebhookDelivery);

@Resolver()
export class WebhookMutations {
  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description:
      "Creates a webhook, which tells the changes from now on. A site has at most 20. For administrators only.",
  })
  async createWebhook(
    @Arg("input", () => CreateWebhookInput, INPUT) input: CreateWebhookInput,
    @Ctx() ctx: Context,
  ): Promise<CreateWebhookPayload> {
    return withSecret(ctx, () => createWebhook(ctx, input));
  }

  @Mutation(() => UpdateWebhookPayload, {
    nullable: true,
    description: "Changes a webhook, or switches it on or off. For administrators only.",
  })
  updateWebhook(
    @Arg("input", () => UpdateWebhookInput, INPUT) input: UpdateWebhookInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"webhook", Webhook | null>> {
    return writtenPayload(ctx, "webhook", () => updateWebhook(ctx, input), webhookById);
  }

  @Mutation(() => RotateWebhookSecretPayload, {
    nullable: true,
    description:
      "Gives a webhook a new secret. For 24 hours each call is signed with both, so that the receiver can change over. For administrators only.",
  })
  async rotateWebhookSecret(
    @Arg("input", () => RotateWebhookSecretInput, INPUT) input: RotateWebhookSecretInput,
    @Ctx() ctx: Context,
  ): Promise<RotateWebhookSecretPayload> {
    return withSecret(ctx, () => rotateWebhookSecret(ctx, input));
  }

  @Mutation(() => DeleteWebhookPayload, {
    nullable: true,
    description:
      "Permanently deletes a webhook with its deliveries; pending calls are not made. For administrators only.",
  })
  deleteWebhook(
    @Arg("input", () => DeleteWebhookInput, INPUT) input: DeleteWebhookInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Webhook", await deleteWebhook(ctx, input)));
  }

  @Mutation(() => TestWebhookPayload, {
    nullable: true,
    description:
      "Calls a webhook once with the type `webhook.test` and no changes, also one that is switched off. The payload returns before the call; `node` with the id of the delivery tells what became of it. For administrators only.",
  })
  testWebhook(
    @Arg("input", () => TestWebhookInput, INPUT) input: TestWebhookInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"delivery", WebhookDelivery | null>> {
    return writtenPayload(ctx, "delivery", () => testWebhook(ctx, input), webhookDeliveryById);
  }

  @Mutation(() => RedeliverWebhookPayload, {
    nullable: true,
    description:
      "Attempts a delivery again, now and by the whole schedule of attempts, with the same `webhook-id`. For administrators only.",
  })
  redeliverWebhook(
    @Arg("input", () => RedeliverWebhookInput, INPUT) input: RedeliverWebhookInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"delivery", WebhookDelivery | null>> {
    return writtenPayload(ctx, "delivery", () => redeliverWebhook(ctx, input), webhookDeliveryById);
  }
}

async function withSecret(
  ctx: Context,
  write: () => Promise<{ id: string; secret: string }>,
): Promise<CreateWebhookPayload> {
  const { written, errors } = await payload(ctx, "written", write);
  const webhook = written === null ? null : await webhookById(ctx).load(written.id);
  return { webhook, secret: written?.secret ?? null, errors };
}
