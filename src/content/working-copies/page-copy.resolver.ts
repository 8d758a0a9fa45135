// The field Page.workingCopy.
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { ForbiddenError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { Page } from "../pages/page.entity.js";
import { WorkingCopy } from "../posts/working-copies/working-copy.type.js";
import { copyOfPage } from "./page-copy.loaders.js";

@Resolver(() => Page)
export class PageWorkingCopyResolver {
  @FieldCost({ cost: 2 })
  @FieldResolver(() => WorkingCopy, {
    nullable: true,
    description:
      "Edits of the page that are not applied yet; null if there are none. Viewers who may not edit pages get a FORBIDDEN error.",
  })
  workingCopy(@Root() page: Page, @Ctx() ctx: Context, @Info() info: SelectingInfo): Deferred<WorkingCopy | null> {
    if (!mayEver(ctx.viewer, "writePage")) {
      throw new ForbiddenError("Only viewers who may edit pages can read their working copies.");
    }
    return copyOfPage(page.id)(ctx, selectionOf(info));
  }
}
