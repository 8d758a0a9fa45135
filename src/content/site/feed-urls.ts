// Where the feeds of the site are.
import { Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { Site } from "./site.entity.js";

@ObjectType({ simpleResolvers: true, description: "The absolute URLs of a feed in its formats." })
export class FeedUrls {
  @Field(() => String, { description: "Atom." })
  atom!: string;

  @Field(() => String, { description: "RSS 2.0." })
  rss!: string;

  @Field(() => String, { description: "JSON Feed 1.1." })
  json!: string;
}

@Resolver(() => Site)
export class SiteFeedsResolver {
  @FieldResolver(() => FeedUrls, {
    description:
      "The feeds of the latest posts. Each category, tag, author and series has its own below its path, such as /tags/news/feed.xml.",
  })
  feeds(@Root() { url }: Site): FeedUrls {
    return { atom: `${url}/feed.xml`, rss: `${url}/rss.xml`, json: `${url}/feed.json` };
  }
}
