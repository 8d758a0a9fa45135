// The absolute URL of everything that has a page of its own, which needs the URL of the site.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Routable } from "./routable.js";
import { loadSite } from "./site.resolver.js";

@Resolver(() => Routable)
export class RoutableResolver {
  @FieldResolver(() => String, {
    description: "The absolute URL: `Site.url` and `path`, not percent-encoded.",
  })
  url(@Root() { path }: Routable, @Ctx() ctx: Context): Deferred<string> {
    return loadSite(ctx).map((site) => site.url + path);
  }
}
