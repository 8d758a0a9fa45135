// Table and GraphQL type of a webhook: a URL that is called when readers could notice a change. The secret is stored as it is, since it
// signs every call, and is no field.
import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { ChangeNodeType } from "../change-feed/change-kind.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A URL that is called when readers could notice a change, as Standard Webhooks 1.0 defines it. Visible to administrators only.",
})
@Entity("webhook")
@Index(["createdAt", "id"])
@Check("webhook_debounce_seconds_check", "debounce_seconds between 0 and 3600")
@Check("webhook_previous_secret_check", "(previous_secret is null) = (previous_secret_until is null)")
@Check("webhook_lease_check", "(lease_id is null) = (leased_until is null)")
export class Webhook extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("text")
  @Field(() => String, { description: "The purpose of the webhook." })
  name!: string;

  @Column("text")
  @Field(() => String, { description: "Receives each call as a POST with JSON." })
  url!: string;

  @Column("text", { array: true, default: [] })
  @Field(() => [ChangeNodeType], {
    description: "The types of objects whose changes are told; all if the list is empty.",
  })
  nodeTypes!: ChangeNodeType[];

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      "A query that is executed anonymously at each call, with the ids of the changed objects as `$ids`. The call has its response as `data.result`.",
  })
  document!: string | null;

  @Column("integer", { default: 0 })
  @Field(() => Int, {
    description:
      "Seconds from a change until the call that tells it and all others up to then; 0 for a call at once. At most 3600.",
  })
  debounceSeconds!: number;

  @Column("text")
  secret!: string;

  /** Signs beside the present one until the given instant. */
  @Column("text", { nullable: true })
  previousSecret!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  previousSecretUntil!: string | null;

  @Column("boolean", { default: true })
  @Field(() => Boolean, {
    description:
      "Whether the webhook is called. One that is switched on again continues where it stopped, so that it misses no change.",
  })
  isEnabled!: boolean;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      "Why the webhook was switched off by the service: the receiver responded with 410, or every call failed for 5 days. Else null.",
  })
  disabledReason!: string | null;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description:
      "Increases by one with each accepted change that changes something. Mutations take it as expectedVersion.",
  })
  version!: number;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the webhook was created." })
  createdAt!: string;

  /** The position in the change feed up to which deliveries have been planned, as the feed's own cursor. */
  @Column("text")
  cursor!: string;

  /** The id of the last change before the cursor, to find webhooks with something new without decoding it. */
  @Column("bigint")
  readTo!: string;

  /** With `debounceSeconds`: when the changes since the cursor become one call. Null while there are none. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  windowEndsAt!: string | null;

  /** Since when no call has succeeded; null after a success. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  failingSince!: string | null;

  /** Until when the receiver asked not to be called, by Retry-After. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  heldUntil!: string | null;

  /** The process that calls the webhook. A lease that it no longer renews ends by itself, and another process continues. */
  @Column("uuid", { nullable: true })
  leaseId!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  leasedUntil!: string | null;

  override get globalId(): string {
    return encodeGlobalId("Webhook", this.id);
  }
}
