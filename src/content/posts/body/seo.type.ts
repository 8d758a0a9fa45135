// Metadata of a post or page for search engines. Values that were not written fall back to its fields.
import { Field, ObjectType } from "type-graphql";
import type { Post } from "../post.entity.js";

/** What has metadata for search engines: a post, or a page. */
export type SeoOwner = Pick<
  Post,
  "title" | "path" | "storedExcerpt" | "cover" | "seoTitle" | "seoDescription" | "seoImage" | "canonicalUrl" | "noIndex"
>;

@ObjectType({ description: "Metadata of a post or page for search engines." })
export class Seo {
  readonly owner: SeoOwner;

  constructor(owner: SeoOwner) {
    this.owner = owner;
  }

  @Field(() => String, { description: "The title for search engines, or else the title of the post or page." })
  get title(): string {
    return this.owner.seoTitle ?? this.owner.title;
  }

  @Field(() => String, {
    description:
      "The description for search engines, or else the excerpt of the post, or the start of the text of the page.",
  })
  get description(): string {
    return this.owner.seoDescription ?? this.owner.storedExcerpt;
  }

  @Field(() => Boolean, { description: "Whether search engines are asked not to index the page." })
  get noIndex(): boolean {
    return this.owner.noIndex;
  }
}
