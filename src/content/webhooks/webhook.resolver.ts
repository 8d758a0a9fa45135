// The list of webhooks and their deliveries, for administrators only.
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { requireReader } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { Webhook } from "./webhook.entity.js";
import { deliveriesSource, webhooksSource } from "./webhook.loaders.js";
import { WebhookDelivery } from "./webhook-delivery.entity.js";

const { Connection: WebhookConnection } = connectionTypes("Webhook", () => Webhook);
const { Connection: WebhookDeliveryConnection } = connectionTypes("WebhookDelivery", () => WebhookDelivery);

/** Anonymous requests cannot read the lists, so no cached response depends on them. */
const WEBHOOK_LIST_TAGS = { kind: "webhook", tagsOf: () => [] };

const cursors = new CursorCodec({ list: "Query.webhooks", order: "CREATED_AT ASC", filter: "" });
const deliveryCursors = new CursorCodec({ list: "Webhook.deliveries", order: "CREATED_AT DESC", filter: "" });

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => WebhookConnection, {
    description: "All webhooks, oldest first. For administrators; other viewers get a FORBIDDEN error.",
  })
  async webhooks(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<ConnectionPage<Webhook>> {
    requireReader(ctx, "manageWebhook");
    const page = pageRequest(args, webhooksSource.keyset, cursors);
    const request = { source: webhooksSource, page, cursors, shape: "Query.webhooks", cacheTags: WEBHOOK_LIST_TAGS };
    return loadConnection(ctx, Webhook, null, request, wholeRows(selectionOf(info)));
  }

  @FieldResolver(() => WebhookDeliveryConnection, {
    description:
      "The calls of the webhook, newest first: all of the last 30 days, at most 1000 beside those that are pending.",
  })
  deliveries(
    @Root() { id }: Webhook,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<WebhookDelivery>> {
    const page = pageRequest(args, deliveriesSource.keyset, deliveryCursors);
    const request = {
      ...{ source: deliveriesSource, page, cursors: deliveryCursors },
      ...{ shape: "Webhook.deliveries", cacheTags: WEBHOOK_LIST_TAGS },
    };
    return loadConnection(ctx, WebhookDelivery, id, request, wholeRows(selectionOf(info)));
  }
}
