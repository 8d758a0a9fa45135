// The canonical URL of a post or page, which needs the URL of the site.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { loadSite } from "../../site/site.resolver.js";
import { Seo } from "./seo.type.js";

@Resolver(() => Seo)
export class SeoResolver {
  @FieldResolver(() => String, {
    description:
      "The canonical URL, absolute and percent-encoded: the written one, or else the URL of the post or page.",
  })
  canonicalUrl(@Root() seo: Seo, @Ctx() ctx: Context): Deferred<string> | string {
    return seo.owner.canonicalUrl ?? loadSite(ctx).map(({ url }) => url + encodeURI(seo.owner.path));
  }
}
