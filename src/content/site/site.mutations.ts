// The mutation of the site.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { clearLoaders } from "../../platform/graphql/loader.js";
import { INPUT, type Payload, payload, payloadType } from "../../platform/graphql/mutation.js";
import { Site } from "./site.entity.js";
import { UpdateSiteInput } from "./site.inputs.js";
import { loadSite } from "./site.resolver.js";
import { updateSite } from "./site.service.js";

const UpdateSitePayload = payloadType("UpdateSitePayload", "site", () => Site);

@Resolver()
export class SiteMutations {
  @Mutation(() => UpdateSitePayload, {
    nullable: true,
    description: "Changes the settings of the site. For administrators only.",
  })
  updateSite(
    @Arg("input", () => UpdateSiteInput, INPUT) input: UpdateSiteInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"site", Site>> {
    return payload(ctx, "site", async () => {
      await updateSite(ctx, input);
      clearLoaders(ctx);
      return loadSite(ctx);
    });
  }
}
