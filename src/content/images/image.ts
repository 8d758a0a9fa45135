// An image of an object, with its text alternative: an asset of this service, or a file that is referred to by its URL. It is stored as JSON in
// the row of its owner.
import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "An image: an asset of this service, or a file elsewhere that is referred to by its URL." })
export class Image {
  /** As it was given; of an asset, its folder. */
  url!: string;

  @Field(() => String, { description: "The text alternative. Empty if the image is decorative." })
  alt!: string;

  /** As it was given, or null. */
  width!: number | null;
  height!: number | null;

  /** The UUID of the asset that was chosen by its id. */
  assetId?: string;

  /** The path of the file if the URL is one of this site. An asset may have it as its address or as an alias. */
  path?: string;
}
