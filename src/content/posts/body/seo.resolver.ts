// The canonical URL of a post, which needs the site's.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { loadSite } from "../../site/site.resolver.js";
import { Seo } from "./seo.type.js";

@Resolver(() => Seo)
export class SeoResolver {
  @FieldResolver(() => String, { description: "Absolute, percent-encoded: the written one, else the post's own URL." })
  canonicalUrl(@Root() seo: Seo, @Ctx() ctx: Context): Deferred<string> | string {
    return seo.post.canonicalUrl ?? loadSite(ctx).map(({ url }) => url + encodeURI(seo.post.path));
  }
}
