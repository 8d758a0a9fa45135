// The query for the site's metadata.
import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { defineLoader } from "../../platform/graphql/loader.js";
import { SITE } from "../cache-tags/cache-tags.js";
import { SITE_UUID } from "../site-path.js";
import { Site } from "./site.entity.js";

const SITE_ROW = sql`/* Query.site */ select ${selectColumns(Site, "s", [
  "title",
  "description",
  "url",
  "locale",
  "otherLocales",
  "timeZone",
  "logo",
  "icon",
  "image",
  "socialLinks",
  "postsPerPage",
  "hasFormulas",
  "version",
])} from site s where s.id = 1`;

const theSite = defineLoader<Context, 1, Site>("theSite", async (ctx, keys) => {
  const [row] = await ctx.db.query(SITE_ROW);
  if (row === undefined) throw new Error("The table site has no row. Run the migrations.");
  ctx.cacheTags.add(SITE);
  const site = Object.assign(new Site(), row);
  return keys.map(() => site);
});

/** The site, if this is its id. */
export function loadSiteById(ctx: Context, uuid: string): Deferred<Site> | null {
  return uuid === SITE_UUID ? loadSite(ctx) : null;
}

export function loadSite(ctx: Context): Deferred<Site> {
  return theSite(ctx).load(1);
}

@Resolver(() => Site)
export class SiteResolver {
  @Query(() => Site, { description: "The site that this service serves." })
  site(@Ctx() ctx: Context): Deferred<Site> {
    return loadSite(ctx);
  }
}
