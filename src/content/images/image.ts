// An image that content refers to by URL, with its text alternative. It is stored as JSON in the row of its owner.
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "An image that is referred to by URL. The service does not store the file." })
export class Image {
  @Field(() => String, { description: "The URL, absolute or relative to the site." })
  url!: string;

  @Field(() => String, { description: "The text alternative. Empty if the image is decorative." })
  alt!: string;

  @Field(() => Int, { nullable: true, description: "The width in pixels, if known." })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: "The height in pixels, if known." })
  height!: number | null;
}
