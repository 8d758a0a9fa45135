// The inputs of the mutations of webhooks.
import { Field, ID, InputType, Int } from "type-graphql";
import { ChangeNodeType } from "../change-feed/change-kind.js";

const NAME = "The purpose of the webhook, 1 to 200 characters.";
const URL_RULE =
  "An https URL on the public internet, at most 2000 characters. `http` and other hosts are allowed as far as OUTBOUND_ALLOW names the host.";
const NODE_TYPES = "The types of objects whose changes are told, at most 10; all if the list is empty.";
const DOCUMENT =
  "A document with one query that anonymous clients may execute and that declares `$ids: [ID!]!`, at most 10000 characters. It is executed at each call with the ids of the changed objects, at most 100.";
const DEBOUNCE =
  "Seconds from a change until the call that tells it and all others up to then, 0 to 3600; 0 for a call at once.";

@InputType({ description: "A new webhook." })
export class CreateWebhookInput {
  @Field(() => String, { description: NAME })
  name!: string;

  @Field(() => String, { description: URL_RULE })
  url!: string;

  @Field(() => [ChangeNodeType], { nullable: true, description: NODE_TYPES })
  nodeTypes?: ChangeNodeType[] | null;

  @Field(() => String, { nullable: true, description: DOCUMENT })
  document?: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 0, description: DEBOUNCE })
  debounceSeconds?: number | null;
}

@InputType({ description: "Changes to a webhook. Absent fields stay as they are." })
export class UpdateWebhookInput {
  @Field(() => ID, { description: "The webhook to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version that the change is based on. If the webhook has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: NAME })
  name?: string | null;

  @Field(() => String, { nullable: true, description: `${URL_RULE} Calls that are pending go to the new URL.` })
  url?: string | null;

  @Field(() => [ChangeNodeType], { nullable: true, description: NODE_TYPES })
  nodeTypes?: ChangeNodeType[] | null;

  @Field(() => String, { nullable: true, description: `${DOCUMENT} Null for none.` })
  document?: string | null;

  @Field(() => Int, { nullable: true, description: DEBOUNCE })
  debounceSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether the webhook is called. Switched on again, it continues where it stopped, and `disabledReason` becomes null.",
  })
  isEnabled?: boolean | null;
}

@InputType({ description: "A webhook whose secret is replaced." })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: "The webhook that gets a new secret." })
  id!: string;
}

@InputType({ description: "A webhook to delete." })
export class DeleteWebhookInput {
  @Field(() => ID, { description: "The webhook to delete, with its deliveries." })
  id!: string;
}

@InputType({ description: "A webhook to test." })
export class TestWebhookInput {
  @Field(() => ID, { description: "The webhook to call, which may be switched off." })
  id!: string;
}

@InputType({ description: "A delivery to attempt again." })
export class RedeliverWebhookInput {
  @Field(() => ID, { description: "The delivery to attempt again, of a webhook that is switched on." })
  deliveryId!: string;
}
