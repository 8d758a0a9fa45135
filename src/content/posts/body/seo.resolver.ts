// The metadata of a post or page that can fall back to that of the site.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { Image } from "../../images/image.js";
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

  @FieldResolver(() => Image, {
    nullable: true,
    description:
      "The picture for search engines and social networks: the written one, or else the cover, or else the image of the site.",
  })
  image(@Root() { owner }: Seo, @Ctx() ctx: Context): Deferred<Image | null> | Image {
    return owner.seoImage ?? owner.cover ?? loadSite(ctx).map(({ image }) => image);
  }
}
