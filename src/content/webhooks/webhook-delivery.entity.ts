// Table and GraphQL type of a delivery: a call of a webhook with its attempts. It has the range of changes and not the payload, which is
// made anew for each attempt, so that nothing is stored that is hidden later.
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import type { ChangeNodeType } from "../change-feed/change-kind.js";
import { Webhook } from "./webhook.entity.js";

export const WebhookDeliveryStatus = { PENDING: "PENDING", DELIVERED: "DELIVERED", DEAD: "DEAD" } as const;
export type WebhookDeliveryStatus = (typeof WebhookDeliveryStatus)[keyof typeof WebhookDeliveryStatus];
registerEnumType(WebhookDeliveryStatus, {
  name: "WebhookDeliveryStatus",
  description: "What has become of a call.",
  valuesConfig: {
    PENDING: { description: "It will be attempted, at `nextAttemptAt` at the earliest." },
    DELIVERED: { description: "The receiver responded with a status of 200 to 299." },
    DEAD: { description: "Every attempt failed. It is attempted again only by `redeliverWebhook`." },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A call of a webhook. It is kept for 30 days, and beyond the newest 1000 of a webhook only while it is pending.",
})
@Entity("webhook_delivery")
@Check("webhook_delivery_kind_check", "kind in ('CHANGES', 'TEST')")
@Check("webhook_delivery_status_check", "status in ('PENDING', 'DELIVERED', 'DEAD')")
@Check("webhook_delivery_next_attempt_at_check", "(status = 'PENDING') = (next_attempt_at is not null)")
@Check("webhook_delivery_cursor_check", "(kind = 'CHANGES') = (num_nonnulls(after_cursor, cursor) = 2)")
@Index(["webhookId", "createdAt", "id"])
@Index(["webhookId", "nextAttemptAt"], { where: "status = 'PENDING'" })
@Index("webhook_delivery_pending_test_idx", ["webhookId", "nextAttemptAt"], {
  where: "status = 'PENDING' AND kind = 'TEST'",
})
@Index(["webhookId", "cursor"], { unique: true })
export class WebhookDelivery extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid")
  webhookId!: string;

  @ManyToOne(() => Webhook, { onDelete: "CASCADE" })
  @JoinColumn({ name: "webhook_id" })
  webhook?: Relation<Webhook>;

  @Column("text")
  kind!: "CHANGES" | "TEST";

  /** The positions in the change feed before the first and behind the last change of the call. Null for a test. */
  @Column("text", { nullable: true })
  afterCursor!: string | null;

  @Column("text", { nullable: true })
  cursor!: string | null;

  /** Those of the webhook when the delivery was planned. */
  @Column("text", { array: true, default: [] })
  nodeTypes!: ChangeNodeType[];

  @Column("boolean", { default: false })
  isReset!: boolean;

  /** Whether there were more changes than a call can list. */
  @Column("boolean", { default: false })
  isTruncated!: boolean;

  @Column("text")
  @Field(() => WebhookDeliveryStatus, { description: "What has become of the call." })
  status!: WebhookDeliveryStatus;

  @Column("integer", { default: 0 })
  @Field(() => Int, { description: "How often the call was attempted." })
  attempts!: number;

  /** Its place in the schedule of attempts, which `redeliverWebhook` begins anew. */
  @Column("integer", { default: 0 })
  retries!: number;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When it is attempted next; null unless it is pending." })
  nextAttemptAt!: string | null;

  @Column("integer", { nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: "The HTTP status of the last response, or null if there was none.",
  })
  lastStatusCode!: number | null;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "Why the last attempt failed; null if it did not. The text of the response is not stored.",
  })
  lastError!: string | null;

  @Column("integer", { nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: "Milliseconds from the start of the last attempt to its response or failure.",
  })
  durationMs!: number | null;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the changes were bundled into this call." })
  createdAt!: string;

  override get globalId(): string {
    return encodeGlobalId("WebhookDelivery", this.id);
  }
}
