// The metadata for search engines that needs more than the row of its object: that of the site, and the address of the picture.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { shownImageUrl } from "../assets/shown/image.resolver.js";
import { Image } from "../images/image.js";
import { loadSite } from "../site/site.resolver.js";
import { jsonLdText } from "./json-ld.js";
import { Seo } from "./seo.type.js";

@Resolver(() => Seo)
export class SeoResolver {
  @FieldResolver(() => String, {
    description: "The canonical URL, absolute and percent-encoded: the written one, or else the URL of the object.",
  })
  canonicalUrl(@Root() { owner }: Seo, @Ctx() ctx: Context): Deferred<string> | string {
    return owner.canonicalUrl ?? loadSite(ctx).map(({ url }) => url + encodeURI(owner.path));
  }

  @FieldResolver(() => Image, {
    nullable: true,
    description:
      "The picture for search engines and social networks: the written one, or else the cover of a post or page or the avatar of an author, or else the image of the site.",
  })
  image(@Root() { owner }: Seo, @Ctx() ctx: Context): Deferred<Image | null> | Image {
    return owner.image ?? loadSite(ctx).map(({ image }) => image);
  }

  @FieldCost({ cost: 10 })
  @FieldResolver(() => String, {
    description:
      "What the page is about as JSON-LD with the terms of schema.org, such as BlogPosting and BreadcrumbList. It may be put into a script element of the type application/ld+json as it is: the characters <, > and & are escaped.",
  })
  async structuredData(@Root() { owner }: Seo, @Ctx() ctx: Context): Promise<string> {
    const site = await loadSite(ctx);
    const urlOf = (path: string): string => site.url + encodeURI(path);
    const image = owner.image ?? site.image;
    const page = {
      url: owner.canonicalUrl ?? urlOf(owner.path),
      title: owner.title,
      description: owner.description,
      imageUrl: image && absoluteUrl(await shownImageUrl(ctx, image), site.url),
      site,
      urlOf,
    };
    return jsonLdText(await owner.structured(ctx, page));
  }
}

/** Images are addressed by absolute URLs, or relative to the root of the site. */
function absoluteUrl(url: string, siteUrl: string): string {
  return URL.canParse(url, siteUrl) ? new URL(url, siteUrl).href : url;
}
