// The site's head data and what derives from its URL.
import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { defineLoader } from "../../platform/graphql/loader.js";
import { SITE } from "../cache-tags/cache-tags.js";
import { Site } from "./site.entity.js";

const theSite = defineLoader<Context, 1, Site>("theSite", async (ctx, keys) => {
  const [row] = await ctx.db.query<Site>("select s.title, s.description, s.url, s.locale from site s where s.id = 1");
  if (row === undefined) throw new Error("The site row is missing; run the migrations.");
  ctx.cacheTags.add(SITE);
  const site = Object.assign(new Site(), row);
  return keys.map(() => site);
});

export function loadSite(ctx: Context): Deferred<Site> {
  return theSite(ctx).load(1);
}

@Resolver(() => Site)
export class SiteResolver {
  @Query(() => Site, { description: "The site that this service carries." })
  site(@Ctx() ctx: Context): Deferred<Site> {
    return loadSite(ctx);
  }
}
