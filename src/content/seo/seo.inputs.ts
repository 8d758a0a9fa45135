// The input of the metadata of a post or page for search engines.
import { Field, InputType } from "type-graphql";
import { ImageInput } from "../images/image.inputs.js";

@InputType({ description: "Metadata for search engines. An absent field falls back to the post's own value." })
export class SeoInput {
  @Field(() => String, { nullable: true, description: "A title for search engines, at most 300 characters." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "A description for search engines, at most 2000 characters." })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The absolute URL of the original page, if this post is a copy.",
  })
  canonicalUrl?: string | null;

  @Field(() => ImageInput, {
    nullable: true,
    description: "The picture for search engines and social networks. The cover is shown if it is absent.",
  })
  image?: ImageInput | null;

  @Field(() => Boolean, { nullable: true, description: "Whether search engines are asked not to index the page." })
  noIndex?: boolean | null;
}
