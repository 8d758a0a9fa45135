// What a page says about a post to search engines, with the fallbacks a site would write by hand.
import { Field, ObjectType } from "type-graphql";
import type { Post } from "../post.entity.js";

@ObjectType({ description: "What a page of the post tells search engines." })
export class Seo {
  readonly post: Post;

  constructor(post: Post) {
    this.post = post;
  }

  @Field(() => String, { description: "Written for search engines, else the post's title." })
  get title(): string {
    return this.post.seoTitle ?? this.post.title;
  }

  @Field(() => String, { description: "Written for search engines, else the post's excerpt." })
  get description(): string {
    return this.post.seoDescription ?? this.post.storedExcerpt;
  }

  @Field(() => Boolean, { description: "Whether search engines are asked to leave the page out." })
  get noIndex(): boolean {
    return this.post.noIndex;
  }
}
