// Metadata of a post for search engines. Values that were not written fall back to the fields of the post.
import { Field, ObjectType } from "type-graphql";
import type { Post } from "../post.entity.js";

@ObjectType({ description: "Metadata of a post for search engines." })
export class Seo {
  readonly post: Post;

  constructor(post: Post) {
    this.post = post;
  }

  @Field(() => String, { description: "The title for search engines, or else the title of the post." })
  get title(): string {
    return this.post.seoTitle ?? this.post.title;
  }

  @Field(() => String, { description: "The description for search engines, or else the excerpt of the post." })
  get description(): string {
    return this.post.seoDescription ?? this.post.storedExcerpt;
  }

  @Field(() => Boolean, { description: "Whether search engines are asked not to index the page." })
  get noIndex(): boolean {
    return this.post.noIndex;
  }
}
