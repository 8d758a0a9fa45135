// An image as content refers to it: by URL, with its text alternative. Stored as JSON with its owner, since it has no life
// of its own.
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "An image by URL. The file itself is served by whoever hosts it." })
export class Image {
  @Field(() => String, { description: "Absolute, or relative to the site." })
  url!: string;

  @Field(() => String, { description: "Text alternative; empty where the image is decoration." })
  alt!: string;

  @Field(() => Int, { nullable: true, description: "In pixels, where known." })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: "In pixels, where known." })
  height!: number | null;
}
